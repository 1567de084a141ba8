import { DATASETS_FOLDER, MODELS_FOLDER, POLICIES_FOLDER, UPLOADS_FOLDER } from '../../lib/bucket-folders.ts';
import type { Template } from '../template/check-template.ts';

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, unknown>>;
}

interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

const arn = (service: string, name: string): string => `arn:*:${service}:*:*:${name}`;
/** Names that CloudFormation makes begin with the stack's, and every stack's is scorelane-<stage>. */
const OWN = 'scorelane-*';

/**
 * What CloudFormation calls, in the name of whoever deploys, to create, change, read and delete a resource of a type; from
 * the handlers of AWS's resource schemas, less what serves properties that the template does not have.
 */
const BY_TYPE: Readonly<Record<string, Grant>> = {
  // The API of a stage has no name in its ARN; HTTP APIs are told apart by their tags only.
  'AWS::ApiGatewayV2::Api': {
    actions: ['apigateway:GET', 'apigateway:POST', 'apigateway:PATCH', 'apigateway:PUT', 'apigateway:DELETE'],
    resources: ['arn:*:apigateway:*::/apis', 'arn:*:apigateway:*::/apis/*', 'arn:*:apigateway:*::/tags/*'],
  },
  'AWS::ApiGatewayV2::Integration': { actions: [], resources: [] },
  'AWS::ApiGatewayV2::Route': { actions: [], resources: [] },
  'AWS::ApiGatewayV2::Stage': { actions: [], resources: [] },
  'AWS::Budgets::Budget': {
    actions: [
      'budgets:ModifyBudget',
      'budgets:ViewBudget',
      'budgets:TagResource',
      'budgets:ListTagsForResource',
    ],
    resources: [`arn:*:budgets::*:budget/${OWN}`],
  },
  'AWS::CloudWatch::Alarm': {
    actions: [
      ...['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarms'],
      ...['cloudwatch:TagResource', 'cloudwatch:UntagResource', 'cloudwatch:ListTagsForResource'],
    ],
    resources: [arn('cloudwatch', `alarm:${OWN}`)],
  },
  'AWS::CloudWatch::Dashboard': {
    actions: ['cloudwatch:PutDashboard', 'cloudwatch:GetDashboard', 'cloudwatch:DeleteDashboards'],
    resources: [`arn:*:cloudwatch::*:dashboard/${OWN}`],
  },
  'AWS::DynamoDB::Table': {
    actions: [
      ...['dynamodb:CreateTable', 'dynamodb:DescribeTable', 'dynamodb:UpdateTable', 'dynamodb:DeleteTable'],
      ...['dynamodb:DescribeTimeToLive', 'dynamodb:UpdateTimeToLive'],
      ...['dynamodb:DescribeContinuousBackups', 'dynamodb:UpdateContinuousBackups'],
      ...['dynamodb:TagResource', 'dynamodb:UntagResource', 'dynamodb:ListTagsOfResource'],
    ],
    resources: [arn('dynamodb', `table/${OWN}`)],
  },
  'AWS::Events::Rule': {
    actions: [
      ...['events:PutRule', 'events:DescribeRule', 'events:DeleteRule', 'events:PutTargets'],
      ...['events:RemoveTargets', 'events:ListTargetsByRule', 'events:TagResource', 'events:UntagResource'],
    ],
    resources: [arn('events', `rule/${OWN}`)],
  },
  'AWS::IAM::Role': {
    actions: [
      ...['iam:CreateRole', 'iam:GetRole', 'iam:UpdateRole', 'iam:DeleteRole', 'iam:UpdateAssumeRolePolicy'],
      ...['iam:PutRolePolicy', 'iam:GetRolePolicy', 'iam:DeleteRolePolicy', 'iam:ListRolePolicies'],
      ...['iam:ListAttachedRolePolicies', 'iam:TagRole', 'iam:UntagRole'],
    ],
    resources: [`arn:*:iam::*:role/${OWN}`],
  },
  'AWS::Lambda::EventInvokeConfig': {
    actions: [
      ...['lambda:PutFunctionEventInvokeConfig', 'lambda:GetFunctionEventInvokeConfig'],
      ...['lambda:UpdateFunctionEventInvokeConfig', 'lambda:DeleteFunctionEventInvokeConfig'],
    ],
    resources: [arn('lambda', `function:${OWN}`)],
  },
  'AWS::Lambda::EventSourceMapping': {
    actions: [
      ...[
        'lambda:CreateEventSourceMapping',
        'lambda:GetEventSourceMapping',
        'lambda:UpdateEventSourceMapping',
      ],
      'lambda:DeleteEventSourceMapping',
    ],
    // Lambda checks these on the mapping, whose ARN is an id that is not known before.
    resources: ['*'],
  },
  'AWS::Lambda::Function': {
    actions: [
      ...[
        'lambda:CreateFunction',
        'lambda:GetFunction',
        'lambda:GetFunctionConfiguration',
        'lambda:DeleteFunction',
      ],
      ...[
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
        'lambda:GetFunctionCodeSigningConfig',
      ],
      ...['lambda:GetRuntimeManagementConfig', 'lambda:GetFunctionRecursionConfig'],
      ...['lambda:TagResource', 'lambda:UntagResource', 'lambda:ListTags'],
    ],
    resources: [arn('lambda', `function:${OWN}`)],
  },
  'AWS::Lambda::Permission': {
    actions: ['lambda:AddPermission', 'lambda:RemovePermission', 'lambda:GetPolicy'],
    resources: [arn('lambda', `function:${OWN}`)],
  },
  'AWS::Logs::LogGroup': {
    actions: [
      ...[
        'logs:CreateLogGroup',
        'logs:DeleteLogGroup',
        'logs:PutRetentionPolicy',
        'logs:DeleteRetentionPolicy',
      ],
      ...['logs:TagResource', 'logs:UntagResource', 'logs:ListTagsForResource'],
    ],
    resources: ['/aws/lambda/', '/aws/http-api/', '/aws/vendedlogs/states/'].map((folder) =>
      arn('logs', `log-group:${folder}${OWN}`),
    ),
  },
  'AWS::S3::Bucket': {
    actions: [
      ...['s3:CreateBucket', 's3:DeleteBucket', 's3:ListBucket', 's3:GetBucketLocation'],
      ...['s3:GetEncryptionConfiguration', 's3:PutEncryptionConfiguration'],
      ...['s3:GetBucketVersioning', 's3:PutBucketVersioning'],
      ...['s3:GetBucketOwnershipControls', 's3:PutBucketOwnershipControls'],
      ...['s3:GetBucketPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
      ...['s3:GetLifecycleConfiguration', 's3:PutLifecycleConfiguration'],
      ...['s3:GetBucketNotification', 's3:PutBucketNotification'],
      ...['s3:GetBucketTagging', 's3:PutBucketTagging'],
    ],
    resources: [`arn:*:s3:::${OWN}`],
  },
  'AWS::S3::BucketPolicy': {
    actions: ['s3:GetBucketPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
    resources: [`arn:*:s3:::${OWN}`],
  },
  'AWS::StepFunctions::StateMachine': {
    actions: [
      ...['states:CreateStateMachine', 'states:DescribeStateMachine', 'states:UpdateStateMachine'],
      ...[
        'states:DeleteStateMachine',
        'states:TagResource',
        'states:UntagResource',
        'states:ListTagsForResource',
      ],
    ],
    resources: [arn('states', `stateMachine:${OWN}`)],
  },
  'AWS::SNS::Subscription': {
    actions: [
      ...['sns:Subscribe', 'sns:Unsubscribe'],
      ...['sns:GetSubscriptionAttributes', 'sns:SetSubscriptionAttributes'],
    ],
    resources: [arn('sns', OWN)],
  },
  'AWS::SNS::Topic': {
    actions: [
      ...['sns:CreateTopic', 'sns:DeleteTopic', 'sns:GetTopicAttributes', 'sns:SetTopicAttributes'],
      ...['sns:ListSubscriptionsByTopic', 'sns:GetDataProtectionPolicy'],
      ...['sns:TagResource', 'sns:UntagResource', 'sns:ListTagsForResource'],
    ],
    resources: [arn('sns', OWN)],
  },
  'AWS::SQS::Queue': {
    actions: [
      ...['sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:GetQueueUrl', 'sqs:GetQueueAttributes'],
      ...['sqs:SetQueueAttributes', 'sqs:TagQueue', 'sqs:UntagQueue', 'sqs:ListQueueTags'],
    ],
    resources: [arn('sqs', OWN)],
  },
  // Set as an attribute of the queue.
  'AWS::SQS::QueuePolicy': { actions: [], resources: [] },
};

/**
 * The statements that deploying templates asks for: one for each resource type that is in them.
 *
 * @throws {Error} a type has no entry here yet: what CloudFormation calls for it stands in its resource schema
 */
export function deriveStatements(templates: readonly Template[]): Statement[] {
  const types = new Set(
    templates.flatMap(({ Resources }) => Object.values(Resources).map((resource) => resource.Type)),
  );
  return [...types].sort().flatMap((type): Statement[] => {
    const grant = BY_TYPE[type];
    if (grant === undefined) throw new Error(`infra/bootstrap/deploy-actions.ts says nothing of ${type}`);
    if (grant.actions.length === 0) return [];
    return [
      {
        Sid: type.replace(/^AWS::|[^A-Za-z0-9]/g, ''),
        Effect: 'Allow',
        Action: grant.actions,
        Resource: grant.resources,
      },
    ];
  });
}

/** What deploying needs besides the resources: the stack itself, its archives, and giving the functions their roles. */
export const DEPLOYING: readonly Statement[] = [
  {
    Sid: 'Stack',
    Effect: 'Allow',
    Action: [
      ...['cloudformation:CreateStack', 'cloudformation:UpdateStack', 'cloudformation:DeleteStack'],
      ...[
        'cloudformation:CreateChangeSet',
        'cloudformation:ExecuteChangeSet',
        'cloudformation:DeleteChangeSet',
      ],
      ...[
        'cloudformation:DescribeChangeSet',
        'cloudformation:DescribeStacks',
        'cloudformation:DescribeStackEvents',
      ],
      ...['cloudformation:DescribeStackResource', 'cloudformation:DescribeStackResources'],
      ...[
        'cloudformation:ListStackResources',
        'cloudformation:GetTemplate',
        'cloudformation:UpdateTerminationProtection',
      ],
    ],
    Resource: arn('cloudformation', 'stack/scorelane-*/*'),
  },
  { Sid: 'Template', Effect: 'Allow', Action: ['cloudformation:ValidateTemplate'], Resource: '*' },
  {
    Sid: 'Archives',
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
    Resource: 'arn:*:s3:::scorelane-*/serverless/*',
  },
  // Access logs of the HTTP API, the log of the state machine: AWS gives a delivery of logs no name.
  {
    Sid: 'LogDelivery',
    Effect: 'Allow',
    Action: [
      ...[
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
      ],
      ...['logs:ListLogDeliveries', 'logs:PutResourcePolicy', 'logs:DescribeResourcePolicies'],
      'logs:DescribeLogGroups',
    ],
    Resource: '*',
  },
  {
    Sid: 'GiveRoles',
    Effect: 'Allow',
    Action: ['iam:PassRole'],
    Resource: `arn:*:iam::*:role/${OWN}`,
    Condition: { StringEquals: { 'iam:PassedToService': ['lambda.amazonaws.com', 'states.amazonaws.com'] } },
  },
];

/** What publishing models, making the smoke test's key and training on a dataset need, by the command line. */
export const OPERATING: readonly Statement[] = [
  {
    // Also what `scorelane train --remote` sends, and how a model is trained.
    Sid: 'Files',
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject'],
    Resource: [MODELS_FOLDER, DATASETS_FOLDER, UPLOADS_FOLDER, POLICIES_FOLDER].map(
      (folder) => `arn:*:s3:::scorelane-*/${folder}*`,
    ),
  },
  {
    Sid: 'Registry',
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    Resource: arn('dynamodb', 'table/scorelane-*-RegistryTable-*'),
  },
  // The replay before a promotion reads the last predictions.
  {
    Sid: 'Replay',
    Effect: 'Allow',
    Action: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
    Resource: [
      arn('dynamodb', 'table/scorelane-*-PredictionsTable-*'),
      arn('dynamodb', 'table/scorelane-*-PredictionsTable-*/index/*'),
    ],
  },
];
