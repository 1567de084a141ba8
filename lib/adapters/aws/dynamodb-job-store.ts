import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ConflictError } from '../../errors.ts';
import { type JobStatus, OPEN, pageOf } from '../../jobs/job.ts';
import type { JobChange, JobStore } from '../../jobs/ports.ts';
import { addWebhookAttempt } from './add-webhook-attempt.ts';
import { batchGet } from './batch-get.ts';
import { callAws } from './call-aws.ts';
import {
  changeAttributes,
  chunkAttribute,
  chunksOf,
  chunkToValue,
  jobFromItem,
  jobItemId,
  jobToItem,
  OPEN_ATTRIBUTES,
  OPEN_JOBS,
  pageExpiry,
  pageItemId,
} from './job-item.ts';

export function createDynamoDbJobStore(client: DynamoDBClient, table: string): JobStore {
  const refused = { ConditionalCheckFailedException: () => 'refused' as const };
  return {
    async create(job) {
      const command = new PutItemCommand({
        TableName: table,
        Item: jobToItem(job),
        ConditionExpression: 'attribute_not_exists(id)',
      });
      await callAws('storing a job', () => client.send(command), {
        ConditionalCheckFailedException() {
          throw new ConflictError(`the job ${job.id} exists already`);
        },
      });
    },

    async get(id) {
      const command = new GetItemCommand({
        TableName: table,
        Key: { id: { S: jobItemId(id) } },
        ConsistentRead: true,
      });
      const { Item } = await callAws('reading a job', () => client.send(command));
      return Item && jobFromItem(Item);
    },

    async change(id, from, change) {
      const command = changeCommand(table, id, from, change);
      return (await callAws('changing a job', () => client.send(command), refused)) !== 'refused';
    },

    async recordChunk({ id, expiresAt }, result) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: { id: { S: pageItemId(id, pageOf(result.number)) } },
        UpdateExpression: 'SET #chunk = :result, expires_at = :expiry, #status = :page',
        ExpressionAttributeNames: { '#chunk': chunkAttribute(result.number), '#status': 'status' },
        ExpressionAttributeValues: {
          ':result': chunkToValue(result),
          ':expiry': pageExpiry(expiresAt),
          ':page': { S: 'job page' },
        },
        ReturnValues: 'ALL_NEW',
      });
      const { Attributes = {} } = await callAws('recording a chunk', () => client.send(command));
      return chunksOf(Attributes).length;
    },

    async chunkResults(id, pages) {
      const keys = pages.map((page) => pageItemId(id, page));
      const items = await batchGet(client, table, keys, { operation: 'reading chunks', consistent: true });
      return items.flatMap(chunksOf).sort((a, b) => a.number - b.number);
    },

    async listOpen(since, limit) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: 'open',
        KeyConditionExpression: 'open_key = :key AND open_since <= :since',
        ExpressionAttributeValues: { ':key': { S: OPEN_JOBS }, ':since': { S: since.toISOString() } },
        Limit: limit,
      });
      const { Items = [] } = await callAws('listing open jobs', () => client.send(command));
      return Items.map(({ id }) => id!.S!.slice(jobItemId('').length));
    },

    async defer(id, at, { deferred, seen }) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: { id: { S: jobItemId(id) } },
        UpdateExpression: 'SET open_since = :at, times_deferred = :deferred, chunks_seen = :seen',
        ConditionExpression: 'attribute_exists(open_key)',
        ExpressionAttributeValues: {
          ':at': { S: at.toISOString() },
          ':deferred': { N: String(deferred) },
          ':seen': { N: String(seen) },
        },
      });
      await callAws('deferring a job', () => client.send(command), refused);
    },

    addWebhookAttempt: (id, attempt) => addWebhookAttempt(client, table, jobItemId(id), attempt),
  };
}

function changeCommand(
  table: string,
  id: string,
  from: readonly JobStatus[],
  change: JobChange,
): UpdateItemCommand {
  const set: Record<string, AttributeValue> = changeAttributes(change);
  const ends = change.status !== undefined && !OPEN.includes(change.status);
  const names = Object.keys(set);
  const assignments = names.map((_, i) => `#a${i} = :v${i}`);
  if (change.status === 'queued') assignments.push('open_key = :open', 'open_since = created_at');
  const remove = ends ? ` REMOVE ${OPEN_ATTRIBUTES.join(', ')}` : '';
  return new UpdateItemCommand({
    TableName: table,
    Key: { id: { S: jobItemId(id) } },
    UpdateExpression: `SET ${assignments.join(', ')}${remove}`,
    ConditionExpression: `job_status IN (${from.map((_, i) => `:from${i}`).join(', ')})`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name, i) => [`#a${i}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(names.map((name, i) => [`:v${i}`, set[name]!])),
      ...Object.fromEntries(from.map((status, i) => [`:from${i}`, { S: status }])),
      ...(change.status === 'queued' ? { ':open': { S: OPEN_JOBS } } : {}),
    },
  });
}
