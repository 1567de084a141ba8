import { alarmThreshold, USUAL_LIMIT } from '../../../infra/build/cap-concurrency.ts';
import { STALE_MS } from '../../../lib/prediction/requeue-stale.ts';
import { METRICS, type MetricName, NAMESPACE } from '../../../lib/runtime/metrics.ts';
import { RETRY_SECONDS } from '../../../lib/webhook/webhook.ts';
import { STAGE } from '../../../tools/costs/calls-per-lead.ts';
import { logicalName, type Properties } from '../../support/packaged-service.ts';
import { type Deployed, type Expectations, propertiesOf } from './deployed.ts';
import { FOR_A_PERSON, jobGivenUpSeconds, READERS, sweepSeconds } from './queues.ts';

const AGE = 'ApproximateAgeOfOldestMessage';
const DEPTH = 'ApproximateNumberOfMessagesVisible';

/** What an alarm of one metric looks at: metric, whose, and how values of a period become one. */
const WATCHED: Readonly<Record<string, readonly [string, string | undefined, string]>> = {
  ScoreQueueAgeAlarm: [`AWS/SQS ${AGE}`, 'ScoreQueue', 'Maximum'],
  JobStepQueueAgeAlarm: [`AWS/SQS ${AGE}`, 'JobStepQueue', 'Maximum'],
  JobChunkQueueAgeAlarm: [`AWS/SQS ${AGE}`, 'JobChunkQueue', 'Maximum'],
  WebhookQueueAgeAlarm: [`AWS/SQS ${AGE}`, 'WebhookQueue', 'Maximum'],
  JobStepDeadLettersAlarm: [`AWS/SQS ${DEPTH}`, 'JobStepDeadLetterQueue', 'Maximum'],
  JobChunkDeadLettersAlarm: [`AWS/SQS ${DEPTH}`, 'JobChunkDeadLetterQueue', 'Maximum'],
  WebhookDeadLettersAlarm: [`AWS/SQS ${DEPTH}`, 'WebhookDeadLetterQueue', 'Maximum'],
  EventDeadLettersAlarm: [`AWS/SQS ${DEPTH}`, 'EventDeadLetterQueue', 'Maximum'],
  FailedPredictionsAlarm: [`Scorelane ${'Failed' satisfies MetricName}`, 'stage', 'Sum'],
  RequeuedPredictionsAlarm: [`Scorelane ${'Requeued' satisfies MetricName}`, 'stage', 'Sum'],
  JobsGivenUpAlarm: [`Scorelane ${'JobsGivenUp' satisfies MetricName}`, 'stage', 'Sum'],
  ApiErrorsAlarm: ['AWS/ApiGateway 5xx', 'HttpApi', 'Sum'],
  SweepErrorsAlarm: ['AWS/Lambda Errors', 'RequeueStaleLambdaFunction', 'Sum'],
  ApiThrottlesAlarm: ['AWS/Lambda Throttles', 'ApiLambdaFunction', 'Sum'],
  // Of the whole account.
  ThrottlesAlarm: ['AWS/Lambda Throttles', undefined, 'Sum'],
  ConcurrencyAlarm: ['AWS/Lambda ConcurrentExecutions', undefined, 'Maximum'],
};
/** And of several, which are added up: sums of five minutes, unless said otherwise. */
const ADDED: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  // A function reads this queue and fails message by message: what it fails on is hidden, and counts, too.
  DeadLetterDepthAlarm: [
    [`AWS/SQS ${DEPTH}`, 'ScoreDeadLetterQueue'],
    ['AWS/SQS ApproximateNumberOfMessagesNotVisible', 'ScoreDeadLetterQueue'],
  ],
  FailedTrainingsAlarm: [
    ['AWS/States ExecutionsFailed', 'TrainingMachine'],
    ['AWS/States ExecutionsTimedOut', 'TrainingMachine'],
    [`Scorelane ${'TrainingsNotStarted' satisfies MetricName}`, 'stage'],
  ],
  EventsDroppedAlarm: [
    ['AWS/Lambda AsyncEventsDropped', 'StartTrainingLambdaFunction'],
    ['AWS/Lambda AsyncEventsDropped', 'FinishTrainingLambdaFunction'],
    ['AWS/Lambda AsyncEventsDropped', 'RequeueStaleLambdaFunction'],
    ['AWS/Lambda AsyncEventsDropped', 'RefreshPerformanceLambdaFunction'],
    ['AWS/Lambda AsyncEventsDropped', 'ImportOutcomesLambdaFunction'],
  ],
};
const STATISTIC: Readonly<Record<string, readonly [string, number]>> = {
  DeadLetterDepthAlarm: ['Maximum', 60],
};
const DIMENSION: Readonly<Record<string, string>> = {
  'AWS/SQS': 'QueueName',
  'AWS/Lambda': 'FunctionName',
  'AWS/States': 'StateMachineArn',
  'AWS/ApiGateway': 'ApiId',
  Scorelane: 'Stage',
};

