import { boundaryStatements } from '../../infra/bootstrap/boundary.ts';
import { matches, type Statement } from '../../infra/bootstrap/deploy-actions.ts';
import { BEYOND, EXCEPTIONS, UNBOUND } from '../../infra/bootstrap/exceptions.ts';
import HANDLERS from '../../infra/bootstrap/handler-permissions.json' with { type: 'json' };
import { lettersOf, makeRoleTemplate, POLICY_LETTERS } from '../../infra/bootstrap/make-template.ts';
import { arnsOf, longestStage } from '../../infra/bootstrap/resource-arns.ts';
import { refuseEnvironment } from '../../infra/bootstrap/stage-name.ts';
import type { Template } from '../../infra/build/check-template.ts';
import {
  ACCOUNT,
  boundaryArn,
  createNames,
  type DeployCall,
  deployCalls,
  REGION,
} from '../support/deploy-calls.ts';
import { deployRoleStatements, managedPolicies, resolvePseudo } from '../support/deploy-role.ts';
import { packageService } from '../support/packaged-service.ts';
import { type AwsCall, isAllowed, listOf, type PolicyStatement } from '../support/policy.ts';

/** Stages beside each other: one that begins like another, and is as long as a stage may be. */
const STAGES = ['staging', 'prod', 'prod-eu-west'];
const REPOSITORY = { owner: 'acme', name: 'leads', ownerId: 12, id: 34 };

const templates: Record<string, Template[]> = {};
beforeAll(() => {
  for (const stage of STAGES) templates[stage] = packageService(stage).templates;
}, 600_000);

const policiesOf = (stage: string) => managedPolicies(stage, templates[stage]!);
const statementsOf = (stage: string) => deployRoleStatements(stage, templates[stage]!);
const resolve = resolvePseudo;
const on = (action: string, resource: string, keys: Record<string, string> = {}): AwsCall => ({
  action,
  resource,
  keys: Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, [value]])),
});
const iam = (rest: string) => `arn:aws:iam::${ACCOUNT}:${rest}`;
const describeCall = ({ by, action, resource }: DeployCall) => `${by}: ${action} on ${resource}`;

