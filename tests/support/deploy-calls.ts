import { permissionsFor } from '../../infra/bootstrap/deploy-actions.ts';
import type { Resource, Template } from '../../infra/build/check-template.ts';
import type { AwsCall } from './policy.ts';

export const REGION = 'eu-central-1';
export const ACCOUNT = '123456789012';
/** What CloudFormation appends to a name that it makes. */
const RANDOM = '1A2B3C4D5E6F7';

export interface DeployCall extends AwsCall {
  /** Of the template, or what else it is for. */
  readonly by: string;
}

export const boundaryArn = (stage: string): string =>
  `arn:aws:iam::${ACCOUNT}:policy/scorelane-boundary-${stage}`;
const regional = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;

/**
 * What deploying a stage asks of AWS, as IAM sees it: for every resource of the packaged template each call that CloudFormation
 * makes for its type, on the name that the resource has in an account, and what Serverless and the workflows call by themselves.
 */
export function deployCalls(stage: string, templates: readonly Template[]): DeployCall[] {
  const resources = new Map(templates.flatMap(({ Resources }) => Object.entries(Resources)));
  const names = createNames(stage, resources);
  const ofResources = [...resources].flatMap(([id, { Type }]) =>
    permissionsFor(Type, templates).map((action) => ({ by: id, action, ...names.seen(id, action) })),
  );
  const roles = [...resources].filter(([, { Type }]) => Type === 'AWS::IAM::Role').map(([id]) => id);
  const call = (by: string, action: string, resource: string, keys: AwsCall['keys'] = {}): DeployCall => ({
    by,
    action,
    resource,
    keys,
  });
  const stack = regional('cloudformation', `stack/scorelane-${stage}/0a1b`);
  const archives = names.bucket('ServerlessDeploymentBucket');
  const bucket = names.bucket('Bucket');
  return [
    ...ofResources,
    ...roles.map((id) =>
      call('the stack', 'iam:PassRole', names.arn(id), {
        'iam:PassedToService': [/Machine/.test(id) ? 'states.amazonaws.com' : 'lambda.amazonaws.com'],
      }),
    ),
    ...[
      ...['CreateStack', 'UpdateStack', 'DescribeStacks', 'DescribeStackEvents', 'DescribeStackResource'],
      ...['ListStackResources', 'GetTemplate', 'UpdateTerminationProtection'],
    ].map((action) => call('the stack', `cloudformation:${action}`, stack)),
    call('serverless deploy', 'cloudformation:ValidateTemplate', '*'),
    call('the workflow', 'lambda:GetAccountSettings', '*'),
    call('serverless deploy', 's3:ListBucket', archives),
    ...['GetObject', 'PutObject', 'DeleteObject'].map((action) =>
      call('serverless deploy', `s3:${action}`, `${archives}/serverless/scorelane/${stage}/1-2026/api.zip`),
    ),
    ...[
      'models/leads/v1/model.json',
      'datasets/leads/1.csv',
      'outcomes/leads/crm.csv',
      'uploads/leads/1.csv',
      'policies/leads.json',
    ].flatMap((key) =>
      ['GetObject', 'PutObject'].map((action) => call('the command', `s3:${action}`, `${bucket}/${key}`)),
    ),
    ...['GetItem', 'Query', 'PutItem', 'UpdateItem'].map((action) =>
      call('the command', `dynamodb:${action}`, names.arn('RegistryTable')),
    ),
    ...['GetItem', 'BatchGetItem'].map((action) =>
      call('the command', `dynamodb:${action}`, names.arn('PredictionsTable')),
    ),
    call('the command', 'dynamodb:Query', `${names.arn('PredictionsTable')}/index/recent`),
  ];
}

