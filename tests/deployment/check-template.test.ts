import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkTemplate, type Template } from '../../infra/build/check-template.ts';
import { NODE_24, ROOT } from '../support/node24.ts';
import { type PackagedService, packageService } from '../support/packaged-service.ts';

const STAGES = ['dev', 'staging', 'prod', 'anna'];
const services = new Map<string, PackagedService>();
beforeAll(() => {
  for (const stage of STAGES) services.set(stage, packageService(stage));
});
const templateOf = (stage: string) => {
  const { resources, outputs, parameters } = services.get(stage)!;
  return structuredClone({
    Resources: resources,
    Outputs: outputs,
    Parameters: parameters,
  }) as unknown as Template;
};

test.each(STAGES)('CloudFormation has nothing against the template of %s', (stage) => {
  expect(checkTemplate(templateOf(stage))).toEqual([]);
});

const hasLinter = spawnSync('cfn-lint', ['--version']).status === 0;
if (!hasLinter)
  console.warn('check-template.test.ts, cfn-lint: skipped, it is not in PATH (pip install cfn-lint)');

(hasLinter ? test : test.skip)(
  'cfn-lint has nothing against any of them, and would find something',
  () => {
    const check = (...files: string[]) =>
      spawnSync(NODE_24, [join(ROOT, 'infra/build/check-templates.ts'), ...files], { encoding: 'utf8' });
    const files = STAGES.flatMap((stage) =>
      ['create', 'update'].map((which) =>
        join(services.get(stage)!.directory, `cloudformation-template-${which}-stack.json`),
      ),
    );
    const { status, stdout, stderr } = check(...files);
    expect([status, stdout + stderr]).toEqual([0, '']);
    const wrong = join(services.get('dev')!.directory, 'wrong.json');
    writeFileSync(wrong, readFileSync(files[1]!, 'utf8').replaceAll('nodejs24.x', 'nodejs99.x'));
    const found = check(wrong);
    expect([found.status, found.stdout]).toEqual([1, expect.stringContaining('E3030')]);
  },
  1_800_000,
);

// biome-ignore lint/suspicious/noExplicitAny: each breaks something else
test.each<[string, (resources: any) => void, string]>([
  ['a type', (all) => (all.Bucket.Type = 'AWS::S3::Bukket'), 'Bucket: there is no resource of the type'],
  ['a property', (all) => (all.ScoreQueue.Properties.Visibility = 1), 'there is no property Visibility'],
  [
    'a property within a list of objects',
    (all) => (all.PredictionsTable.Properties.GlobalSecondaryIndexes[1].Projektion = {}),
    'PredictionsTable.Properties.GlobalSecondaryIndexes.1: there is no property Projektion',
  ],
  ['a required one that lacks', (all) => delete all.ApiLambdaFunction.Properties.Role, 'expected Role'],
  ['text for a number', (all) => (all.ScoreQueue.Properties.VisibilityTimeout = 'long'), 'expected a number'],
  ['text for a list', (all) => (all.ScoreQueuePolicy.Properties.Queues = 'ScoreQueue'), 'expected a list'],
  ['a Ref', (all) => (all.ScoreQueuePolicy.Properties.Queues = [{ Ref: 'Gone' }]), 'Ref: there is no Gone'],
  [
    'an attribute',
    (all) =>
      (all.ScoreQueue.Properties.RedrivePolicy.deadLetterTargetArn = {
        'Fn::GetAtt': ['ScoreDeadLetterQueue', 'Url'],
      }),
    'GetAtt: AWS::SQS::Queue has no Url',
  ],
  [
    'a Sub',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how Fn::Sub is written
    (all) => (all.Dashboard.Properties.DashboardBody = { 'Fn::Sub': '${Gone.Arn}' }),
    'GetAtt: there is no Gone',
  ],
  ['what it depends on', (all) => (all.Bucket.DependsOn = 'Gone'), 'Bucket.DependsOn: there is no Gone'],
])('%s that is not there is found', (_what, breakIt, found) => {
  const template = templateOf('dev');
  breakIt(template.Resources);
  expect(checkTemplate(template)).toEqual([expect.stringContaining(found)]);
});

describe('stages', () => {
  const table = (stage: string) => services.get(stage)!.resources.PredictionsTable!.Properties;

  test('only prod’s tables are protected from deletion, and every table’s data outlives its stack', () => {
    expect(STAGES.map((stage) => String(table(stage).DeletionProtectionEnabled))).toEqual([
      'false',
      'false',
      'true',
      'false',
    ]);
    for (const stage of STAGES)
      for (const [, resource] of services.get(stage)!.all('AWS::DynamoDB::Table'))
        expect(resource.DeletionPolicy).toBe('Retain');
  });

  test('logs are kept as the table says, of every function', () => {
    const days = STAGES.map((stage) => [
      ...new Set(
        services
          .get(stage)!
          .all('AWS::Logs::LogGroup')
          .map(([, { Properties }]) => Properties.RetentionInDays),
      ),
    ]);
    expect(days).toEqual([[7], [14], [90], [7]]);
  });

  test('everything bears the stage’s tags, for the bill', () => {
    for (const stage of STAGES)
      for (const [, { Properties }] of services.get(stage)!.all('AWS::Lambda::Function'))
        expect(Properties.Tags).toEqual(
          expect.arrayContaining([
            { Key: 'service', Value: 'scorelane' },
            { Key: 'stage', Value: stage },
          ]),
        );
  });
});
