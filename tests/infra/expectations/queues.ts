import { DEAD_LETTERS_AT_A_TIME } from '../../../infra/build/cap-concurrency.ts';
import { JOB_STALE_MS, MOST_RESUMES } from '../../../lib/jobs/sweep-jobs.ts';
import { MOST_REQUEUES, STALE_MS } from '../../../lib/prediction/requeue-stale.ts';
import { backOffSeconds } from '../../../lib/runtime/sqs-handlers.ts';
import { NOT_YET_SECONDS } from '../../../lib/webhook/deliver-webhook.ts';
import { MOST_ATTEMPTS, RETRY_SECONDS } from '../../../lib/webhook/webhook.ts';
import { logicalName, type Properties } from '../../support/packaged-service.ts';
import { type Deployed, type Expectations, propertiesOf } from './deployed.ts';

const DAY = 24 * 3600;
/** What SQS keeps a message at most, and hides it at most. */
const LONGEST_RETENTION = 14 * DAY;
const LONGEST_VISIBILITY = 12 * 3600;
/** Lambda asks for it: a message must not come back while a function may still have it. */
const VISIBILITY_PER_TIMEOUT = 6;

/** Queue → the one function that reads it, and how many messages it gets at once. */
export const READERS: Readonly<Record<string, readonly [string, number]>> = {
  ScoreQueue: ['ScoreLeadsLambdaFunction', 10],
  ScoreDeadLetterQueue: ['FailPredictionsLambdaFunction', 10],
  WebhookQueue: ['DeliverWebhooksLambdaFunction', 10],
  // Each is large enough for a function, and a failure is no other's.
  JobStepQueue: ['RunJobLambdaFunction', 1],
  JobChunkQueue: ['ScoreChunkLambdaFunction', 1],
};
const DEAD_LETTERS: Readonly<Record<string, string>> = {
  ScoreQueue: 'ScoreDeadLetterQueue',
  WebhookQueue: 'WebhookDeadLetterQueue',
  JobStepQueue: 'JobStepDeadLetterQueue',
  JobChunkQueue: 'JobChunkDeadLetterQueue',
};
/** Queues that nothing reads: each waits for a person. */
export const FOR_A_PERSON = [
  ...['WebhookDeadLetterQueue', 'JobStepDeadLetterQueue', 'JobChunkDeadLetterQueue'],
  'EventDeadLetterQueue',
];

/** Seconds of the sweep's schedule. */
export function sweepSeconds({ all }: Deployed): number {
  const schedules = all('AWS::Events::Rule').map(([, { Properties }]) => Properties.ScheduleExpression);
  const [, minutes] = schedules.flatMap((each) => /^rate\((\d+) minutes\)$/.exec(each) ?? []);
  return Number(minutes) * 60;
}

/** Until the sweep has given up a job that makes no progress. */
export const jobGivenUpSeconds = (deployed: Deployed): number =>
  (MOST_RESUMES + 1) * (JOB_STALE_MS / 1000 + sweepSeconds(deployed));

/** How often a message that fails at once every time is received in so many seconds. */
function receivesWithin(seconds: number): number {
  let receives = 0;
  for (let at = 0; at <= seconds; at += backOffSeconds(receives)) receives += 1;
  return receives;
}

const mappings = ({ all }: Deployed): Readonly<Record<string, Properties>> =>
  Object.fromEntries(
    all('AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => [
      logicalName(Properties.EventSourceArn),
      Properties,
    ]),
  );
const receives = (deployed: Deployed, queue: string): number =>
  propertiesOf(deployed, queue).RedrivePolicy.maxReceiveCount;

