import { setTimeout } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import { BucketAlreadyOwnedByYou, CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ACCOUNT_ID, CREDENTIALS, type Endpoints, REGION } from './local-environment.ts';
import { LocalStackError } from './local-stack-error.ts';
import { type References, resolveReferences } from './resolve-references.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** The `Resources` of the CloudFormation template, by logical name. */
export type Resources = Readonly<Record<string, Resource>>;

const QUEUE = 'AWS::SQS::Queue';
const TABLE = 'AWS::DynamoDB::Table';
const BUCKET = 'AWS::S3::Bucket';
const MACHINE = 'AWS::StepFunctions::StateMachine';

/** What the emulators can do; the rest (encryption, backups, TTL, policies, lifecycle) has no local counterpart. */
const TABLE_PROPERTIES = [
  'AttributeDefinitions',
  'KeySchema',
  'BillingMode',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
];
const QUEUE_ATTRIBUTES = [
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'VisibilityTimeout',
];

/**
 * Names the template's queues, tables and buckets as they are called locally: `<prefix>-<logical name>`.
 *
 * @param prefix the stack's name, such as `scorelane-dev`
 */
export function nameResources(resources: Resources, prefix: string, endpoints: Endpoints): References {
  const refs: Record<string, string> = {
    'AWS::AccountId': ACCOUNT_ID,
    'AWS::Partition': 'aws',
    'AWS::Region': REGION,
    'AWS::StackName': prefix,
  };
  const attributes: Record<string, Record<string, string>> = {};
  for (const [logicalName, { Type }] of Object.entries(resources)) {
    const name = `${prefix}-${logicalName}`;
    if (Type === QUEUE) {
      refs[logicalName] = `${endpoints.sqs}/${ACCOUNT_ID}/${name}`;
      attributes[logicalName] = { Arn: `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:${name}`, QueueName: name };
    } else if (Type === TABLE) {
      refs[logicalName] = name;
      attributes[logicalName] = { Arn: `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${name}` };
    } else if (Type === BUCKET) {
      refs[logicalName] = name.toLowerCase();
      attributes[logicalName] = { Arn: `arn:aws:s3:::${name.toLowerCase()}` };
    } else if (Type === MACHINE) {
      refs[logicalName] = `arn:aws:states:${REGION}:${ACCOUNT_ID}:stateMachine:${name}`;
      attributes[logicalName] = { Arn: refs[logicalName], Name: name };
    }
  }
  return { refs, attributes };
}

/**
 * Creates the template's queues, tables and buckets in the emulators. What exists is kept with its contents;
 * queues take over changed settings.
 *
 * @throws LocalStackError when a table exists with other keys than the template's
 */
export async function createResources(
  resources: Resources,
  references: References,
  endpoints: Endpoints,
): Promise<void> {
  const options = { region: REGION, credentials: CREDENTIALS };
  const sqs = new SQSClient({ ...options, endpoint: endpoints.sqs });
  const dynamodb = new DynamoDBClient({ ...options, endpoint: endpoints.dynamodb });
  const s3 = new S3Client({ ...options, endpoint: endpoints.s3 });
  const creating = Object.entries(resources).map(([logicalName, { Type, Properties = {} }]) => {
    const name = references.refs[logicalName] ?? '';
    const properties = resolveReferences(pick(Properties, Type), references) as Record<string, unknown>;
    if (Type === QUEUE) return createQueue(sqs, name, properties);
    if (Type === TABLE) return createTable(dynamodb, name, properties);
    if (Type === BUCKET) return createBucket(s3, name);
    return undefined;
  });
  try {
    await Promise.all(creating);
  } finally {
    for (const client of [sqs, dynamodb, s3]) client.destroy();
  }
}

function pick(properties: Readonly<Record<string, unknown>>, type: string): Record<string, unknown> {
  const wanted = type === QUEUE ? QUEUE_ATTRIBUTES : type === TABLE ? TABLE_PROPERTIES : [];
  return Object.fromEntries(Object.entries(properties).filter(([key]) => wanted.includes(key)));
}

async function createQueue(sqs: SQSClient, url: string, properties: Record<string, unknown>): Promise<void> {
  const Attributes = Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
  // Creating with attributes is refused when the queue exists with others; setting them always works.
  await sqs.send(new CreateQueueCommand({ QueueName: url.slice(url.lastIndexOf('/') + 1) }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
}

async function createTable(
  dynamodb: DynamoDBClient,
  name: string,
  properties: Record<string, unknown>,
): Promise<void> {
  const input = { ...properties, TableName: name } as CreateTableCommandInput;
  try {
    await createActiveTable(dynamodb, input);
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
    const shape = (table: typeof input | typeof Table) =>
      JSON.stringify([
        table?.KeySchema,
        // In whatever order the emulator lists them.
        (table?.GlobalSecondaryIndexes ?? [])
          .map((index) => JSON.stringify([index.IndexName, index.KeySchema]))
          .sort(),
      ]);
    if (shape(Table) !== shape(input)) {
      throw new LocalStackError(
        `The table ${name} was created by an earlier version with other keys: delete the data directory to start afresh.`,
      );
    }
  }
}

/** Until it is active, DynamoDB says of a table that there is none. */
const LOOK_AGAIN_MS = 5;
const ACTIVE_WITHIN_MS = 10_000;

/**
 * Creates a table and waits until it can be used.
 *
 * @throws ResourceInUseException when it exists
 */
export async function createActiveTable(
  dynamodb: DynamoDBClient,
  input: CreateTableCommandInput,
): Promise<void> {
  await dynamodb.send(new CreateTableCommand(input));
  const deadline = Date.now() + ACTIVE_WITHIN_MS;
  for (;;) {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: input.TableName }));
    if (Table?.TableStatus === 'ACTIVE') return;
    if (Date.now() > deadline)
      throw new LocalStackError(`The table ${input.TableName} did not become active.`);
    await setTimeout(LOOK_AGAIN_MS);
  }
}

async function createBucket(s3: S3Client, name: string): Promise<void> {
  try {
    await s3.send(new CreateBucketCommand({ Bucket: name }));
  } catch (error) {
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  }
}