describe.each(STAGES)('the role that deploys %s', (stage) => {
  test('may do all that deploying this stage needs', () => {
    const statements = statementsOf(stage);
    const calls = deployCalls(stage, templates[stage]!);
    expect(calls.length).toBeGreaterThan(500);
    expect(calls.filter((call) => !isAllowed(statements, call)).map(describeCall)).toEqual([]);
  });

  test('has no statement that deploying this stage could do without', () => {
    const statements = statementsOf(stage);
    const calls = deployCalls(stage, templates[stage]!);
    const idle = statements.filter(
      (statement) =>
        statement.Effect === 'Allow' &&
        calls.every((call) =>
          isAllowed(
            statements.filter((each) => each !== statement),
            call,
          ),
        ),
    );
    expect(idle.map(({ Sid }) => Sid)).toEqual([]);
  });

  test('may do nothing of it to another stage, but what AWS gives no name to', () => {
    const statements = statementsOf(stage);
    for (const other of STAGES.filter((each) => each !== stage)) {
      const allowed = deployCalls(other, templates[other]!).filter((call) => isAllowed(statements, call));
      const unexplained = allowed.filter(
        ({ action, resource }) =>
          !(
            action in UNBOUND ||
            ['cloudformation:ValidateTemplate', 'lambda:GetAccountSettings'].includes(action)
          ) &&
          // They carry no tag, and inherit none.
          !/^arn:aws:apigateway:.*\/(routes|integrations)\//.test(resource) &&
          !(resource.includes(':event-source-mapping:') && /Tag/.test(action)),
      );
      expect(unexplained.map(describeCall)).toEqual([]);
    }
  });

  test('reads no lead and changes nothing of another stage', () => {
    const statements = statementsOf(stage);
    for (const other of STAGES.filter((each) => each !== stage)) {
      const names = createNames(other, new Map(Object.entries(templates[other]![1]!.Resources)));
      const calls = [
        on('dynamodb:GetItem', names.arn('PredictionsTable')),
        on('dynamodb:Query', names.arn('ReferencesTable')),
        on('dynamodb:BatchWriteItem', names.arn('ReferencesTable')),
        on('dynamodb:Query', names.arn('OutcomesTable')),
        on('dynamodb:Query', names.arn('KeptLeadsTable')),
        on('dynamodb:Query', `${names.arn('PredictionsTable')}/index/recent`),
        on('dynamodb:PutItem', names.arn('RegistryTable')),
        on('s3:GetObject', `${names.bucket('Bucket')}/models/leads/v1/model.json`),
        on('s3:GetObject', `${names.bucket('Bucket')}/datasets/leads/1.csv`),
        on('s3:ListBucket', names.bucket('Bucket')),
        on(
          's3:PutObject',
          `${names.bucket('ServerlessDeploymentBucket')}/serverless/scorelane/${other}/1/api.zip`,
        ),
        on(
          's3:PutObject',
          `${names.bucket('ServerlessDeploymentBucket')}/serverless/scorelane/${stage}/1/api.zip`,
        ),
        on(
          'cloudformation:UpdateStack',
          `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/scorelane-${other}/1`,
        ),
        on('lambda:UpdateFunctionCode', names.arn('ApiLambdaFunction')),
        on('lambda:UpdateEventSourceMapping', `arn:aws:lambda:${REGION}:${ACCOUNT}:event-source-mapping:1`, {
          'lambda:FunctionArn': names.arn('ScoreLeadsLambdaFunction'),
        }),
        on('apigateway:DELETE', `arn:aws:apigateway:${REGION}::/apis/a1`, { 'aws:ResourceTag/stage': other }),
        on('apigateway:DELETE', `arn:aws:apigateway:${REGION}::/tags/arn%3Aaws`, {
          'aws:ResourceTag/stage': other,
        }),
        on('iam:PutRolePolicy', names.arn('ApiRole'), { 'iam:PermissionsBoundary': boundaryArn(other) }),
        on('iam:PutRolePolicy', names.arn('ApiRole'), { 'iam:PermissionsBoundary': boundaryArn(stage) }),
        on('iam:PassRole', names.arn('ApiRole'), { 'iam:PassedToService': 'lambda.amazonaws.com' }),
      ];
      expect(calls.filter((call) => isAllowed(statements, call))).toEqual([]);
    }
  });

  test('makes nobody an administrator, itself least of all', () => {
    const names = createNames(stage, new Map(Object.entries(templates[stage]![1]!.Resources)));
    const own = names.arn('ApiRole');
    const bounded = { 'iam:PermissionsBoundary': boundaryArn(stage) };
    const itself = iam(`role/scorelane-deploy-${stage}`);
    const attempts = [
      ...['PutRolePolicy', 'AttachRolePolicy', 'UpdateAssumeRolePolicy', 'UpdateRole', 'TagRole'].flatMap(
        (action) => [
          on(`iam:${action}`, itself),
          on(`iam:${action}`, itself, bounded),
          on(`iam:${action}`, iam('role/scorelane-deploy'), bounded),
          on(`iam:${action}`, iam('role/scorelane-deploy-other'), bounded),
          on(`iam:${action}`, iam('role/Administrator'), bounded),
        ],
      ),
      ...['CreateRole', 'PutRolePolicy', 'AttachRolePolicy', 'PutRolePermissionsBoundary'].flatMap(
        (action) => [
          // Without a boundary, with another’s, with one that allows everything.
          on(`iam:${action}`, own),
          on(`iam:${action}`, own, { 'iam:PermissionsBoundary': boundaryArn(`${stage}-x`) }),
          on(`iam:${action}`, own, {
            'iam:PermissionsBoundary': 'arn:aws:iam::aws:policy/AdministratorAccess',
          }),
        ],
      ),
      on('iam:DeleteRolePermissionsBoundary', own, bounded),
      ...['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicy', 'DeletePolicyVersion'].flatMap(
        (action) => [
          on(`iam:${action}`, boundaryArn(stage)),
          on(`iam:${action}`, iam(`policy/scorelane-deploy-${stage}-1`)),
        ],
      ),
      ...['CreateUser', 'CreateAccessKey', 'AttachUserPolicy', 'CreateLoginProfile'].map((action) =>
        on(`iam:${action}`, iam('user/scorelane'), bounded),
      ),
      on('iam:CreatePolicy', iam('policy/scorelane-mine')),
      on('iam:CreateRole', iam('role/mine'), bounded),
      on('iam:DeleteOpenIDConnectProvider', iam('oidc-provider/token.actions.githubusercontent.com')),
      on('iam:AddClientIDToOpenIDConnectProvider', iam('oidc-provider/token.actions.githubusercontent.com')),
      on('iam:CreateServiceLinkedRole', iam('role/aws-service-role/x')),
      on('iam:PassRole', iam('role/Administrator'), { 'iam:PassedToService': 'lambda.amazonaws.com' }),
      on('iam:PassRole', itself, { 'iam:PassedToService': 'lambda.amazonaws.com' }),
      on('iam:PassRole', own, { 'iam:PassedToService': 'ec2.amazonaws.com' }),
      on('iam:PassRole', own, { 'iam:PassedToService': 'cloudformation.amazonaws.com' }),
      on('sts:AssumeRole', iam('role/scorelane-deploy-other')),
      ...['scorelane-bootstrap', `scorelane-bootstrap-${stage}`, 'anything'].flatMap((stack) =>
        ['UpdateStack', 'CreateStack', 'DeleteStack', 'CreateChangeSet', 'SetStackPolicy'].map((action) =>
          on(`cloudformation:${action}`, `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${stack}/1`),
        ),
      ),
    ];
    const statements = statementsOf(stage);
    expect(attempts.filter((call) => isAllowed(statements, call))).toEqual([]);
    // And as an administrator would have made it worse: denied, whatever else allows it.
    const wide = [...statements, { Effect: 'Allow', Action: '*', Resource: '*' }];
    const still = attempts.filter(({ action, resource, keys }) =>
      /scorelane-(deploy|bootstrap|boundary)|oidc-provider/.test(resource)
        ? action !== 'sts:AssumeRole'
        : /Boundary/.test(action) ||
          (/(Create|Put|Attach)Role/.test(action) &&
            keys['iam:PermissionsBoundary']?.[0] !== boundaryArn(stage)),
    );
    expect(still.filter((call) => isAllowed(wide, call))).toEqual([]);
    expect(still.length).toBeGreaterThan(30);
    // An existing stage gets its boundary by this.
    expect(isAllowed(statements, on('iam:PutRolePermissionsBoundary', own, bounded))).toBe(true);
  });

  test('fits into what IAM and CloudFormation take', () => {
    for (const [id, { Properties }] of policiesOf(stage)) {
      const letters = lettersOf(Properties.PolicyDocument.Statement);
      expect([id, letters <= POLICY_LETTERS]).toEqual([id, true]);
      // The last one may have a single statement, which did not fit into the others.
      expect(letters).toBeGreaterThan(200);
    }
    // Managed policies of a role, and bytes of a template in a request, are limited.
    expect(policiesOf(stage).length - 1).toBeLessThanOrEqual(10);
    const template = makeRoleTemplate(REPOSITORY, { name: stage, templates: templates[stage]! });
    expect(Buffer.byteLength(JSON.stringify(template))).toBeLessThanOrEqual(51_200);
  });

  test('and its boundary: its roles may do what they are given', () => {
    const boundary = resolve(boundaryStatements(stage, templates[stage]!)) as unknown as PolicyStatement[];
    const resources = new Map(Object.entries(templates[stage]![1]!.Resources));
    const calls = roleCalls(stage, resources);
    expect(calls.length).toBeGreaterThan(150);
    expect(calls.filter((call) => !isAllowed(boundary, call)).map(describeCall)).toEqual([]);
    // Nothing of another stage, and nothing but data of its own.
    for (const other of STAGES.filter((each) => each !== stage)) {
      const others = roleCalls(other, new Map(Object.entries(templates[other]![1]!.Resources)));
      expect(
        others.filter(({ resource }) => resource !== '*').filter((call) => isAllowed(boundary, call)),
      ).toEqual([]);
    }
    const administer = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
    for (const action of [
      'iam:CreateUser',
      'iam:PassRole',
      'sts:AssumeRole',
      'cloudformation:UpdateStack',
      'lambda:UpdateFunctionCode',
      'dynamodb:DeleteTable',
      's3:PutBucketPolicy',
      'kms:Decrypt',
    ])
      expect([
        action,
        isAllowed(administer, on(action, createNames(stage, resources).arn('ApiRole')), boundary),
      ]).toEqual([action, false]);
  });
});

