import type { Template } from '../build/check-template.ts';
import type { Statement } from './deploy-actions.ts';
import { arnsOf, logicalIdOf, resourcesOf } from './resource-arns.ts';

export const boundaryName = (stage: string): string => `scorelane-boundary-${stage}`;

/**
 * What the functions of a stage may do at most, whatever policies their roles are given: use the data of that stage. Nothing of
 * IAM, nothing of CloudFormation, nothing of another stage.
 *
 * It is wider than the roles on purpose, so that a new right on what is there needs no new boundary.
 */
export function boundaryStatements(stage: string, templates: readonly Template[]): Statement[] {
  const arns = (type: string, ...ids: string[]) =>
    resourcesOf(templates, type).length === 0 ? [] : arnsOf(stage, templates, type, ...ids);
  const allow = (Sid: string, actions: string, Resource: readonly string[] | string): Statement[] =>
    Resource.length === 0 ? [] : [{ Sid, Effect: 'Allow', Action: actions.split(' '), Resource }];
  const tables = arns('AWS::DynamoDB::Table');
  const bucket = arns('AWS::S3::Bucket', 'Bucket');
  const machines = arns('AWS::StepFunctions::StateMachine');
  const machineRoles = resourcesOf(templates, 'AWS::StepFunctions::StateMachine').flatMap(
    ([, { Properties }]) => arns('AWS::IAM::Role', logicalIdOf(Properties?.RoleArn)),
  );
  return [
    ...allow(
      'Items',
      'dynamodb:GetItem dynamodb:BatchGetItem dynamodb:Query dynamodb:Scan dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:BatchWriteItem dynamodb:ConditionCheckItem',
      tables.flatMap((table) => [table, `${table}/index/*`]),
    ),
    ...allow('Bucket', 's3:ListBucket s3:ListBucketVersions', bucket),
    ...allow(
      'Objects',
      's3:GetObject s3:GetObjectVersion s3:PutObject s3:DeleteObject s3:DeleteObjectVersion s3:AbortMultipartUpload s3:ListMultipartUploadParts',
      bucket.map((each) => `${each}/*`),
    ),
    ...allow(
      'Messages',
      'sqs:SendMessage sqs:ReceiveMessage sqs:DeleteMessage sqs:ChangeMessageVisibility sqs:GetQueueAttributes sqs:GetQueueUrl',
      arns('AWS::SQS::Queue'),
    ),
    ...allow('Publish', 'sns:Publish', arns('AWS::SNS::Topic')),
    ...allow(
      'Executions',
      'states:StartExecution states:StopExecution states:DescribeExecution',
      machines.flatMap((machine) => [machine, `${machine.replace(':stateMachine:', ':execution:')}:*`]),
    ),
    ...allow('Invoke', 'lambda:InvokeFunction', arns('AWS::Lambda::Function')),
    ...allow(
      'Logs',
      'logs:CreateLogStream logs:PutLogEvents',
      arns('AWS::Logs::LogGroup').filter((arn) => arn.endsWith(':*')),
    ),
    // These have no resource that would tell a stage.
    ...allow('Traces', 'xray:PutTraceSegments xray:PutTelemetryRecords', '*'),
    ...allow('Metrics', 'cloudwatch:PutMetricData', '*').map((statement) => ({
      ...statement,
      Condition: { StringEquals: { 'cloudwatch:namespace': 'Scorelane' } },
    })),
    // A state machine that logs sets up the delivery of its log by itself.
    ...(machines.length === 0
      ? []
      : allow(
          'LogDelivery',
          'logs:CreateLogDelivery logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery logs:ListLogDeliveries logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups',
          '*',
        )
    ).map((statement) => ({
      ...statement,
      Condition: { ArnLike: { 'aws:PrincipalArn': machineRoles } },
    })),
  ];
}
