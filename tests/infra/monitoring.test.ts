import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS, type MetricName, NAMESPACE } from '../../lib/runtime/metrics.ts';
import { ROOT } from '../support/node24.ts';
import { logicalName, type PackagedService, packageService } from '../support/packaged-service.ts';

let service: PackagedService;
beforeAll(() => {
  service = packageService();
});
const alarms = () => service.all('AWS::CloudWatch::Alarm');

test('alarms watch metrics that exist, and somebody hears of them', () => {
  expect(alarms().length).toBeGreaterThanOrEqual(7);
  for (const [, { Properties }] of alarms()) {
    expect(logicalName(Properties.AlarmActions[0])).toBe('AlarmTopic');
    expect(Properties.TreatMissingData).toBe('notBreaching');
    if (Properties.Namespace === NAMESPACE) {
      expect(Object.keys(METRICS)).toContain(Properties.MetricName);
      expect(Properties.Dimensions).toEqual([{ Name: 'Stage', Value: 'dev' }]);
    }
  }
});

test('depth and age of both queues are watched', () => {
  const watched = alarms()
    .filter(([, { Properties }]) => Properties.Namespace === 'AWS/SQS')
    .map(([, { Properties }]) => `${logicalName(Properties.Dimensions[0].Value)} ${Properties.MetricName}`);
  expect(watched.toSorted()).toEqual([
    'ScoreDeadLetterQueue ApproximateAgeOfOldestMessage',
    'ScoreDeadLetterQueue ApproximateNumberOfMessagesVisible',
    'ScoreQueue ApproximateAgeOfOldestMessage',
  ]);
});

test('a training that fails, takes too long or never begins wakes somebody, one that is canceled does not', () => {
  const { Metrics } = service.resources.FailedTrainingsAlarm!.Properties;
  const [sum, ...added] = Metrics as {
    Id: string;
    Expression?: string;
    MetricStat?: { Metric: { Namespace: string; MetricName: string; Dimensions: unknown } };
  }[];
  const machine = [{ Name: 'StateMachineArn', Value: { Ref: 'TrainingMachine' } }];
  expect(added.map(({ MetricStat }) => Object.values(MetricStat!.Metric))).toEqual([
    ['AWS/States', 'ExecutionsFailed', machine],
    ['AWS/States', 'ExecutionsTimedOut', machine],
    [NAMESPACE, 'TrainingsNotStarted' satisfies MetricName, [{ Name: 'Stage', Value: 'dev' }]],
    [
      'AWS/Lambda',
      'AsyncEventsDropped',
      [{ Name: 'FunctionName', Value: { Ref: 'StartTrainingLambdaFunction' } }],
    ],
  ]);
  for (const { Id } of added) expect(sum!.Expression).toContain(`FILL(${Id}, 0)`);
});

test('the dashboard is JSON, and draws every metric of ours', () => {
  const [[, { Properties }]] = service.all('AWS::CloudWatch::Dashboard') as unknown as [
    [string, { Properties: Record<string, unknown> }],
  ];
  const [body] = (Properties.DashboardBody as { 'Fn::Sub': [string, unknown] })['Fn::Sub'];
  expect(JSON.parse(body).widgets).toHaveLength(5);
  for (const name of Object.keys(METRICS))
    expect(body).toContain(`"${name}`.replace('"Succeeded', 'Succeeded'));
});

test('every alarm is explained to whom it wakes', () => {
  const guide = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
  for (const [name] of alarms()) expect(guide).toContain(`### ${name}\n`);
});
