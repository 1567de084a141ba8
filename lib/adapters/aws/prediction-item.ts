import type { Batch } from '../../prediction/batch.ts';
import type { ErasedPrediction, Outcome, Prediction } from '../../prediction/prediction.ts';
import type { Webhook, WebhookAttempt } from '../../webhook/webhook.ts';
import type { Item, Update } from './table.ts';

/** Partitions of the index `open`, and of a day in the index `recent`. */
export const SHARDS = 8;

export const openKey = (shard: number): string => `open#${shard}`;

/** What puts an item into the sparse index of those that somebody must look after. */
const openAttributes = (id: string, since: Date): Item => ({
  open_key: { S: openKey(shardOf(id)) },
  open_since: { S: since.toISOString() },
});

/** What a final state, or the end of a batch, takes away. */
export const OPEN_ATTRIBUTES = ['open_key', 'open_since', 'times_deferred'] as const;

/** A model's predictions of a day, spread over eight partitions: `<this>#0` … `<this>#7`. */
export const dayKey = (model: string, createdAt: Date): string =>
  `${model}#${createdAt.toISOString().slice(0, 10)}`;

/** By the last character of the id, which is random. */
const shardOf = (id: string): number => id.charCodeAt(id.length - 1) % SHARDS;

/**
 * One item per prediction. Lead, result and failure are JSON text: DynamoDB's numbers end at 9.9E125, a
 * lead's do not, and nothing queries inside them.
 */
export function toItem(prediction: Prediction): Item {
  const { id, createdAt, expiresAt, model, lead, requestSha256, webhook } = prediction;
  return {
    id: { S: id },
    ...(prediction.status === 'queued'
      ? { status: { S: 'queued' }, ...openAttributes(id, createdAt) }
      : outcomeAttributes(prediction)),
    created_at: { S: createdAt.toISOString() },
    recent_key: { S: `${dayKey(model.name, createdAt)}#${shardOf(id)}` },
    // DynamoDB's time to live wants whole seconds.
    expires_at: { N: String(Math.floor(expiresAt.getTime() / 1000)) },
    model_name: { S: model.name },
    model_version: { S: model.version },
    model_sha256: { S: model.sha256 },
    lead: { S: JSON.stringify(lead) },
    ...(requestSha256 === undefined ? {} : { request_sha256: { S: requestSha256 } }),
    ...webhookAttributes(webhook),
  };
}

/** The attempts stand apart, so that one is added without reading the others. */
export const webhookAttributes = (webhook: Webhook | undefined): Item =>
  webhook === undefined
    ? {}
    : {
        webhook: { S: JSON.stringify({ url: webhook.url, caller: webhook.caller }) },
        webhook_attempts: { L: webhook.attempts.map((attempt) => ({ S: attemptToJson(attempt) })) },
      };

const attemptToJson = (attempt: WebhookAttempt): string => JSON.stringify(attempt);

/** Adds an attempt to the webhook of an item that has one. */
export const attemptUpdate = (attempt: WebhookAttempt): Update => ({
  append: { webhook_attempts: [{ S: attemptToJson(attempt) }] },
  when: [['exists', 'webhook']],
});

export function readWebhook({ webhook, webhook_attempts }: Item): { webhook?: Webhook } {
  if (webhook?.S === undefined) return {};
  const attempts = (webhook_attempts?.L ?? []).map(({ S = '' }): WebhookAttempt => {
    const attempt = JSON.parse(S);
    return { ...attempt, at: new Date(attempt.at) };
  });
  return { webhook: { ...JSON.parse(webhook.S), attempts } };
}

/** Sorts as the probability does, and so as the score. */
export const scoreKey = (probability: number): string => probability.toFixed(17);