/** What the template's roles are given, each right on the resource that it is about. */
function roleCalls(
  stage: string,
  resources: ReadonlyMap<string, Template['Resources'][string]>,
): DeployCall[] {
  const names = createNames(stage, resources);
  const resolveTarget = (target: unknown): string => {
    const { Ref, 'Fn::GetAtt': attribute, 'Fn::Sub': text } = target as Record<string, string & string[]>;
    if (text !== undefined)
      return text
        .replaceAll(/\$\{(\w+)\.Arn\}/g, (_, id: string) => names.arn(id))
        .replaceAll(/\$\{(\w+)\.Name\}/g, (_, id: string) => names.arn(id).split(':').at(-1)!)
        .replace(/\$\{AWS::Partition\}/, 'aws')
        .replace(/\$\{AWS::Region\}/, REGION)
        .replace(/\$\{AWS::AccountId\}/, ACCOUNT)
        .replaceAll('*', 'any');
    if (typeof target === 'string') return target;
    const id = (attribute?.[0] ?? Ref)!;
    const isLog = resources.get(id)!.Type === 'AWS::Logs::LogGroup';
    return isLog ? `${names.arn(id)}:log-stream:any` : names.arn(id);
  };
  return [...resources]
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role')
    .flatMap(([by, { Properties }]) =>
      (Properties!.Policies as { PolicyDocument: { Statement: Statement[] } }[])
        .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
        .flatMap(({ Action, Resource }) =>
          listOf(Action).flatMap((action) =>
            listOf(Resource as unknown).map((target) => ({
              by,
              action,
              resource: resolveTarget(target),
              keys: { 'aws:PrincipalArn': [names.arn(by)], 'cloudwatch:namespace': ['Scorelane'] },
            })),
          ),
        ),
    );
}

