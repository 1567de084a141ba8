/** Permissions of the resource schemas that deploying does not get, or not on the resource's own name, and why. */
export interface Exception {
  /** All types when it is left out. */
  readonly type?: string;
  /** A star at the end is any text. */
  readonly permissions: readonly string[];
  readonly why: string;
  /** Properties that need them: the template must have none of these. */
  readonly serves?: readonly string[];
}

/** What is not granted. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    permissions: ['iam:DeleteRolePermissionsBoundary'],
    why: 'a role without its boundary could be given any right; it is denied even where other policies allow it',
  },
  {
    permissions: ['iam:PassRole'],
    why: 'granted apart, on the stage’s own roles; other services than Lambda and Step Functions are denied',
  },
  {
    permissions: ['kms:*'],
    serves: ['KmsKeyArn', 'KmsKeyId', 'KMSMasterKeyId', 'KmsMasterKeyId', 'EncryptionConfiguration'],
    why: 'all keys are AWS’s own; the key policy of aws/dynamodb lets everyone in who may use DynamoDB',
  },
  {
    type: 'AWS::ApiGatewayV2::Api',
    permissions: ['s3:getObject'],
    serves: ['BodyS3Location'],
    why: 'the API is not imported from a file',
  },
  {
    type: 'AWS::StepFunctions::StateMachine',
    permissions: ['s3:GetObject', 's3:GetObjectVersion'],
    serves: ['DefinitionS3Location'],
    why: 'the definition stands in the template',
  },
  {
    type: 'AWS::Lambda::Function',
    permissions: ['s3:GetObject', 's3:GetObjectVersion'],
    why: 'granted apart (Archives): on the archives of this stage',
  },
  {
    type: 'AWS::Lambda::Function',
    permissions: ['ec2:*', 'elasticfilesystem:*', 's3files:*'],
    serves: ['VpcConfig', 'FileSystemConfigs'],
    why: 'functions are in no network of their own and mount nothing',
  },
  {
    type: 'AWS::Lambda::Function',
    permissions: ['lambda:GetLayerVersion', 'lambda:GetCodeSigningConfig', 'lambda:PassCapacityProvider'],
    serves: ['Layers', 'CodeSigningConfigArn', 'CapacityProviderConfig'],
    why: 'on other resources than the function, which the template has none of',
  },
  {
    type: 'AWS::DynamoDB::Table',
    permissions: [
      ...['dynamodb:Scan', 'dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      ...['dynamodb:DeleteItem', 'dynamodb:BatchWriteItem'],
      ...['dynamodb:CreateTableReplica', 'dynamodb:AssociateTableReplica', 'iam:CreateServiceLinkedRole'],
    ],
    serves: ['Replicas', 'ReplicaSpecification', 'GlobalTableSourceArn'],
    why: 'for copies in other regions; they would read leads',
  },
  {
    type: 'AWS::DynamoDB::Table',
    permissions: [
      ...['kinesis:*', 'dynamodb:EnableKinesisStreamingDestination'],
      ...['dynamodb:DisableKinesisStreamingDestination', 'dynamodb:UpdateKinesisStreamingDestination'],
    ],
    serves: ['KinesisStreamSpecification'],
    why: 'for copies of all items in a stream; they would read leads',
  },
  {
    type: 'AWS::DynamoDB::Table',
    permissions: ['dynamodb:ImportTable', 'dynamodb:DescribeImport', 'logs:*', 's3:*'],
    serves: ['ImportSourceSpecification'],
    why: 'tables are not made from files',
  },
  {
    type: 'AWS::S3::Bucket',
    permissions: ['s3:DeleteObject', 's3:PutObjectAcl'],
    why: 'on objects, which deploying does not touch',
  },
  {
    type: 'AWS::S3::Bucket',
    permissions: [
      ...['s3tables:*', 's3:CreateBucketMetadataTableConfiguration'],
      ...['s3:DeleteBucketMetadataTableConfiguration', 's3:UpdateBucketMetadata*'],
    ],
    serves: ['MetadataTableConfiguration', 'MetadataConfiguration'],
    why: 'for tables of what is in a bucket',
  },
  {
    type: 'AWS::S3::Bucket',
    permissions: [
      ...['s3:DeleteBucketAnalyticsConfiguration', 's3:DeleteBucketCors', 's3:DeleteBucketEncryption'],
      ...['s3:DeleteBucketLifecycle', 's3:DeleteBucketMetricsConfiguration', 's3:DeleteBucketReplication'],
      ...['s3:DeleteBucketTagging', 's3:PutBucketReplication', 's3:PutObjectLockConfiguration'],
    ],
    why: 'IAM has no such action: the one that puts a configuration also takes it away',
  },
  {
    type: 'AWS::SNS::Topic',
    permissions: ['iam:GetRole'],
    serves: ['DeliveryStatusLogging'],
    why: 'deliveries are not logged',
  },
  {
    type: 'AWS::SNS::Subscription',
    permissions: ['iam:GetRole'],
    serves: ['SubscriptionRoleArn'],
    why: 'no subscription needs a role',
  },
  {
    type: 'AWS::Logs::LogGroup',
    permissions: [
      ...['logs:PutResourcePolicy', 'logs:DeleteResourcePolicy', 'logs:PutIndexPolicy'],
      ...['logs:DeleteIndexPolicy', 'logs:CreateLogDelivery', 's3:REST.PUT.OBJECT'],
      'firehose:TagDeliveryStream',
    ],
    serves: ['ResourcePolicyDocument', 'FieldIndexPolicies', 'DataProtectionPolicy'],
    why: 'on all log groups of the account at once, or on other services',
  },
];

const LOG_DELIVERY = [
  ...['logs:CreateLogDelivery', 'logs:GetLogDelivery', 'logs:UpdateLogDelivery', 'logs:DeleteLogDelivery'],
  ...['logs:ListLogDeliveries', 'logs:PutResourcePolicy', 'logs:DescribeResourcePolicies'],
  'logs:DescribeLogGroups',
];

/** What AWS asks for although no schema says so. */
export const BEYOND: readonly {
  readonly type: string;
  readonly with?: string;
  readonly permissions: readonly string[];
  readonly source: string;
}[] = [
  {
    type: 'AWS::ApiGatewayV2::Stage',
    with: 'AccessLogSettings',
    permissions: LOG_DELIVERY,
    source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html',
  },
  {
    type: 'AWS::StepFunctions::StateMachine',
    with: 'LoggingConfiguration',
    permissions: LOG_DELIVERY,
    source: 'https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html',
  },
  {
    // Its schema has no handlers.
    type: 'AWS::Budgets::Budget',
    permissions: [
      ...['budgets:ViewBudget', 'budgets:ModifyBudget', 'budgets:TagResource', 'budgets:UntagResource'],
      'budgets:ListTagsForResource',
    ],
    source: 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html',
  },
  {
    // What changes a function's code is asked for the function's state until it is active.
    type: 'AWS::Lambda::Function',
    permissions: ['lambda:GetFunctionConfiguration'],
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html',
  },
];

/**
 * Actions that AWS checks on all resources at once (its service authorization reference names no resource type), so that no
 * name binds them to a stage.
 */
export const UNBOUND: Readonly<Record<string, string>> = {
  'logs:DescribeLogGroups': 'lists names; no entry of a log',
  'logs:DescribeIndexPolicies': 'lists settings',
  'logs:DescribeResourcePolicies': 'lists settings',
  'logs:CreateLogDelivery': 'vended log delivery has no resource',
  'logs:GetLogDelivery': 'vended log delivery has no resource',
  'logs:UpdateLogDelivery': 'vended log delivery has no resource',
  'logs:DeleteLogDelivery': 'vended log delivery has no resource',
  'logs:ListLogDeliveries': 'vended log delivery has no resource',
  'logs:PutResourcePolicy': 'lets AWS’s own log delivery write into log groups',
  'cloudwatch:DescribeAlarms': 'asked for all alarms, whichever are named in the call',
  'sns:GetSubscriptionAttributes': 'a subscription is no resource of its own',
};
