import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ConflictError } from '../../errors.ts';
import type { PredictionStore } from '../../ports.ts';
import type { Outcome } from '../../prediction/prediction.ts';
import { callAws } from './call-aws.ts';
import { listRecent } from './list-recent.ts';
import { fromItem, outcomeAttributes, toItem } from './prediction-item.ts';

export function createDynamoDbPredictionStore(client: DynamoDBClient, table: string): PredictionStore {
  const read = (operation: string, id: string, ConsistentRead: boolean) =>
    callAws(operation, () =>
      client.send(new GetItemCommand({ TableName: table, Key: { id: { S: id } }, ConsistentRead })),
    );

  return {
    async create(prediction) {
      await callAws(
        'storing a prediction',
        () =>
          client.send(
            new PutItemCommand({
              TableName: table,
              Item: toItem(prediction),
              ConditionExpression: 'attribute_not_exists(id)',
            }),
          ),
        {
          ConditionalCheckFailedException() {
            throw new ConflictError(`prediction ${prediction.id} exists already`);
          },
        },
      );
    },

    async get(id) {
      const { Item } = await read('reading a prediction', id, true);
      return Item === undefined ? undefined : fromItem(Item);
    },

    async complete(id, outcome) {
      const written = await callAws(
        'completing a prediction',
        () => client.send(completeCommand(table, id, outcome)),
        { ConditionalCheckFailedException: () => 'final or absent' as const },
      );
      return written !== 'final or absent';
    },

    async erase(id) {
      const written = await callAws('erasing a prediction', () => client.send(eraseCommand(table, id)), {
        ConditionalCheckFailedException: () => 'absent' as const,
      });
      return written !== 'absent';
    },

    listRecent: (query) => listRecent(client, table, query),

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
    UpdateExpression: `SET ${attributes.map((_, i) => `#a${i} = :v${i}`).join(', ')}`,
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
  'shadow',
  'failure',
] as const;

const eraseCommand = (table: string, id: string): UpdateItemCommand =>
  new UpdateItemCommand({
    TableName: table,
    Key: { id: { S: id } },
    UpdateExpression: `SET #status = :erased REMOVE ${ERASED.map((_, i) => `#a${i}`).join(', ')}`,
    ConditionExpression: 'attribute_exists(id)',
    ExpressionAttributeNames: {
      '#status': 'status',
      ...Object.fromEntries(ERASED.map((name, i) => [`#a${i}`, name])),
    },
    ExpressionAttributeValues: { ':erased': { S: 'erased' } },
  });
