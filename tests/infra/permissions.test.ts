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
  /** Reads a dataset, writes what came of it, records its step. */
  const TRAINING = {
    'RegistryTable.Arn of #runs': ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    '${Bucket.Arn}/*': ['s3:GetObject'],
    'Bucket.Arn': ['s3:ListBucket'],
    '${Bucket.Arn}/training/*': ['s3:PutObject'],
  };
  /** Lambda keeps the events that a function failed on, with its role. */
  const KEEPS_EVENTS = { 'EventDeadLetterQueue.Arn': ['sqs:SendMessage'] };
  /**
   * AWS gives these no name that a right could be given on (Step Functions Developer Guide, "IAM policies for logging to CloudWatch
   * Logs").
   */
  const LOG_DELIVERY = [
    ...['logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:DescribeLogGroups'],
    ...['logs:DescribeResourcePolicies', 'logs:GetLogDelivery', 'logs:ListLogDeliveries'],
    ...['logs:PutResourcePolicy', 'logs:UpdateLogDelivery'],
  ];
  /** What each function may do, and on what. A grant changes here and in infra/cloudformation/roles.yml, or not at all. */
  const ALLOWED: Record<string, Record<string, string[]>> = {
    ApiRole: {
      'ApiLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'PredictionsTable.Arn': [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ],
      'RegistryTable.Arn': ['dynamodb:GetItem', 'dynamodb:Query'],
      'RegistryTable.Arn of models': ['dynamodb:PutItem'],
      'RegistryTable.Arn of #secrets': ['dynamodb:PutItem'],
      'RegistryTable.Arn of #runs': ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
      TrainingMachine: ['states:StartExecution'],
      'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${TrainingMachine.Name}:*': [
        'states:StopExecution',
      ],
      '${PredictionsTable.Arn}/index/*': ['dynamodb:Query'],
      '${Bucket.Arn}/*': ['s3:GetObject'],
      '${Bucket.Arn}/dead-letters/*': ['s3:PutObject'],
      '${Bucket.Arn}/jobs/*/upload': ['s3:PutObject'],
      'Bucket.Arn': ['s3:ListBucket'],
      'ScoreQueue.Arn': ['sqs:GetQueueAttributes', 'sqs:SendMessage'],
      'JobStepQueue.Arn': ['sqs:SendMessage'],
      'WebhookQueue.Arn': ['sqs:SendMessage'],
    },
    ScoreLeadsRole: {
      'ScoreLeadsLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'PredictionsTable.Arn': [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ],
      'WebhookQueue.Arn': ['sqs:SendMessage'],
      'RegistryTable.Arn of models': ['dynamodb:GetItem', 'dynamodb:Query'],
      '${Bucket.Arn}/models/*': ['s3:GetObject'],
      'Bucket.Arn if s3:prefix is models/*': ['s3:ListBucket'],
      '${Bucket.Arn}/dead-letters/*': ['s3:PutObject'],
      'ScoreQueue.Arn': ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    },
    RunJobRole: {
      'RunJobLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'PredictionsTable.Arn': ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
      '${Bucket.Arn}/*': ['s3:GetObject'],
      'Bucket.Arn': ['s3:ListBucket'],
      '${Bucket.Arn}/jobs/*': ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:PutObject'],
      'JobStepQueue.Arn': [
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
        'sqs:SendMessage',
      ],
      'JobChunkQueue.Arn': ['sqs:SendMessage'],
      'WebhookQueue.Arn': ['sqs:SendMessage'],
    },
    ScoreChunkRole: {
      'ScoreChunkLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'PredictionsTable.Arn': ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
      '${Bucket.Arn}/*': ['s3:GetObject'],
      'Bucket.Arn': ['s3:ListBucket'],
      '${Bucket.Arn}/jobs/*': ['s3:PutObject'],
      'JobStepQueue.Arn': ['sqs:SendMessage'],
      'JobChunkQueue.Arn': [
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
      ],
      'WebhookQueue.Arn': ['sqs:SendMessage'],
    },
    CheckDatasetRole: {
      'CheckDatasetLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'RegistryTable.Arn of models': ['dynamodb:GetItem', 'dynamodb:Query'],
      ...TRAINING,
    },
    TrainCandidateRole: {
      'TrainCandidateLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      ...TRAINING,
    },
    FinishTrainingRole: {
      'FinishTrainingLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'RegistryTable.Arn of models': [
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      'RegistryTable.Arn of #models': ['dynamodb:PutItem'],
      'RegistryTable.Arn of #runs': ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      '${Bucket.Arn}/*': ['s3:GetObject'],
      'Bucket.Arn': ['s3:ListBucket'],
      '${Bucket.Arn}/models/*': ['s3:PutObject'],
      ...KEEPS_EVENTS,
      '${PredictionsTable.Arn}/index/recent': ['dynamodb:Query'],
      'PredictionsTable.Arn': ['dynamodb:BatchGetItem'],
    },
    StartTrainingRole: {
      'StartTrainingLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'RegistryTable.Arn of models': ['dynamodb:GetItem', 'dynamodb:Query'],
      'RegistryTable.Arn of #models': ['dynamodb:Query'],
      'RegistryTable.Arn of #runs': ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      '${Bucket.Arn}/policies/*': ['s3:GetObject'],
      '${Bucket.Arn}/models/*': ['s3:GetObject'],
      'Bucket.Arn': ['s3:ListBucket'],
      TrainingMachine: ['states:StartExecution'],
      ...KEEPS_EVENTS,
    },
    TrainingMachineRole: {
      'CheckDatasetLambdaFunction.Arn': ['lambda:InvokeFunction'],
      'TrainCandidateLambdaFunction.Arn': ['lambda:InvokeFunction'],
      'FinishTrainingLambdaFunction.Arn': ['lambda:InvokeFunction'],
      '*': LOG_DELIVERY,
    },
    FailPredictionsRole: {
      'FailPredictionsLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'PredictionsTable.Arn': [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ],
      'WebhookQueue.Arn': ['sqs:SendMessage'],
      '${Bucket.Arn}/dead-letters/*': ['s3:GetObject', 's3:PutObject'],
      'Bucket.Arn if s3:prefix is dead-letters/*': ['s3:ListBucket'],
      'ScoreDeadLetterQueue.Arn': ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    },
    RequeueStaleRole: {
      'RequeueStaleLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'PredictionsTable.Arn': [
        'dynamodb:BatchGetItem',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:UpdateItem',
      ],
      '${PredictionsTable.Arn}/index/open': ['dynamodb:Query'],
      'ScoreQueue.Arn': ['sqs:GetQueueAttributes', 'sqs:SendMessage'],
      'JobStepQueue.Arn': ['sqs:GetQueueAttributes', 'sqs:SendMessage'],
      'JobChunkQueue.Arn': ['sqs:GetQueueAttributes'],
      'WebhookQueue.Arn': ['sqs:SendMessage'],
      'RegistryTable.Arn of #runs': ['dynamodb:Query', 'dynamodb:UpdateItem'],
      TrainingMachine: ['states:StartExecution'],
      ...KEEPS_EVENTS,
    },
    DeliverWebhooksRole: {
      'DeliverWebhooksLogGroup.Arn': ['logs:CreateLogStream', 'logs:PutLogEvents'],
      'PredictionsTable.Arn': ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem'],
      'RegistryTable.Arn of #secrets': ['dynamodb:GetItem', 'dynamodb:PutItem'],
      'WebhookQueue.Arn': [
        'sqs:ChangeMessageVisibility',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
      ],
    },
  };

  const statementsOf = (role: TemplateResource): Statement[] =>
    role.Properties.Policies.flatMap(
      (policy: { PolicyDocument: { Statement: Statement[] } }) => policy.PolicyDocument.Statement,
    );

  function describeTarget(resource: unknown, condition: unknown): string {
    if (typeof resource === 'string') return resource;
    const {
      'Fn::GetAtt': attribute,
      'Fn::Sub': text,
      Ref: name,
    } = resource as Record<string, string | string[]>;
    const target = attribute ? list(attribute).join('.') : `${text ?? name}`;
    if (condition === undefined) return target;
    const { 'ForAllValues:StringEquals': keys, 'ForAllValues:StringNotLike': others } = condition as Record<
      string,
      Record<string, string[]>
    >;
    if (keys !== undefined) return `${target} of ${keys['dynamodb:LeadingKeys']!.join()}`;
    if (others !== undefined) {
      // All other partitions of the registry begin so.
      expect(condition).toEqual({ 'ForAllValues:StringNotLike': { 'dynamodb:LeadingKeys': ['#*'] } });
      return `${target} of models`;
    }
    const prefix = (condition as { StringLike: Record<string, string> }).StringLike['s3:prefix'];
    expect(condition).toEqual({ StringLike: { 's3:prefix': prefix } });
    return `${target} if s3:prefix is ${prefix}`;
  }

  const describeRoles = (roles: readonly (readonly [string, TemplateResource])[]) =>
    Object.fromEntries(
      roles.map(([name, role]) => {
        const table: Record<string, string[]> = {};
        for (const { Effect, Action, Resource, Condition } of statementsOf(role)) {
          expect(Effect).toBe('Allow');
          for (const resource of list(Resource)) {
            const target = describeTarget(resource, Condition);
            table[target] = [...(table[target] ?? []), ...list(Action)].toSorted();
          }
        }
        return [name, table];
      }),
    );

  test('are exactly those that are written down', () => {
    expect(describeRoles(all('AWS::IAM::Role'))).toEqual(ALLOWED);
  });

  // biome-ignore lint/suspicious/noExplicitAny: each changes something else
  test.each<[string, string, (statement: any) => void]>([
    [
      'an action more',
      'ApiRole',
      (statement) => (statement.Action = [statement.Action, 'dynamodb:DeleteItem'].flat()),
    ],
    ['an action less', 'RequeueStaleRole', (statement) => statement.Action.pop()],
    [
      'another resource',
      'ScoreLeadsRole',
      (statement) => (statement.Resource = { 'Fn::GetAtt': ['Bucket', 'Arn'] }),
    ],
    ['every resource', 'DeliverWebhooksRole', (statement) => (statement.Resource = '*')],
  ])('of a changed role are others: %s', (_what, name, change) => {
    const roles = structuredClone(all('AWS::IAM::Role'));
    change(statementsOf(roles.find(([each]) => each === name)![1])[0]);
    expect(describeRoles(roles)).not.toEqual(ALLOWED);
  });

  test('leave keys and secrets to those who check them', () => {
    const reach = (partition: string) =>
      Object.entries(ALLOWED).flatMap(([role, table]) =>
        Object.keys(table).some((target) =>
          ['', ` of ${partition}`].includes(target.split('RegistryTable.Arn')[1] ?? '-'),
        )
          ? [role]
          : [],
      );
    expect(reach('#keys')).toEqual(['ApiRole']);
    expect(reach('#secrets')).toEqual(['ApiRole', 'DeliverWebhooksRole']);
    // And nobody writes where no partition is named.
    for (const table of Object.values(ALLOWED))
      expect(table['RegistryTable.Arn'] ?? []).not.toContainEqual(expect.stringMatching(/Put|Update|Delete/));
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
    expect(operated.toSorted()).toEqual(['datasets/', 'models/', 'policies/', 'uploads/']);
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
    expect([...roles, ...machines].toSorted()).toEqual(Object.keys(ALLOWED).toSorted());
    for (const [name, role] of all('AWS::IAM::Role')) {
      const Service = machines.includes(name) ? 'states.amazonaws.com' : 'lambda.amazonaws.com';
      expect(role.Properties.AssumeRolePolicyDocument.Statement).toEqual([
        { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' },
      ]);
    }
  });
});
