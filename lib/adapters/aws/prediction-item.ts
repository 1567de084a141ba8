import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Prediction, QueuedPrediction } from '../../prediction/prediction.ts';

type Item = Record<string, AttributeValue>;

/** Partitions of a day in the index `recent`. */
export const SHARDS = 8;

/** The index's partition: a model's predictions of a day are spread over eight. */
export const recentKey = (model: string, createdAt: Date, shard: number): string =>
  `${model}#${createdAt.toISOString().slice(0, 10)}#${shard}`;

/** By the last character of the id, which is random. */
const shardOf = (id: string): number => id.charCodeAt(id.length - 1) % SHARDS;

/**
 * One item per prediction. Lead, result and failure are JSON text: DynamoDB's numbers end at 9.9E125, a
 * lead's do not, and nothing queries inside them.
 */
export function toItem(prediction: QueuedPrediction): Item {
  const { id, status, createdAt, expiresAt, model, lead } = prediction;
  return {
    id: { S: id },
    status: { S: status },
    created_at: { S: createdAt.toISOString() },
    recent_key: { S: recentKey(model.name, createdAt, shardOf(id)) },
    // DynamoDB's time to live wants whole seconds.
    expires_at: { N: String(Math.floor(expiresAt.getTime() / 1000)) },
    model_name: { S: model.name },
    model_version: { S: model.version },
    model_sha256: { S: model.sha256 },
    lead: { S: JSON.stringify(lead) },
  };
}

export function fromItem(item: Item): Prediction {
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
    ? {
        ...base,
        status,
        completedAt,
        result: JSON.parse(text('result')),
        ...(item.shadow?.S === undefined ? {} : { shadow: JSON.parse(item.shadow.S) }),
      }
    : { ...base, status, completedAt, failure: JSON.parse(text('failure')) };
}
