import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS } from '../../lib/runtime/metrics.ts';
import { ROOT } from '../support/node24.ts';
import { type PackagedService, packageService } from '../support/packaged-service.ts';

// What each alarm watches, and from when on it rings: expectations/alarms.ts, held in template.test.ts.
let service: PackagedService;
beforeAll(() => {
  service = packageService();
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

test('every alarm is explained to whom it wakes, and no other', () => {
  const guide = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
  const explained = [...guide.matchAll(/^### (\w+Alarm)$/gm)].map(([, name]) => name);
  const alarms = service.all('AWS::CloudWatch::Alarm').map(([name]) => name);
  expect(explained.toSorted()).toEqual(alarms.toSorted());
});

test('every queue of dead letters is explained, with the output that its address is in', () => {
  const guide = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
  const queues = service.all('AWS::SQS::Queue').flatMap(([name]) => (/DeadLetter/.test(name) ? [name] : []));
  expect(queues).toHaveLength(5);
  for (const name of queues) {
    expect(Object.keys(service.outputs)).toContain(`${name}Url`);
    expect(guide).toContain(`\`${name}\``);
  }
});
