import { AsyncLocalStorage } from 'node:async_hooks';
import { type AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { ACCOUNT_ID, REGION } from '../../infra/local/local-environment.ts';
import type { AwsCall } from './policy.ts';

/** And which function made it. */
export interface RecordedCall extends AwsCall {
  readonly by: string;
}

type Send = (this: unknown, command: unknown, ...rest: unknown[]) => Promise<unknown>;
// biome-ignore lint/suspicious/noExplicitAny: the inputs of all commands
type Input = any;
type Item = Readonly<Record<string, AttributeValue>>;

const CLIENTS = [DynamoDBClient, S3Client, SQSClient, SFNClient] as const;

/**
 * Records what the functions ask of AWS, as IAM would be asked whether they may: every call of every SDK client from now on,
 * with the function that makes it. Calls outside of `as`, those of the test itself, are left out.
 *
 * @returns `as`, does something as a function; `calls`, each once; `restore`
 */
export function recordCalls() {
  const caller = new AsyncLocalStorage<string>();
  const calls = new Map<string, RecordedCall>();
  /** Else the adapters would take the error for one of AWS. */
  const unknown = new Set<string>();
  const record = (made: readonly AwsCall[]) => {
    const by = caller.getStore()!;
    for (const call of made) calls.set(JSON.stringify([by, call]), { by, ...call });
  };
  const sendOf = CLIENTS.map((client) => [client, client.prototype.send as unknown as Send] as const);
  for (const [client, send] of sendOf) {
    client.prototype.send = async function recorded(this: unknown, command: object, ...rest: unknown[]) {
      if (caller.getStore() === undefined) return send.call(this, command, ...rest);
      const { name } = command.constructor;
      const { input } = command as { readonly input: Input };
      if (RULES[name] === undefined) unknown.add(name);
      else record(RULES[name](input));
      try {
        return await send.call(this, command, ...rest);
      } catch (error) {
        if (['NoSuchKey', 'NotFound'].includes((error as Error).name)) record([lookedFor(input)]);
        throw error;
      }
    } as never;
  }
  return {
    as: <T>(name: string, work: () => T): T => caller.run(name, work),
    /** What is done with the rights of a function by somebody else, such as Lambda that receives its messages. */
    add: (by: string, action: string, resource: string) =>
      caller.run(by, () => record([{ action, resource, keys: {} }])),
    calls(): readonly RecordedCall[] {
      if (unknown.size > 0) throw new Error(`expected rules for ${[...unknown]}; add them here`);
      return [...calls.values()];
    },
    restore(): void {
      for (const [client, send] of sendOf) client.prototype.send = send as never;
    },
  };
}

const call = (action: string, resource: string, keys: AwsCall['keys'] = {}): AwsCall => ({
  action,
  resource,
  keys,
});

/** The registry has `pk`, and some of its items an `id` besides; the predictions' table has `id`, that of references `reference`. */
const partitionOf = ({ pk, id, reference }: Item): string => (pk ?? id ?? reference)!.S!;
const onTable = (action: string, table: string, partitions: readonly string[], index?: string): AwsCall =>
  call(
    `dynamodb:${action}`,
    `arn:aws:dynamodb:${REGION}:${ACCOUNT_ID}:table/${table}${index === undefined ? '' : `/index/${index}`}`,
    { 'dynamodb:LeadingKeys': [...new Set(partitions)] },
  );

const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
const onObject = (action: string, { Bucket, Key }: Input): AwsCall =>
  call(`s3:${action}`, `${bucketArn(Bucket)}/${Key}`);
/**
 * S3 says that an object is not there to those only who may list the bucket, and refuses all others. The condition sees the
 * object's key as the prefix.
 */
const lookedFor = ({ Bucket, Key, CopySource }: Input): AwsCall => {
  const key = CopySource === undefined ? Key : CopySource.slice(CopySource.indexOf('/') + 1);
  return call('s3:ListBucket', bucketArn(Bucket), { 's3:prefix': [key] });
};
const putsObject = (input: Input): AwsCall[] => [onObject('PutObject', input)];

const onQueue = (action: string, { QueueUrl }: Input): AwsCall =>
  call(
    `sqs:${action}`,
    `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:${QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)}`,
  );

/** The rights that each command asks for. */
const RULES: Readonly<Record<string, (input: Input) => readonly AwsCall[]>> = {
  GetItemCommand: ({ TableName, Key }) => [onTable('GetItem', TableName, [partitionOf(Key)])],
  PutItemCommand: ({ TableName, Item }) => [onTable('PutItem', TableName, [partitionOf(Item)])],
  UpdateItemCommand: ({ TableName, Key }) => [onTable('UpdateItem', TableName, [partitionOf(Key)])],
  DeleteItemCommand: ({ TableName, Key }) => [onTable('DeleteItem', TableName, [partitionOf(Key)])],
  BatchGetItemCommand: ({ RequestItems }) =>
    Object.entries(RequestItems as Record<string, { readonly Keys: readonly Item[] }>).map(
      ([table, { Keys }]) => onTable('BatchGetItem', table, Keys.map(partitionOf)),
    ),
  BatchWriteItemCommand: ({ RequestItems }) =>
    Object.entries(RequestItems as Record<string, readonly Input[]>).map(([table, requests]) =>
      onTable(
        'BatchWriteItem',
        table,
        requests.map(({ PutRequest, DeleteRequest }) => partitionOf(PutRequest?.Item ?? DeleteRequest.Key)),
      ),
    ),
  QueryCommand({ TableName, IndexName, KeyConditionExpression, ExpressionAttributeValues }) {
    const [, value = ''] = /^#?\w+ = (:\w+)/.exec(KeyConditionExpression) ?? [];
    return [onTable('Query', TableName, [ExpressionAttributeValues[value].S], IndexName)];
  },
  GetObjectCommand: (input) => [onObject('GetObject', input)],
  HeadObjectCommand: (input) => [onObject('GetObject', input)],
  PutObjectCommand: putsObject,
  CreateMultipartUploadCommand: putsObject,
  UploadPartCommand: putsObject,
  CompleteMultipartUploadCommand: putsObject,
  UploadPartCopyCommand: (input) => [
    ...putsObject(input),
    call('s3:GetObject', `arn:aws:s3:::${input.CopySource}`),
  ],
  AbortMultipartUploadCommand: (input) => [onObject('AbortMultipartUpload', input)],
  DeleteObjectsCommand: ({ Bucket, Delete }) =>
    Delete.Objects.map(({ Key }: Input) => onObject('DeleteObject', { Bucket, Key })),
  ListObjectsV2Command: ({ Bucket, Prefix }) => [
    call('s3:ListBucket', bucketArn(Bucket), { 's3:prefix': [Prefix] }),
  ],
  SendMessageCommand: (input) => [onQueue('SendMessage', input)],
  SendMessageBatchCommand: (input) => [onQueue('SendMessage', input)],
  GetQueueAttributesCommand: (input) => [onQueue('GetQueueAttributes', input)],
  ChangeMessageVisibilityCommand: (input) => [onQueue('ChangeMessageVisibility', input)],
  StartExecutionCommand: ({ stateMachineArn }) => [call('states:StartExecution', stateMachineArn)],
  StopExecutionCommand: ({ executionArn }) => [call('states:StopExecution', executionArn)],
};