describe('the table of what CloudFormation asks for', () => {
  const types = HANDLERS.types as Readonly<Record<string, string>>;
  const used = () => [
    ...new Set(templates.prod!.flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => Type))),
  ];

  test('has every type of the template, and says when and where it was read', () => {
    expect(used().filter((type) => !(type in types) && !BEYOND.some((each) => each.type === type))).toEqual(
      [],
    );
    expect(HANDLERS.asOf).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(HANDLERS.source).toContain('https://schema.cloudformation.');
    expect(types['AWS::Logs::LogGroup']).toContain('logs:DescribeLogGroups');
  });

  test('all of it is granted, less the exceptions that are written down', () => {
    const granted = statementsOf('prod')
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action }) => listOf(Action!))
      .map((action) => action.toLowerCase());
    const missing = used().flatMap((type) =>
      (types[type]?.split(' ') ?? [])
        .filter(
          (permission) =>
            !granted.includes(permission.toLowerCase()) &&
            !EXCEPTIONS.some(
              (each) =>
                [type, undefined].includes(each.type) &&
                each.permissions.some((pattern) => matches(permission, pattern)),
            ),
        )
        .map((permission) => `${type}: ${permission}`),
    );
    expect(missing).toEqual([]);
  });

  test.each(EXCEPTIONS.map((each) => [each.why, each] as const))(
    'the exception “%s” is about something, and the template does not need it',
    (_why, { type, permissions, serves = [] }) => {
      const asked = Object.entries(types)
        .filter(([each]) => type === undefined || each === type)
        .flatMap(([, text]) => text.split(' '));
      for (const pattern of permissions)
        expect([pattern, asked.some((permission) => matches(permission, pattern))]).toEqual([pattern, true]);
      for (const { Resources } of templates.prod!)
        for (const [id, resource] of Object.entries(Resources))
          if (type === undefined || resource.Type === type)
            for (const property of serves)
              expect([id, JSON.stringify(resource.Properties ?? {}).includes(`"${property}":`)]).toEqual([
                id,
                false,
              ]);
    },
  );
});

