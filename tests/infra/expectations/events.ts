import { isDeepStrictEqual } from 'node:util';
import { DATASETS_FOLDER, OUTCOMES_FOLDER } from '../../../lib/bucket-folders.ts';
import { logicalName, type Properties } from '../../support/packaged-service.ts';
import { type Deployed, type Expectations, propertiesOf } from './deployed.ts';
import { sweepSeconds } from './queues.ts';

/** What EventBridge and Lambda do at most. */
const DAY = 86_400;
const MOST_RULE_RETRIES = 185;
const SIX_HOURS = 21_600;

const FINISHING = {
  source: ['aws.states'],
  'detail-type': ['Step Functions Execution Status Change'],
  detail: { stateMachineArn: [{ Ref: 'TrainingMachine' }], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
};
const arriving = (prefix: string) => ({
  source: ['aws.s3'],
  'detail-type': ['Object Created'],
  detail: { bucket: { name: [{ Ref: 'Bucket' }] }, object: { key: [{ prefix }] } },
});

interface Rule {
  readonly on: unknown;
  readonly target: Properties;
  readonly reader: string;
}
const rules = ({ all }: Deployed): Rule[] =>
  all('AWS::Events::Rule').map(([, { Properties }]) => {
    expect(Properties.State).toBe('ENABLED');
    const [target, ...others] = Properties.Targets;
    expect(others).toHaveLength(0);
    return {
      on: Properties.ScheduleExpression ?? Properties.EventPattern,
      target,
      reader: logicalName(target.Arn),
    };
  });
/** Nobody waits for what they do on events. */
const EVENTED = [
  ...['RequeueStaleLambdaFunction', 'RefreshPerformanceLambdaFunction', 'ImportOutcomesLambdaFunction'],
  ...['StartTrainingLambdaFunction', 'FinishTrainingLambdaFunction'],
];
const invokeConfig = (deployed: Deployed, name: string): Properties =>
  propertiesOf(deployed, name.replace('LambdaFunction', 'LambdaEvConf'));

export const eventExpectations: Expectations = {
  'new files, the clock and executions that ended outside reach their function'(deployed) {
    expect(rules(deployed).map(({ on, reader }) => [reader, on])).toEqual(
      expect.arrayContaining([
        ['RequeueStaleLambdaFunction', 'rate(5 minutes)'],
        ['RefreshPerformanceLambdaFunction', 'cron(30 3 * * ? *)'],
        ['StartTrainingLambdaFunction', 'cron(0 4 ? * MON *)'],
        ['StartTrainingLambdaFunction', arriving(DATASETS_FOLDER)],
        ['ImportOutcomesLambdaFunction', arriving(OUTCOMES_FOLDER)],
        ['FinishTrainingLambdaFunction', FINISHING],
      ]),
    );
    expect(rules(deployed)).toHaveLength(6);
    const { NotificationConfiguration } = propertiesOf(deployed, 'Bucket');
    expect(NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled).toBe(true);
  },

  'an execution that ended outside is told as a failed step'(deployed) {
    const { InputTransformer } = rules(deployed).find(({ on }) => isDeepStrictEqual(on, FINISHING))!.target;
    expect(InputTransformer.InputPathsMap).toEqual({ run: '$.detail.name', status: '$.detail.status' });
    const filled = InputTransformer.InputTemplate.replace('<run>', '"r"').replace('<status>', '"ABORTED"');
    expect(JSON.parse(filled)).toMatchObject({ step: 'fail', run_id: 'r', error: { Error: 'ABORTED' } });
  },

  'every rule may invoke its function'(deployed) {
    const permitted = deployed
      .all('AWS::Lambda::Permission')
      .filter(([, { Properties }]) => Properties.Principal === 'events.amazonaws.com')
      .map(([, { Properties }]) => logicalName(Properties.FunctionName));
    expect(permitted.toSorted()).toEqual(
      rules(deployed)
        .map(({ reader }) => reader)
        .toSorted(),
    );
  },

  'what EventBridge cannot hand over is tried as long as it can help, and then kept'(deployed) {
    for (const { target, reader } of rules(deployed)) {
      expect(logicalName(target.DeadLetterConfig?.Arn ?? {})).toBe('EventDeadLetterQueue');
      expect([reader, target.RetryPolicy]).toEqual([
        reader,
        {
          MaximumRetryAttempts: MOST_RULE_RETRIES,
          // The next sweep does what this one would have done.
          MaximumEventAgeInSeconds: reader.startsWith('RequeueStale') ? sweepSeconds(deployed) : DAY,
        },
      ]);
    }
  },

  'what a function fails on three times is kept'(deployed) {
    expect([...new Set(rules(deployed).map(({ reader }) => reader))].toSorted()).toEqual(EVENTED.toSorted());
    for (const name of EVENTED) {
      const { FunctionName, Qualifier, MaximumRetryAttempts, DestinationConfig } = invokeConfig(
        deployed,
        name,
      );
      expect([logicalName(FunctionName), Qualifier]).toEqual([name, '$LATEST']);
      expect([name, MaximumRetryAttempts]).toEqual([name, 2]);
      expect(logicalName(DestinationConfig.OnFailure.Destination)).toBe('EventDeadLetterQueue');
    }
  },

  'events wait for a throttled function as long as Lambda can keep them; a sweep until the next one'(
    deployed,
  ) {
    for (const name of EVENTED)
      expect([name, invokeConfig(deployed, name).MaximumEventAgeInSeconds]).toEqual([
        name,
        name.startsWith('RequeueStale') ? sweepSeconds(deployed) : SIX_HOURS,
      ]);
  },
};