export const queueExpectations: Expectations = {
  'every queue is read by one function, or waits for a person'(deployed) {
    const found = Object.entries(mappings(deployed)).map(([queue, { FunctionName }]) => [
      queue,
      logicalName(FunctionName),
    ]);
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(Object.entries(READERS).map(([queue, [reader]]) => [queue, reader])),
    );
    const all = deployed.all('AWS::SQS::Queue').map(([name]) => name);
    expect(all.toSorted()).toEqual([...Object.keys(READERS), ...FOR_A_PERSON].toSorted());
  },

  'functions report the messages that failed, and get as many as they can do in their time'(deployed) {
    for (const [queue, [, size]] of Object.entries(READERS)) {
      const { BatchSize, FunctionResponseTypes, Enabled } = mappings(deployed)[queue];
      expect([queue, BatchSize]).toEqual([queue, size]);
      expect(FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      expect(Enabled).toBe(true);
    }
  },

  'nobody waits for a batch to fill'(deployed) {
    for (const { MaximumBatchingWindowInSeconds = 0 } of Object.values(mappings(deployed)))
      expect(MaximumBatchingWindowInSeconds).toBe(0);
    for (const [, { Properties }] of deployed.all('AWS::SQS::Queue')) {
      expect(Properties.DelaySeconds ?? 0).toBe(0);
    }
  },

  'as many functions run at a time as the stage says'(deployed) {
    const { scoringAtATime, webhooksAtATime, stepsAtATime, chunksAtATime } = deployed.row;
    const found = Object.entries(mappings(deployed)).map(([queue, { ScalingConfig }]) => [
      queue,
      ScalingConfig.MaximumConcurrency,
    ]);
    expect(Object.fromEntries(found)).toEqual({
      ScoreQueue: scoringAtATime,
      ScoreDeadLetterQueue: DEAD_LETTERS_AT_A_TIME,
      WebhookQueue: webhooksAtATime,
      JobStepQueue: stepsAtATime,
      JobChunkQueue: chunksAtATime,
    });
  },

  'messages stay hidden for six times the timeout of their reader'(deployed) {
    for (const [queue, [reader]] of Object.entries(READERS)) {
      const { Timeout } = propertiesOf(deployed, reader);
      const { VisibilityTimeout } = propertiesOf(deployed, queue);
      expect([queue, VisibilityTimeout]).toEqual([queue, VISIBILITY_PER_TIMEOUT * Timeout]);
    }
  },

  'every queue that a function reads has its own dead-letter queue, but that of dead letters'(deployed) {
    for (const queue of Object.keys(READERS)) {
      const { RedrivePolicy } = propertiesOf(deployed, queue);
      expect([queue, RedrivePolicy && logicalName(RedrivePolicy.deadLetterTargetArn)]).toEqual([
        queue,
        DEAD_LETTERS[queue],
      ]);
    }
  },

  'dead letters are kept as long as SQS can, and have more than half of it left when they arrive'(deployed) {
    const all = Object.entries(DEAD_LETTERS);
    for (const name of [...all.map(([, letters]) => letters), 'EventDeadLetterQueue'])
      expect(propertiesOf(deployed, name).MessageRetentionPeriod).toBe(LONGEST_RETENTION);
    // A message's age goes on counting when it moves.
    for (const [queue] of all)
      expect(propertiesOf(deployed, queue).MessageRetentionPeriod).toBeLessThan(LONGEST_RETENTION / 2);
  },

  'a message is among the dead letters long before its queue forgets it'(deployed) {
    for (const queue of Object.keys(DEAD_LETTERS)) {
      const { VisibilityTimeout, MessageRetentionPeriod } = propertiesOf(deployed, queue);
      expect(receives(deployed, queue) * VisibilityTimeout).toBeLessThan(MessageRetentionPeriod * 0.8);
    }
  },

  'jobs and leads wait out a weekend, and two days in which somebody mends what is broken'(deployed) {
    for (const queue of ['ScoreQueue', 'JobStepQueue', 'JobChunkQueue'])
      expect([queue, propertiesOf(deployed, queue).MessageRetentionPeriod]).toEqual([queue, 4 * DAY]);
  },

  'leads are tried five times, and the sweep does not look before'(deployed) {
    const { VisibilityTimeout } = propertiesOf(deployed, 'ScoreQueue');
    expect(receives(deployed, 'ScoreQueue')).toBe(5);
    expect(STALE_MS / 1000).toBeGreaterThanOrEqual(5 * VisibilityTimeout);
  },

  'webhooks are kept for twice their schedule of attempts, and each wait is one that SQS knows'(deployed) {
    const schedule = RETRY_SECONDS.reduce((sum, wait) => sum + wait, 0);
    const { MessageRetentionPeriod } = propertiesOf(deployed, 'WebhookQueue');
    expect(MessageRetentionPeriod).toBeGreaterThan(2 * schedule);
    expect(Math.max(...RETRY_SECONDS)).toBeLessThanOrEqual(LONGEST_VISIBILITY);
  },

  'a webhook that is still tried is no dead letter, not even after an outage of five hours'(deployed) {
    const { VisibilityTimeout } = propertiesOf(deployed, 'WebhookQueue');
    // Announced before its prediction is final, which the sweep sees to.
    const waiting = ((MOST_REQUEUES + 1) * (STALE_MS / 1000)) / NOT_YET_SECONDS;
    const outage = (5 * 3600) / VisibilityTimeout;
    expect(receives(deployed, 'WebhookQueue')).toBeGreaterThanOrEqual(MOST_ATTEMPTS + waiting + outage);
  },

  'a part of a job is no dead letter before the sweep has given up its job'(deployed) {
    const most = receivesWithin(jobGivenUpSeconds(deployed));
    // Throttled receives are slower than failures: they come back after the whole visibility.
    for (const queue of ['JobStepQueue', 'JobChunkQueue'])
      expect(receives(deployed, queue)).toBeGreaterThanOrEqual(1.5 * most);
  },

  'queues are encrypted'({ all }) {
    for (const [, { Properties }] of all('AWS::SQS::Queue'))
      expect(Properties.SqsManagedSseEnabled).toBe(true);
  },

  'queues refuse what comes without TLS, and only the rules of the stack may put events among the dead letters'(
    deployed,
  ) {
    const statements = deployed.all('AWS::SQS::QueuePolicy').flatMap(([, { Properties }]) =>
      Properties.PolicyDocument.Statement.map((statement: Properties) => ({
        ...statement,
        queues: Properties.Queues.map(logicalName),
      })),
    );
    const denied = statements.filter(({ Effect }) => Effect === 'Deny');
    for (const { Action, Principal, Condition, Resource, queues } of denied) {
      expect([Action, Principal, String(Condition.Bool['aws:SecureTransport'])]).toEqual([
        'sqs:*',
        '*',
        'false',
      ]);
      expect([Resource].flat().map(logicalName)).toEqual(queues);
    }
    expect(denied.flatMap(({ queues }) => queues).toSorted()).toEqual(
      deployed
        .all('AWS::SQS::Queue')
        .map(([name]) => name)
        .toSorted(),
    );
    const allowed = statements.filter(({ Effect }) => Effect !== 'Deny');
    expect(allowed).toHaveLength(1);
    const [{ Principal, Action, Resource, Condition }] = allowed;
    expect([Principal, Action, logicalName(Resource)]).toEqual([
      { Service: 'events.amazonaws.com' },
      'sqs:SendMessage',
      'EventDeadLetterQueue',
    ]);
    const rules = deployed.all('AWS::Events::Rule');
    // By its logical name, or by its own.
    const sources = Condition.ArnEquals['aws:SourceArn'].map((source: Properties) => {
      if ('Fn::GetAtt' in source) return source['Fn::GetAtt'][0];
      const [, name] =
        /^arn:\$\{AWS::Partition\}:events:\$\{AWS::Region\}:\$\{AWS::AccountId\}:rule\/(.+)$/.exec(
          source['Fn::Sub'],
        ) ?? [];
      return rules.find(([, { Properties }]) => Properties.Name === name)?.[0];
    });
    expect(sources.toSorted()).toEqual(rules.map(([name]) => name).toSorted());
  },
};
