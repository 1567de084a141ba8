import type { Batch } from '../../prediction/batch.ts';
import type { ErasedPrediction, Outcome, Prediction, PredictionResult } from '../../prediction/prediction.ts';
import type { ModelRef } from '../../registry/registry.ts';
import { type Item, readItem, secondsOf, toAttributes } from './item.ts';
import { monthKey } from './recent-partitions.ts';
import { SHARDS, shardOf } from './shards.ts';
import type { Update } from './table.ts';
import { readWebhook, WEBHOOK_ATTRIBUTES, webhookAttributes } from './webhook-item.ts';

const openKeyOfShard = (shard: number): string => `open#${shard}`;
/** The partitions of the index `open` with what somebody must look after. */
export const OPEN_KEYS: readonly string[] = Array.from({ length: SHARDS }, (_, shard) =>
  openKeyOfShard(shard),
);
/** The partition that an item is in, as long as it is open. */
export const openKey = (id: string): string => openKeyOfShard(shardOf(id));

/** What puts an item into the sparse index of those that somebody must look after. */
const openAttributes = (id: string, since: Date): Item =>
  toAttributes({ open_key: openKey(id), open_since: since });

/** What a final state, or the end of a batch, takes away. */
export const OPEN_ATTRIBUTES = ['open_key', 'open_since', 'times_deferred'] as const;

/** A model's predictions of a day, spread over eight partitions: `<this>#0` … `<this>#7`. */
export const dayKey = (model: string, createdAt: Date): string =>
  `${model}#${createdAt.toISOString().slice(0, 10)}`;

/** Most leads have none, and every byte of an item is paid for. */
const withoutNoWarnings = ({ warnings, ...result }: PredictionResult) =>
  warnings.length === 0 ? result : { ...result, warnings };

/**
 * One item per prediction. Lead, result and failure are JSON text: DynamoDB's numbers end at 9.9E125, a
 * lead's do not, and nothing queries inside them.
 */
export function toItem(prediction: Prediction): Item {
  const { id, createdAt, expiresAt, model, lead, requestSha256, webhook } = prediction;
  const { reference, metadata, createdBy, scoreBy } = prediction;
  return {
    ...toAttributes({
      id,
      created_at: createdAt,
      recent_key: `${dayKey(model.name, createdAt)}#${shardOf(id)}`,
      expires_at: secondsOf(expiresAt),
      ...modelValues(model),
      lead,
      reference,
      metadata,
      request_sha256: requestSha256,
      created_by: createdBy,
      score_by: scoreBy,
    }),
    ...(prediction.status === 'queued'
      ? { status: { S: 'queued' }, ...openAttributes(id, createdAt) }
      : outcomeAttributes(prediction)),
    ...webhookAttributes(webhook),
  };
}

const modelValues = ({ name, version, sha256 }: ModelRef) => ({
  model_name: name,
  model_version: version,
  model_sha256: sha256,
});

/** Sorts as the probability does, and so as the score. */
export const scoreKey = (probability: number): string => probability.toFixed(17);

/** What a final state adds to the item. */
export function outcomeAttributes(outcome: Outcome): Item {
  const final = { status: outcome.status, completed_at: outcome.completedAt };
  switch (outcome.status) {
    case 'canceled':
      return toAttributes(final);
    case 'failed':
      return toAttributes({ ...final, failure: outcome.failure, dead_letter: outcome.deadLetter });
    case 'succeeded': {
      const { result, shadow } = outcome;
      return toAttributes({
        ...final,
        result: withoutNoWarnings(result),
        score_key: scoreKey(result.probability),
        shadow,
      });
    }
  }
}

/** All that the item of a prediction or a batch may hold besides its id, its state and its expiry. */
const ERASED_ATTRIBUTES = [
  'created_at',
  'recent_key',
  'model_name',
  'model_version',
  'model_sha256',
  'lead',
  'reference',
  'metadata',
  'request_sha256',
  'created_by',
  'score_by',
  'completed_at',
  'result',
  'score_key',
  'shadow',
  'failure',
  'dead_letter',
  ...WEBHOOK_ATTRIBUTES,
  'member_count',
  'rejected',
  ...OPEN_ATTRIBUTES,
] as const;

/** Makes an item a tombstone. */
export const ERASURE: Update = { set: { status: { S: 'erased' } }, remove: ERASED_ATTRIBUTES };

/** A batch stands in the same table, under an id of its own. */
export const BATCH = 'batch';

export const batchToItem = (batch: Batch): Item => ({
  ...toAttributes({
    id: batch.id,
    status: BATCH,
    created_at: batch.createdAt,
    recent_key: monthKey('batches', batch.createdAt),
    expires_at: secondsOf(batch.expiresAt),
    ...modelValues(batch.model),
    member_count: batch.count,
    rejected: batch.rejected,
    request_sha256: batch.requestSha256,
    created_by: batch.createdBy,
    score_by: batch.scoreBy,
  }),
  ...openAttributes(batch.id, batch.createdAt),
  ...webhookAttributes(batch.webhook),
});

/** What predictions and batches have in common. */
function readBase(item: Item) {
  const { text, date, seconds, optional } = readItem(item);
  return {
    id: text('id'),
    createdAt: date('created_at'),
    expiresAt: seconds('expires_at'),
    model: { name: text('model_name'), version: text('model_version'), sha256: text('model_sha256') },
    ...optional('request_sha256', 'requestSha256', String),
    ...optional('created_by', 'createdBy', String),
    ...optional('score_by', 'scoreBy', (text) => new Date(text)),
    ...readWebhook(item),
  };
}

export function batchFromItem(item: Item): Batch {
  const { text, optional } = readItem(item);
  return {
    ...readBase(item),
    count: Number(item.member_count?.N),
    rejected: JSON.parse(text('rejected')),
    ...optional('times_deferred', 'deferred', Number),
  };
}

export function fromItem(item: Item): Prediction | ErasedPrediction {
  const { text, date, seconds, optional } = readItem(item);
  const status = text('status') as (Prediction | ErasedPrediction)['status'];
  if (status === 'erased') return { id: text('id'), status, expiresAt: seconds('expires_at') };
  const base = {
    ...readBase(item),
    lead: JSON.parse(text('lead')),
    ...optional('reference', 'reference', String),
    ...optional('metadata', 'metadata', JSON.parse),
  };
  if (status === 'queued') return { ...base, status, ...optional('times_deferred', 'deferred', Number) };
  const completedAt = date('completed_at');
  switch (status) {
    case 'canceled':
      return { ...base, status, completedAt };
    case 'succeeded': {
      const result = { warnings: [], ...JSON.parse(text('result')) };
      return { ...base, status, completedAt, result, ...optional('shadow', 'shadow', JSON.parse) };
    }
    case 'failed': {
      const failure = JSON.parse(text('failure'));
      return { ...base, status, completedAt, failure, ...optional('dead_letter', 'deadLetter', String) };
    }
  }
}