/** What a final state adds to the item. */
export function outcomeAttributes(outcome: Outcome): Item {
  const final = { status: { S: outcome.status }, completed_at: { S: outcome.completedAt.toISOString() } };
  if (outcome.status === 'canceled') return final;
  if (outcome.status === 'failed') {
    const { failure, deadLetter } = outcome;
    return {
      ...final,
      failure: { S: JSON.stringify(failure) },
      ...(deadLetter === undefined ? {} : { dead_letter: { S: deadLetter } }),
    };
  }
  return {
    ...final,
    result: { S: JSON.stringify(outcome.result) },
    score_key: { S: scoreKey(outcome.result.probability) },
    ...(outcome.shadow === undefined ? {} : { shadow: { S: JSON.stringify(outcome.shadow) } }),
  };
}

/** All that an item may hold besides its id, its state and its expiry. */
export const ERASED_ATTRIBUTES = [
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

/** What is left of a prediction. */
export const erasedItem = (id: string, expiresAt: Date): Item => ({
  id: { S: id },
  status: { S: 'erased' },
  expires_at: { N: String(Math.floor(expiresAt.getTime() / 1000)) },
});

/** A batch stands in the same table, under an id of its own. */
export const BATCH = 'batch';

export const batchToItem = ({
  id,
  createdAt,
  expiresAt,
  model,
  count,
  rejected,
  requestSha256,
  webhook,
}: Batch): Item => ({
  id: { S: id },
  status: { S: BATCH },
  ...openAttributes(id, createdAt),
  created_at: { S: createdAt.toISOString() },
  expires_at: { N: String(Math.floor(expiresAt.getTime() / 1000)) },
  model_name: { S: model.name },
  model_version: { S: model.version },
  model_sha256: { S: model.sha256 },
  member_count: { N: String(count) },
  rejected: { S: JSON.stringify(rejected) },
  ...(requestSha256 === undefined ? {} : { request_sha256: { S: requestSha256 } }),
  ...webhookAttributes(webhook),
});

export function batchFromItem(item: Item): Batch {
  const text = (name: string): string => item[name]?.S ?? '';
  return {
    id: text('id'),
    createdAt: new Date(text('created_at')),
    expiresAt: new Date(Number(item.expires_at?.N) * 1000),
    model: { name: text('model_name'), version: text('model_version'), sha256: text('model_sha256') },
    count: Number(item.member_count?.N),
    rejected: JSON.parse(text('rejected')),
    ...(item.request_sha256?.S === undefined ? {} : { requestSha256: item.request_sha256.S }),
    ...readWebhook(item),
    ...readDeferred(item),
  };
}

const readDeferred = ({ times_deferred: deferred }: Item) =>
  deferred?.N === undefined ? {} : { deferred: Number(deferred.N) };

export function fromItem(item: Item): Prediction | ErasedPrediction {
  const text = (name: string): string => item[name]?.S ?? '';
  const expiresAt = new Date(Number(item.expires_at?.N) * 1000);
  const status = text('status') as (Prediction | ErasedPrediction)['status'];
  if (status === 'erased') return { id: text('id'), status, expiresAt };
  const base = {
    id: text('id'),
    createdAt: new Date(text('created_at')),
    expiresAt,
    model: { name: text('model_name'), version: text('model_version'), sha256: text('model_sha256') },
    lead: JSON.parse(text('lead')),
    ...(item.request_sha256?.S === undefined ? {} : { requestSha256: item.request_sha256.S }),
    ...readWebhook(item),
  };
  if (status === 'queued') return { ...base, status, ...readDeferred(item) };
  const completedAt = new Date(text('completed_at'));
  if (status === 'canceled') return { ...base, status, completedAt };
  return status === 'succeeded'
    ? {
        ...base,
        status,
        completedAt,
        result: JSON.parse(text('result')),
        ...(item.shadow?.S === undefined ? {} : { shadow: JSON.parse(item.shadow.S) }),
      }
    : {
        ...base,
        status,
        completedAt,
        failure: JSON.parse(text('failure')),
        ...(item.dead_letter?.S === undefined ? {} : { deadLetter: item.dead_letter.S }),
      };
}
