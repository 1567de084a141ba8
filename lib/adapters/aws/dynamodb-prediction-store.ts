import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ConflictError } from '../../errors.ts';
import type { PredictionStore } from '../../prediction/ports.ts';
import type { Outcome } from '../../prediction/prediction.ts';
import { addWebhookAttempt } from './add-webhook-attempt.ts';
import { callAws } from './call-aws.ts';
import { getMany } from './get-many.ts';
import { listOpen } from './list-open.ts';
import { listPredictions } from './list-predictions.ts';
import {
  BATCH,
  batchFromItem,
  batchToItem,
  erasedItem,
  fromItem,
  OPEN_ATTRIBUTES,
  outcomeAttributes,
  toItem,
} from './prediction-item.ts';

export function createDynamoDbPredictionStore(client: DynamoDBClient, table: string): PredictionStore {
  const read = (operation: string, id: string, ConsistentRead: boolean) =>
    callAws(operation, () =>
      client.send(new GetItemCommand({ TableName: table, Key: { id: { S: id } }, ConsistentRead })),
    );

  const insert = async (id: string, Item: Record<string, AttributeValue>) => {
    const command = new PutItemCommand({
      TableName: table,
      Item,
      ConditionExpression: 'attribute_not_exists(id)',
    });
    await callAws('storing a prediction', () => client.send(command), {
      ConditionalCheckFailedException() {
        throw new ConflictError(`${id} exists already`);
      },
    });
  };

  /** @returns false: there is no such prediction */
  const eraseItem = async (id: string): Promise<boolean> => {
    const written = await callAws('erasing a prediction', () => client.send(eraseCommand(table, id)), {
      ConditionalCheckFailedException: () => 'absent' as const,
    });
    return written !== 'absent';
  };

  return {
    create: (prediction) => insert(prediction.id, toItem(prediction)),

    createBatch: (batch) => insert(batch.id, batchToItem(batch)),

    async getBatch(id) {
      const { Item } = await read('reading a batch', id, true);
      return Item?.status?.S === BATCH ? batchFromItem(Item) : undefined;
    },

    getMany: (ids, { asOfLastWrite = false } = {}) => getMany(client, table, ids, asOfLastWrite),

    addWebhookAttempt: (id, attempt) => addWebhookAttempt(client, table, id, attempt),

    async get(id) {
      const { Item } = await read('reading a prediction', id, true);
      return Item === undefined || Item.status?.S === BATCH ? undefined : fromItem(Item);
    },

    async complete(id, outcome) {
      const written = await callAws(
        'completing a prediction',
        () => client.send(completeCommand(table, id, outcome)),
        { ConditionalCheckFailedException: () => 'final or absent' as const },
      );
      return written !== 'final or absent';
    },

    async erase(id, expiresAt) {
      if (await eraseItem(id)) return true;
      if (expiresAt === undefined) return false;
      try {
        await insert(id, erasedItem(id, expiresAt));
        return false;
      } catch (error) {
        // It was written in between: erase that. What is no prediction stays, however often it is asked for.
        if (!(error instanceof ConflictError) || !(await eraseItem(id))) throw error;
        return true;
      }
    },

    list: (query) => listPredictions(client, table, query),

    listOpen: (since, limit) => listOpen(client, table, since, limit),

    async defer(id, at) {
      const written = await callAws(
        'deferring a prediction',
        () => client.send(deferCommand(table, id, at)),
        {
          ConditionalCheckFailedException: () => 'not open' as const,
        },
      );
      return written === 'not open' ? undefined : Number(written.Attributes?.times_deferred?.N);
    },

    async closeBatch(id) {
      await callAws('closing a batch', () => client.send(closeCommand(table, id)), {
        ConditionalCheckFailedException: () => undefined,
      });
    },

    async ping() {
      await read('reaching the prediction store', 'ping', false);
    },
  };
}

function completeCommand(table: string, id: string, outcome: Outcome): UpdateItemCommand {
  const attributes = Object.entries(outcomeAttributes(outcome));
  return new UpdateItemCommand({
    TableName: table,
    Key: { id: { S: id } },
    UpdateExpression: `SET ${attributes.map((_, i) => `#a${i} = :v${i}`).join(', ')} REMOVE ${OPEN_ATTRIBUTES.join(', ')}`,
    ConditionExpression: '#status = :queued',
    ExpressionAttributeNames: {
      '#status': 'status',
      ...Object.fromEntries(attributes.map(([name], i) => [`#a${i}`, name])),
    },
    ExpressionAttributeValues: {
      ':queued': { S: 'queued' },
      ...Object.fromEntries(attributes.map(([, value], i) => [`:v${i}`, value])),
    },
  });
}

const deferCommand = (table: string, id: string, at: Date): UpdateItemCommand =>
  new UpdateItemCommand({
    TableName: table,
    Key: { id: { S: id } },
    UpdateExpression: 'SET open_since = :at ADD times_deferred :one',
    ConditionExpression: 'attribute_exists(open_key)',
    ExpressionAttributeValues: { ':at': { S: at.toISOString() }, ':one': { N: '1' } },
    ReturnValues: 'UPDATED_NEW',
  });

const closeCommand = (table: string, id: string): UpdateItemCommand =>
  new UpdateItemCommand({
    TableName: table,
    Key: { id: { S: id } },
    UpdateExpression: `REMOVE ${OPEN_ATTRIBUTES.join(', ')}`,
    ConditionExpression: '#status = :batch',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':batch': { S: BATCH } },
  });

/** All that an item may hold besides its id, its state and its expiry. */
const ERASED = [
  'created_at',
  'recent_key',
  'model_name',
  'model_version',
  'model_sha256',
  'lead',
  'request_sha256',
  'completed_at',
  'result',
  'score_key',
  'shadow',
  'failure',
  'dead_letter',
  'webhook',
  'webhook_attempts',
  ...OPEN_ATTRIBUTES,
] as const;

const eraseCommand = (table: string, id: string): UpdateItemCommand =>
  new UpdateItemCommand({
    TableName: table,
    Key: { id: { S: id } },
    UpdateExpression: `SET #status = :erased REMOVE ${ERASED.map((_, i) => `#a${i}`).join(', ')}`,
    ConditionExpression: 'attribute_exists(id) AND #status <> :batch',
    ExpressionAttributeNames: {
      '#status': 'status',
      ...Object.fromEntries(ERASED.map((name, i) => [`#a${i}`, name])),
    },
    ExpressionAttributeValues: { ':erased': { S: 'erased' }, ':batch': { S: BATCH } },
  });