/** Alarms that ring at the first thing that they see. */
const AT_ONCE = [
  ...['JobStepDeadLettersAlarm', 'JobChunkDeadLettersAlarm', 'WebhookDeadLettersAlarm'],
  ...['EventDeadLettersAlarm', 'FailedPredictionsAlarm', 'JobsGivenUpAlarm', 'FailedTrainingsAlarm'],
  'EventsDroppedAlarm',
];

/** Of a metric: its name, and whose it is, which must be this stack's. */
function watched({ stage }: Deployed, { Namespace, MetricName, Dimensions = [] }: Properties) {
  const [dimension, ...others] = Dimensions;
  expect(others).toHaveLength(0);
  if (dimension !== undefined) expect(dimension.Name).toBe(DIMENSION[Namespace]);
  if (Namespace === NAMESPACE) {
    expect(Object.keys(METRICS)).toContain(MetricName);
    expect(dimension.Value).toBe(stage);
  }
  const whose = Namespace === NAMESPACE ? 'stage' : dimension && logicalName(dimension.Value);
  return [`${Namespace} ${MetricName}`, whose];
}
const alarm = (deployed: Deployed, name: string): Properties => {
  const properties = propertiesOf(deployed, name);
  const Period = properties.Period ?? properties.Metrics[1].MetricStat.Period;
  return { ...properties, Period, window: Period * properties.EvaluationPeriods };
};