describe('names', () => {
  test.each([
    ['prod-bucket', '“bucket” is the name of a resource'],
    ['prod-scorequeue-eu', '“scorequeue” is the name of a resource'],
    ['bootstrap', 'scorelane-bootstrap'],
    ['bootstrap-prod', 'scorelane-bootstrap'],
    ['deploy', 'the roles that deploy'],
    ['deploy-prod', 'the roles that deploy'],
    ['Prod', 'expected small letters'],
    ['prod_eu', 'expected small letters'],
    ['a-stage-so-long', 'expected at most 12 letters'],
  ])('%s cannot be an environment', (name, why) => {
    expect(refuseEnvironment(name, templates.prod!)).toContain(why);
  });

  test.each(['prod', 'prod-eu', 'staging', 'production', 'anna'])('%s can', (name) => {
    expect(refuseEnvironment(name, templates.prod!)).toBeUndefined();
  });

  test('a longest one leaves room for what CloudFormation appends', () => {
    expect(longestStage(templates.prod!)).toBe(12);
  });

  test('a resource whose name does not tell its stage is an error', () => {
    const queue = (QueueName?: string) => [
      { Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName } } } },
    ];
    expect(() => arnsOf('prod', queue('shared'), 'AWS::SQS::Queue')).toThrow(
      'a name with scorelane-prod in it',
    );
    expect(() => arnsOf('prod', queue('scorelane-production'), 'AWS::SQS::Queue')).toThrow(
      'a name with scorelane-prod',
    );
    expect(arnsOf('prod', queue('scorelane-prod-q'), 'AWS::SQS::Queue')).toEqual([
      'arn:*:sqs:*:*:scorelane-prod-q',
    ]);
    const machine = [{ Resources: { M: { Type: 'AWS::StepFunctions::StateMachine', Properties: {} } } }];
    expect(() => arnsOf('prod', machine, 'AWS::StepFunctions::StateMachine')).toThrow(
      'expected StateMachineName',
    );
  });
});

describe('the role of the version before', () => {
  /** What it had on roles: every stage's and its own, which has a name like theirs. */
  const earlier: PolicyStatement[] = [
    {
      Effect: 'Allow',
      Action: ['iam:CreateRole', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'],
      Resource: 'arn:*:iam::*:role/scorelane-*',
    },
  ];

  test('could give itself every right, as this test finds', () => {
    const itself = iam('role/scorelane-deploy');
    expect(isAllowed(earlier, on('iam:PutRolePolicy', itself))).toBe(true);
    expect(isAllowed([...earlier, ...statementsOf('prod')], on('iam:PutRolePolicy', itself))).toBe(false);
  });
});
