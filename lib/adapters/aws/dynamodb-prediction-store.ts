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
import { fromItem, toItem } from './prediction-item.ts';

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

    listRecent: (query) => listRecent(client, table, query),

    async ping() {
      await read('reaching the prediction store', 'ping', false);
    },
  };
}

function completeCommand(table: string, id: string, outcome: Outcome): UpdateItemCommand {
  const [attribute, value] =
    outcome.status === 'succeeded'
      ? (['result', outcome.result] as const)
      : (['failure', outcome.failure] as const);
  const shadow = outcome.status === 'succeeded' ? outcome.shadow : undefined;
  return new UpdateItemCommand({
    TableName: table,
    Key: { id: { S: id } },
    UpdateExpression: `SET #status = :status, completed_at = :completed_at, #value = :value${shadow === undefined ? '' : ', shadow = :shadow'}`,
    ConditionExpression: '#status = :queued',
    ExpressionAttributeNames: { '#status': 'status', '#value': attribute },
    ExpressionAttributeValues: {
      ':status': { S: outcome.status },
      ':completed_at': { S: outcome.completedAt.toISOString() },
      ':value': { S: JSON.stringify(value) },
      ':queued': { S: 'queued' },
      ...(shadow === undefined ? {} : { ':shadow': { S: JSON.stringify(shadow) } }),
    },
  });
}
