// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how Fn::Sub is written
import { operatingStatements } from '../../infra/bootstrap/deploy-actions.ts';
import * as folders from '../../lib/bucket-folders.ts';
import {
  logicalName,
  type PackagedService,
  packageService,
  type TemplateResource,
} from '../support/packaged-service.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

let service: PackagedService;
let all: PackagedService['all'];

beforeAll(() => {
  service = packageService();
  ({ all } = service);
});

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

test('every queue and every bucket refuses requests without TLS', () => {
  const policies = [
    ...all('AWS::SQS::QueuePolicy').map(([, { Properties }]) => ({
      names: Properties.Queues.map(logicalName),
      statements: Properties.PolicyDocument.Statement as Statement[],
    })),
    ...all('AWS::S3::BucketPolicy').map(([, { Properties }]) => ({
      names: [logicalName(Properties.Bucket)],
      statements: Properties.PolicyDocument.Statement as Statement[],
    })),
  ];
  const guarded = policies
    .filter(({ names, statements }) =>
      statements.some(
        ({ Effect, Action, Resource, Condition }) =>
          Effect === 'Deny' &&
          ['sqs:*', 's3:*'].includes(`${Action}`) &&
          JSON.stringify(Condition).replaceAll('"false"', 'false') ===
            '{"Bool":{"aws:SecureTransport":false}}' &&
          names.every((name: string) => JSON.stringify(Resource).includes(name)),
      ),
    )
    .flatMap(({ names }) => names);
  const expected = [...all('AWS::SQS::Queue'), ...all('AWS::S3::Bucket')].map(([name]) => name);
  expect(guarded.toSorted()).toEqual(expected.toSorted());
});