export const alarmExpectations: Expectations = {
  'alarms watch what they say, of this stack'(deployed) {
    for (const [name, [metric, whose, statistic]] of Object.entries(WATCHED)) {
      const properties = alarm(deployed, name);
      expect([name, ...watched(deployed, properties), properties.Statistic]).toEqual([
        name,
        metric,
        whose,
        statistic,
      ]);
    }
    const names = deployed.all('AWS::CloudWatch::Alarm').map(([name]) => name);
    expect(names.toSorted()).toEqual([...Object.keys(WATCHED), ...Object.keys(ADDED)].toSorted());
  },

  'alarms of several metrics add them up, and miss none that says nothing'(deployed) {
    for (const [name, metrics] of Object.entries(ADDED)) {
      const [sum, ...parts] = propertiesOf(deployed, name).Metrics;
      expect(parts.map((part: Properties) => watched(deployed, part.MetricStat.Metric))).toEqual(metrics);
      expect(sum.Expression).toBe(parts.map(({ Id }: Properties) => `FILL(${Id}, 0)`).join(' + '));
      for (const { MetricStat, ReturnData } of parts)
        expect([ReturnData, MetricStat.Stat, MetricStat.Period]).toEqual([
          false,
          ...(STATISTIC[name] ?? ['Sum', 300]),
        ]);
    }
  },

  'somebody hears when an alarm rings and when it ends; silence is no alarm'({ all }) {
    for (const [name, { Properties }] of all('AWS::CloudWatch::Alarm')) {
      expect([name, Properties.AlarmActions, Properties.OKActions]).toEqual([
        name,
        [{ Ref: 'AlarmTopic' }],
        [{ Ref: 'AlarmTopic' }],
      ]);
      expect(Properties.TreatMissingData).toBe('notBreaching');
      expect(Properties.ComparisonOperator).toBe('GreaterThanThreshold');
      expect(Properties.ActionsEnabled ?? true).toBe(true);
      expect(Properties.AlarmDescription).toContain('docs/operations.md');
    }
  },

  'what no function mends rings at once, within five minutes'(deployed) {
    for (const name of AT_ONCE) {
      const { Threshold, window } = alarm(deployed, name);
      expect([name, Threshold, window]).toEqual([name, 0, 300]);
    }
  },

  'every queue is watched: its age where a function reads it, every message where none does'(deployed) {
    const of = (metric: string) =>
      Object.values(WATCHED).flatMap(([name, queue]) => (name === `AWS/SQS ${metric}` ? [queue!] : []));
    // The letters of leads have an alarm of both kinds of messages: see ADDED.
    expect([...of(AGE), 'ScoreDeadLetterQueue'].toSorted()).toEqual(Object.keys(READERS).toSorted());
    expect(of(DEPTH).toSorted()).toEqual([...FOR_A_PERSON].toSorted());
    expect(deployed.all('AWS::SQS::Queue')).toHaveLength(1 + new Set([...of(AGE), ...of(DEPTH)]).size);
  },

  'leads that wait ring long before the sweep looks for them'(deployed) {
    const { Threshold, window } = alarm(deployed, 'ScoreQueueAgeAlarm');
    expect(Threshold).toBe(STALE_MS / 1000 / 3);
    expect(Threshold + window).toBeLessThan(STALE_MS / 1000);
  },

  'steps of jobs ring when all that run at a time have ended four times'(deployed) {
    const { Threshold, window } = alarm(deployed, 'JobStepQueueAgeAlarm');
    expect(Threshold).toBe(4 * propertiesOf(deployed, 'RunJobLambdaFunction').Timeout);
    expect(window).toBe(900);
  },

  'chunks ring after the sweep has had its chance, and days before their queue forgets them'(deployed) {
    const { Threshold, window } = alarm(deployed, 'JobChunkQueueAgeAlarm');
    expect(Threshold).toBeGreaterThan(1.5 * jobGivenUpSeconds(deployed));
    expect(Threshold).toBeLessThan(propertiesOf(deployed, 'JobChunkQueue').MessageRetentionPeriod / 16);
    expect(window).toBe(900);
  },

  'webhooks ring when they are not tried, and not while they wait for a later attempt'(deployed) {
    const { Threshold, window } = alarm(deployed, 'WebhookQueueAgeAlarm');
    // SQS leaves out what was received more than three times (SQS metrics, ApproximateAgeOfOldestMessage).
    const counted = RETRY_SECONDS.slice(0, 3).reduce((sum, wait) => sum + wait, 0);
    expect(Threshold).toBeGreaterThan(1.5 * counted);
    expect(Threshold).toBeLessThan(RETRY_SECONDS[3]!);
    expect(window).toBe(900);
  },

  'dead letters of leads ring when their function has had five minutes, hidden ones too'(deployed) {
    const { Threshold, window } = alarm(deployed, 'DeadLetterDepthAlarm');
    expect([Threshold, window]).toEqual([0, 300]);
    // Long enough for one that failed to come back and be tried again.
    expect(window).toBeGreaterThan(propertiesOf(deployed, 'ScoreDeadLetterQueue').VisibilityTimeout);
  },

  'predictions that are queued again ring when two sweeps in a row find some'(deployed) {
    const { Threshold, Period, EvaluationPeriods } = alarm(deployed, 'RequeuedPredictionsAlarm');
    expect([Threshold, Period, EvaluationPeriods]).toEqual([0, sweepSeconds(deployed), 2]);
  },

  'a sweep rings when three in a row have failed'(deployed) {
    const { Threshold, window } = alarm(deployed, 'SweepErrorsAlarm');
    expect(window).toBe(3 * sweepSeconds(deployed));
    expect(Threshold).toBe(2);
  },

  'the API rings when it answers with 5xx for three minutes, more than five a minute'(deployed) {
    const { Threshold, Period, EvaluationPeriods } = alarm(deployed, 'ApiErrorsAlarm');
    expect([Threshold, Period, EvaluationPeriods]).toEqual([5, 60, 3]);
  },

  'throttling rings: of the API within three minutes, of any function before a lead is given up for it'(
    deployed,
  ) {
    const [api, any] = ['ApiThrottlesAlarm', 'ThrottlesAlarm'].map((name) => alarm(deployed, name));
    expect([api.Threshold, api.window]).toEqual([0, 180]);
    const { VisibilityTimeout, RedrivePolicy } = propertiesOf(deployed, 'ScoreQueue');
    expect([any.Threshold, any.window]).toEqual([0, 600]);
    expect(any.window).toBeLessThan(VisibilityTimeout * RedrivePolicy.maxReceiveCount);
  },

  'concurrency rings at four fifths of what the account may have'(deployed) {
    const { Threshold, window } = alarm(deployed, 'ConcurrencyAlarm');
    expect([Threshold, window]).toEqual([alarmThreshold(USUAL_LIMIT), 180]);
    expect(Threshold).toBe(800);
  },

  'costs know what the alarms watch, each metric of which is billed'({ all }) {
    const metrics = all('AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
      Properties.Metrics === undefined ? 1 : Properties.Metrics.length - 1,
    );
    expect(metrics.reduce((sum, each) => sum + each, 0)).toBe(STAGE.alarmMetrics);
    // A hard limit of CloudWatch.
    expect(Math.max(...metrics)).toBeLessThanOrEqual(10);
  },

  'alarms reach the stage’s address, where it has one, and so does its budget'(deployed) {
    const { alarmEmail, monthlyBudget } = deployed.row;
    expect(deployed.parameters).toMatchObject({
      AlarmAddress: { Type: 'String', Default: alarmEmail },
      MonthlyBudget: { Type: 'Number', Default: monthlyBudget },
    });
    const given = (name: string, nothing: string) => ({
      'Fn::Not': [{ 'Fn::Equals': [{ Ref: name }, nothing] }],
    });
    expect(deployed.conditions).toEqual({
      HasAlarmEmail: given('AlarmAddress', ''),
      HasBudget: { 'Fn::And': [{ Condition: 'HasAlarmEmail' }, given('MonthlyBudget', '0')] },
    });
    expect(deployed.resources.AlarmEmail).toMatchObject({
      Condition: 'HasAlarmEmail',
      Properties: { TopicArn: { Ref: 'AlarmTopic' }, Protocol: 'email', Endpoint: { Ref: 'AlarmAddress' } },
    });
  },

  'the budget counts this stack, and tells of it in time'(deployed) {
    expect(deployed.resources.Budget).toMatchObject({ Condition: 'HasBudget' });
    const { Budget, NotificationsWithSubscribers } = propertiesOf(deployed, 'Budget');
    expect(Budget).toEqual({
      BudgetName: `scorelane-${deployed.stage}`,
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: { Ref: 'MonthlyBudget' }, Unit: 'USD' },
      CostFilters: { TagKeyValue: [`user:stack$scorelane-${deployed.stage}`] },
    });
    for (const [, { Properties }] of deployed.all('AWS::Lambda::Function'))
      expect(Properties.Tags).toContainEqual({ Key: 'stack', Value: `scorelane-${deployed.stage}` });
    const told = NotificationsWithSubscribers.map(({ Notification, Subscribers }: Properties) => {
      expect(Subscribers).toEqual([{ SubscriptionType: 'EMAIL', Address: { Ref: 'AlarmAddress' } }]);
      expect(Notification.ComparisonOperator).toBe('GREATER_THAN');
      return [Notification.NotificationType, Notification.Threshold];
    });
    expect(told).toEqual([
      ['ACTUAL', 80],
      ['FORECASTED', 100],
    ]);
  },
};
