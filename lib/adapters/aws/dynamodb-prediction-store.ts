import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ConflictError } from '../../errors.ts';
import type { PredictionStore } from '../../ports.ts';
import type { Outcome, Prediction, QueuedPrediction } from '../../prediction/prediction.ts';
import { callAws } from './call-aws.ts';

type Item = Record<string, AttributeValue>;

/**
 * One item per prediction. Lead, result and failure are JSON text: DynamoDB's numbers end at 9.9E125, a
 * lead's do not, and nothing queries inside them.
 */
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

    async ping() {
      await read('reaching the prediction store', 'ping', false);
    },
  };
}

function toItem(prediction: QueuedPrediction): Item {
  const { id, status, createdAt, expiresAt, model, lead } = prediction;
  return {
    id: { S: id },
    status: { S: status },
    created_at: { S: createdAt.toISOString() },
    // DynamoDB's time to live wants whole seconds.
    expires_at: { N: String(Math.floor(expiresAt.getTime() / 1000)) },
    model_name: { S: model.name },
    model_version: { S: model.version },
    model_sha256: { S: model.sha256 },
    lead: { S: JSON.stringify(lead) },
  };
}

function completeCommand(table: string, id: string, outcome: Outcome): UpdateItemCommand {
  const [attribute, value] =
    outcome.status === 'succeeded'
      ? (['result', outcome.result] as const)
      : (['failure', outcome.failure] as const);
  return new UpdateItemCommand({
    TableName: table,
    Key: { id: { S: id } },
    UpdateExpression: 'SET #status = :status, completed_at = :completed_at, #value = :value',
    ConditionExpression: '#status = :queued',
    ExpressionAttributeNames: { '#status': 'status', '#value': attribute },
    ExpressionAttributeValues: {
      ':status': { S: outcome.status },
      ':completed_at': { S: outcome.completedAt.toISOString() },
      ':value': { S: JSON.stringify(value) },
      ':queued': { S: 'queued' },
    },
  });
}

function fromItem(item: Item): Prediction {
  const text = (name: string): string => item[name]?.S ?? '';
  const base = {
    id: text('id'),
    createdAt: new Date(text('created_at')),
    expiresAt: new Date(Number(item.expires_at?.N) * 1000),
    model: { name: text('model_name'), version: text('model_version'), sha256: text('model_sha256') },
    lead: JSON.parse(text('lead')),
  };
  const status = text('status') as Prediction['status'];
  if (status === 'queued') return { ...base, status };
  const completedAt = new Date(text('completed_at'));
  return status === 'succeeded'
    ? { ...base, status, completedAt, result: JSON.parse(text('result')) }
    : { ...base, status, completedAt, failure: JSON.parse(text('failure')) };
}