describe('permissions', () => {
  /**
   * AWS gives these no name that a right could be given on (Step Functions Developer Guide, "IAM policies for logging to CloudWatch
   * Logs").
   */
  const LOG_DELIVERY = [
    ...['logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:DescribeLogGroups'],
    ...['logs:DescribeResourcePolicies', 'logs:GetLogDelivery', 'logs:ListLogDeliveries'],
    ...['logs:PutResourcePolicy', 'logs:UpdateLogDelivery'],
  ];
  const statementsOf = (role: TemplateResource): Statement[] =>
    role.Properties.Policies.flatMap(
      (policy: { PolicyDocument: { Statement: Statement[] } }) => policy.PolicyDocument.Statement,
    );

  /** What a role may do: action, resource, and the registry's partitions or the bucket's folders that it is bound to. */
  const grants = (): { role: string; action: string; resource: string; bound: string }[] =>
    all('AWS::IAM::Role').flatMap(([role, resource]) =>
      statementsOf(resource).flatMap(({ Effect, Action, Resource, Condition }) => {
        expect(Effect).toBe('Allow');
        return list(Action).flatMap((action) =>
          list(Resource).map((each) => ({
            role,
            action,
            resource: JSON.stringify(each),
            bound: JSON.stringify(Condition ?? ''),
          })),
        );
      }),
    );
  const rolesWith = (meets: (grant: ReturnType<typeof grants>[number]) => boolean) =>
    [
      ...new Set(
        grants()
          .filter(meets)
          .map(({ role }) => role),
      ),
    ].toSorted();
  const isRegistry = (resource: string) =>
    resource.includes('"RegistryTable"') || resource.includes('RegistryTable.Arn');

  // That a role lacks nothing and has nothing that its function does not use, tests/integration/rights.test.ts proves. A right may
  // still be wider than what uses it: these are what only few may do, or nobody.
  test('leave keys and secrets to those who check them', () => {
    const reach = (partition: string) =>
      rolesWith(
        ({ resource, bound }) => isRegistry(resource) && (bound === '""' || bound.includes(`"${partition}"`)),
      );
    expect(reach('#keys')).toEqual(['ApiRole']);
    expect(reach('#secrets')).toEqual(['ApiRole', 'DeliverWebhooksRole']);
    // All other partitions begin with a #: who may use the models', may use nothing else by it.
    for (const { resource, bound } of grants().filter(({ bound }) => bound.includes('StringNotLike')))
      expect([isRegistry(resource), bound]).toEqual([
        true,
        '{"ForAllValues:StringNotLike":{"dynamodb:LeadingKeys":["#*"]}}',
      ]);
    // And nobody writes where no partition is named.
    expect(
      rolesWith(
        ({ action, resource, bound }) =>
          isRegistry(resource) && bound === '""' && /Put|Update|Delete/.test(action),
      ),
    ).toEqual([]);
  });

  test('let few read the whole bucket, and nobody write or delete outside a folder', () => {
    const whole = ({ resource }: { resource: string }) => resource === '{"Fn::Sub":"${Bucket.Arn}/*"}';
    expect(rolesWith((grant) => whole(grant) && grant.action !== 's3:GetObject')).toEqual([]);
    // Files of jobs and datasets may lie anywhere in it.
    expect(rolesWith(whole)).toEqual([
      'ApiRole',
      'CheckDatasetRole',
      'FinishTrainingRole',
      'RunJobRole',
      'ScoreChunkRole',
      'TrainCandidateRole',
    ]);
    expect(rolesWith(({ action }) => action === 's3:DeleteObject')).toEqual(['ApiRole', 'RunJobRole']);
    // Whoever submits writes what a lead is found by, and whoever erases removes it.
    const removals = grants().filter(({ action }) => /dynamodb:(Delete|Scan|BatchWrite)/.test(action));
    const on = (table: string) =>
      removals
        .filter(({ resource }) => resource === `{"Fn::GetAtt":["${table}","Arn"]}`)
        .map(({ role }) => role);
    expect(on('ReferencesTable')).toEqual(['ApiRole']);
    // And who notes scored leads takes back those of predictions that get no result.
    const noting = ['ApiRole', 'ScoreLeadsRole', 'FailPredictionsRole'];
    expect([on('OutcomesTable'), on('KeptLeadsTable')]).toEqual([noting, noting]);
    expect(removals).toHaveLength(7);
  });

  test('speak of the folders that the code knows, as do the bucket and who operates it', () => {
    const text = JSON.stringify([all('AWS::IAM::Role'), all('AWS::Events::Rule'), all('AWS::S3::Bucket')]);
    const granted = [
      ...text.matchAll(/\$\{Bucket\.Arn\}\/([a-z-]+\/)/g),
      ...text.matchAll(/"(?:Prefix|prefix|s3:prefix)":"([a-z-]+\/)/g),
    ].map(([, folder]) => folder!);
    const operated = operatingStatements('dev', service.templates)
      .flatMap(({ Resource }) => Resource)
      .flatMap(
        (resource) => /^arn:\*:s3:::scorelane-dev-bucket-\*\/([a-z-]+\/)\*$/.exec(resource)?.[1] ?? [],
      );
    const known = Object.values(folders).filter((folder) => typeof folder === 'string');
    expect([...new Set([...granted, ...operated])].toSorted()).toEqual(known.toSorted());
    // Publishing, `scorelane upload`, `scorelane train --remote`, and a policy file that is put there.
    expect(operated.toSorted()).toEqual(['datasets/', 'models/', 'outcomes/', 'policies/', 'uploads/']);
  });

  test('name no action and no resource with a bare wildcard, and no managed policy', () => {
    for (const [, role] of all('AWS::IAM::Role')) {
      expect(role.Properties.ManagedPolicyArns).toBeUndefined();
      for (const { Action, Resource } of statementsOf(role)) {
        for (const action of list(Action)) expect(action).not.toContain('*');
        // But for those that AWS gives no name.
        for (const resource of list(Resource))
          if (resource !== '*' || list(Action).some((action) => !LOG_DELIVERY.includes(action)))
            expect(typeof resource).toBe('object');
      }
    }
  });

  test('are held by one role per function and one of the machine, which only their service may assume', () => {
    const roles = all('AWS::Lambda::Function').map(([, { Properties }]) => logicalName(Properties.Role));
    const machines = all('AWS::StepFunctions::StateMachine').map(([, { Properties }]) =>
      logicalName(Properties.RoleArn),
    );
    expect([...roles, ...machines].toSorted()).toEqual(
      all('AWS::IAM::Role')
        .map(([name]) => name)
        .toSorted(),
    );
    for (const [name, role] of all('AWS::IAM::Role')) {
      const Service = machines.includes(name) ? 'states.amazonaws.com' : 'lambda.amazonaws.com';
      expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
        { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' },
      ]);
    }
  });
});
