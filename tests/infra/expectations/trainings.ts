import { logicalName, type Properties } from '../../support/packaged-service.ts';
import { type Deployed, type Expectations, propertiesOf } from './deployed.ts';

const states = (deployed: Deployed): Readonly<Record<string, Properties>> =>
  propertiesOf(deployed, 'TrainingMachine').Definition.States;

/** Every state that invokes a function, the one within the map too. */
function tasks(deployed: Deployed): [string, Properties][] {
  const branch = states(deployed).TrainCandidates.ItemProcessor.States.Train;
  const own = Object.entries(states(deployed)).filter(([, { Type }]) => Type === 'Task');
  return [...own, ['Train', branch]];
}

/** Seconds that a Retry may wait in all: jitter only shortens it (Amazon States Language, "Retrying after an error"). */
function longestWait({ IntervalSeconds, BackoffRate, MaxAttempts, MaxDelaySeconds = Infinity }: Properties) {
  const waits = Array.from({ length: MaxAttempts }, (_, i) =>
    Math.min(MaxDelaySeconds, IntervalSeconds * BackoffRate ** i),
  );
  return waits.reduce((sum, wait) => sum + wait, 0);
}

const CAUGHT = [
  { ErrorEquals: ['TrainingClosedError'], ResultPath: '$.error', Next: 'Stopped' },
  { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'RecordFailure' },
];
/** What invokes a function between the first state and the last, one behind the other. */
const IN_A_ROW = ['Check', 'Prepare', 'TrainCandidates', 'Evaluate', 'Register', 'Compare', 'Promote'];

export const trainingExpectations: Expectations = {
  'what may work the next time is tried four times more within half a minute'(deployed) {
    for (const [name, { Retry }] of tasks(deployed)) {
      const [outage] = Retry;
      expect(outage.ErrorEquals).toEqual([
        'TransientError',
        'Lambda.ClientExecutionTimeoutException',
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
      ]);
      // docs/operations.md speaks of five attempts.
      expect([name, outage.MaxAttempts]).toEqual([name, 4]);
      expect(longestWait(outage)).toBe(30);
      expect(outage.JitterStrategy).toBe('FULL');
    }
  },

  'concurrency that others hold is waited for: about twenty minutes, as long as a large job may take'(
    deployed,
  ) {
    for (const [, { Retry }] of tasks(deployed)) {
      const [, throttled, ...others] = Retry;
      expect(others).toHaveLength(0);
      expect(throttled).toMatchObject({
        ErrorEquals: ['Lambda.TooManyRequestsException'],
        JitterStrategy: 'FULL',
      });
      expect(longestWait(throttled) / 60).toBeGreaterThan(20);
      expect(longestWait(throttled) / 60).toBeLessThan(25);
      expect(throttled.MaxAttempts).toBe(10);
    }
  },

  'every failure is recorded in the run'(deployed) {
    const own = Object.entries(states(deployed)).filter(([, { Type }]) => Type === 'Task' || Type === 'Map');
    expect(own.map(([name]) => name).toSorted()).toEqual(
      [...IN_A_ROW, 'SetAsChallenger', 'Keep', 'RecordFailure'].toSorted(),
    );
    for (const [name, { Catch }] of own)
      expect([name, Catch]).toEqual([name, name === 'RecordFailure' ? undefined : CAUGHT]);
    expect(states(deployed).RecordFailure.Next).toBe('Failed');
    expect(states(deployed).Failed.Type).toBe('Fail');
  },

  'states follow one another as the run says'(deployed) {
    const next = Object.fromEntries(
      Object.entries(states(deployed)).flatMap(([name, { Next }]) => (Next ? [[name, Next]] : [])),
    );
    expect(next).toEqual({
      ...{ Check: 'EnoughNew', Prepare: 'TrainCandidates', TrainCandidates: 'Evaluate' },
      ...{ Evaluate: 'Register', Register: 'Compare', Compare: 'Decide' },
      ...{ Promote: 'Finished', SetAsChallenger: 'Finished', Keep: 'Finished', RecordFailure: 'Failed' },
    });
    const { Choices, Default } = states(deployed).Decide;
    expect(Choices).toEqual([
      { Variable: '$.compared.verdict', StringEquals: 'promote', Next: 'Promote' },
      { Variable: '$.compared.verdict', StringEquals: 'challenge', Next: 'SetAsChallenger' },
    ]);
    expect(Default).toBe('Keep');
    expect(states(deployed).EnoughNew.Default).toBe('Stopped');
    expect(propertiesOf(deployed, 'TrainingMachine').Definition.StartAt).toBe('Check');
  },

  'an execution may take as long as its states, and as long again to retry and to wait'(deployed) {
    const { Timeout } = propertiesOf(deployed, 'TrainCandidateLambdaFunction');
    const { TimeoutSeconds } = propertiesOf(deployed, 'TrainingMachine').Definition;
    expect(TimeoutSeconds).toBeGreaterThanOrEqual(2 * IN_A_ROW.length * Timeout);
    // docs/operations.md speaks of four hours.
    expect(TimeoutSeconds).toBe(4 * 3600);
  },

  'as many candidates are trained at a time as the stage says'(deployed) {
    expect(states(deployed).TrainCandidates.MaxConcurrency).toBe(deployed.row.trainersAtATime);
  },

  'the machine is kept for a year by its kind, and is named as the deploy role expects'(deployed) {
    const { StateMachineType, StateMachineName } = propertiesOf(deployed, 'TrainingMachine');
    expect([StateMachineType, StateMachineName]).toEqual([
      'STANDARD',
      `scorelane-${deployed.stage}-training`,
    ]);
  },

  'executions that fail are logged, without what was handed to them'(deployed) {
    const { Level, IncludeExecutionData, Destinations } = propertiesOf(
      deployed,
      'TrainingMachine',
    ).LoggingConfiguration;
    expect([Level, IncludeExecutionData, Destinations.length]).toEqual(['ERROR', false, 1]);
    expect(logicalName(Destinations[0].CloudWatchLogsLogGroup.LogGroupArn)).toBe('TrainingMachineLogGroup');
    expect(propertiesOf(deployed, 'TrainingMachineLogGroup').LogGroupName).toBe(
      `/aws/vendedlogs/states/scorelane-${deployed.stage}-training`,
    );
  },

  'substitutions and the definition speak of the same functions'(deployed) {
    const { Definition, DefinitionSubstitutions } = propertiesOf(deployed, 'TrainingMachine');
    const used = new Set([...JSON.stringify(Definition).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
    expect([...used].toSorted()).toEqual(Object.keys(DefinitionSubstitutions).toSorted());
    for (const [name, attribute] of Object.entries(DefinitionSubstitutions))
      expect(attribute).toEqual({ 'Fn::GetAtt': [`${name}LambdaFunction`, 'Arn'] });
  },
};