/** What the resources of a stage are called in an account. */
export function createNames(stage: string, resources: ReadonlyMap<string, Resource>) {
  const stack = `scorelane-${stage}`;
  const nameOf = (id: string): string => {
    // biome-ignore lint/suspicious/noExplicitAny: CloudFormation's properties have no useful type
    const properties: any = resources.get(id)?.Properties ?? {};
    const given = [
      ...[
        'FunctionName',
        'LogGroupName',
        'StateMachineName',
        'DashboardName',
        'Name',
        'AlarmName',
        'QueueName',
      ],
      ...['TopicName', 'TableName', 'RoleName'],
    ]
      .map((key) => properties[key])
      .find((value) => typeof value === 'string');
    return given ?? properties.Budget?.BudgetName ?? `${stack}-${id}-${RANDOM}`;
  };
  const bucket = (id: string) => `arn:aws:s3:::${nameOf(id).toLowerCase()}`;
  const ARNS: Readonly<Record<string, (id: string) => string>> = {
    'AWS::Budgets::Budget': (id) => `arn:aws:budgets::${ACCOUNT}:budget/${nameOf(id)}`,
    'AWS::CloudWatch::Alarm': (id) => regional('cloudwatch', `alarm:${nameOf(id)}`),
    'AWS::CloudWatch::Dashboard': (id) => `arn:aws:cloudwatch::${ACCOUNT}:dashboard/${nameOf(id)}`,
    'AWS::DynamoDB::Table': (id) => regional('dynamodb', `table/${nameOf(id)}`),
    'AWS::Events::Rule': (id) => regional('events', `rule/${nameOf(id)}`),
    'AWS::IAM::Role': (id) => `arn:aws:iam::${ACCOUNT}:role/${nameOf(id)}`,
    'AWS::Lambda::Function': (id) => regional('lambda', `function:${nameOf(id)}`),
    'AWS::Logs::LogGroup': (id) => regional('logs', `log-group:${nameOf(id)}`),
    'AWS::S3::Bucket': bucket,
    'AWS::SNS::Topic': (id) => regional('sns', nameOf(id)),
    'AWS::SQS::Queue': (id) => regional('sqs', nameOf(id)),
    'AWS::StepFunctions::StateMachine': (id) => regional('states', `stateMachine:${nameOf(id)}`),
    'AWS::Lambda::EventSourceMapping': () => regional('lambda', 'event-source-mapping:0a1b2c3d'),
    'AWS::ApiGatewayV2::Api': () => `arn:aws:apigateway:${REGION}::/apis/a1b2c3`,
    'AWS::ApiGatewayV2::Stage': () => `arn:aws:apigateway:${REGION}::/apis/a1b2c3/stages/$default`,
    'AWS::ApiGatewayV2::Route': () => `arn:aws:apigateway:${REGION}::/apis/a1b2c3/routes/d4e5f6`,
    'AWS::ApiGatewayV2::Integration': () => `arn:aws:apigateway:${REGION}::/apis/a1b2c3/integrations/d4e5f6`,
  };
  /** The resource that one is set on. */
  const homeOf = (id: string): string => {
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const { Type, Properties = {} }: { Type: string; Properties?: any } = resources.get(id)!;
    const home = {
      FunctionName: Properties.FunctionName,
      Bucket: Properties.Bucket,
      TopicArn: Properties.TopicArn,
    };
    if (Type === 'AWS::SQS::QueuePolicy') return Properties.Queues[0].Ref;
    const reference = Object.values(home).find((value) => typeof value === 'object' && value !== null);
    return reference?.Ref ?? reference?.['Fn::GetAtt']?.[0] ?? id;
  };
  const arn = (id: string): string => {
    const { Type } = resources.get(id)!;
    const make = ARNS[Type];
    return make === undefined ? arn(homeOf(id)) : make(id);
  };

  /** The resource of a call as IAM is asked, and the keys that come with it. */
  function seen(id: string, action: string): Pick<AwsCall, 'resource' | 'keys'> {
    const { Type } = resources.get(id)!;
    if (WITHOUT_RESOURCE.includes(action)) {
      const keys: AwsCall['keys'] =
        action === 'lambda:CreateEventSourceMapping' ? { 'lambda:FunctionArn': [arn(homeOf(id))] } : {};
      return { resource: '*', keys };
    }
    // IAM is asked about the group with all its streams, but for tags.
    if (Type === 'AWS::Logs::LogGroup')
      return { resource: /Tag/.test(action) ? arn(id) : `${arn(id)}:log-stream:`, keys: {} };
    if (Type === 'AWS::Lambda::EventInvokeConfig') return { resource: `${arn(id)}:$LATEST`, keys: {} };
    if (Type === 'AWS::Lambda::EventSourceMapping')
      return {
        resource: arn(id),
        keys: /Tag/.test(action) ? {} : { 'lambda:FunctionArn': [arn(homeOf(id))] },
      };
    // HTTP APIs and their stages have tags of their own; what is below inherits none.
    if (Type === 'AWS::ApiGatewayV2::Api' || Type === 'AWS::ApiGatewayV2::Stage')
      return { resource: arn(id), keys: { 'aws:ResourceTag/stage': [stage] } };
    if (Type === 'AWS::IAM::Role')
      return { resource: arn(id), keys: { 'iam:PermissionsBoundary': [boundaryArn(stage)] } };
    return { resource: arn(id), keys: {} };
  }
  return { arn, bucket, seen };
}

/** Actions without a resource type in AWS's service authorization reference (2026-05); IAM is asked about all of them at once. */
const WITHOUT_RESOURCE = [
  ...['lambda:CreateEventSourceMapping', 'logs:DescribeLogGroups', 'logs:DescribeIndexPolicies'],
  ...[
    'logs:DescribeResourcePolicies',
    'logs:PutResourcePolicy',
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
  ],
  ...['logs:UpdateLogDelivery', 'logs:DeleteLogDelivery', 'logs:ListLogDeliveries'],
  // It has one, but is asked about all alarms.
  'cloudwatch:DescribeAlarms',
];
