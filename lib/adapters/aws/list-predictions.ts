import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DAY_MS } from '../../acceptance/keeping.ts';
import type { ListQuery, PredictionPage } from '../../prediction/ports.ts';
import type { Prediction } from '../../prediction/prediction.ts';
import { getMany } from './get-many.ts';
import { dayKey, scoreKey } from './prediction-item.ts';
import { CREATED_AT } from './recent-partitions.ts';
import { SHARDS } from './shards.ts';
import { type Walk, walkPartitions } from './walk-partitions.ts';

const DAYS = 30;

/** One page: a busy day is spread over eight partitions; when they are used up, those of the day before follow. */
export async function listPredictions(
  client: DynamoDBClient,
  table: string,
  query: ListQuery,
): Promise<PredictionPage> {
  const { model, order } = query;
  const { entries, next } = await walkPartitions(client, table, walkOf(query), query);
  const found = await getMany(
    client,
    table,
    entries.map(([, id]) => id),
    false,
  );
  const listed = new Set<string>();
  const predictions = found.flatMap((row, i) => {
    if (row === undefined || row.status === 'erased' || listed.has(row.id)) return [];
    const key = entries[i]![0];
    if (row.model.name !== model || (sortKeyOf(row, order) ?? key) !== key) return [];
    listed.add(row.id);
    return [row];
  });
  return { predictions, ...(next === undefined ? {} : { next }) };
}

function walkOf({ model, order, until, since }: ListQuery): Walk {
  const partitionsOf = (day: number) => {
    const key = dayKey(model, new Date(until.getTime() - day * DAY_MS));
    return Array.from({ length: SHARDS }, (_, shard) => `${key}#${shard}`);
  };
  if (order === 'score')
    return {
      index: 'by-score',
      sortKey: 'score_key',
      partitionsOf,
      lastStep: 0,
      pattern: /^[01]\.\d{17}$/,
    };
  const oldest = until.getTime() - DAYS * DAY_MS;
  return {
    ...CREATED_AT,
    partitionsOf,
    lastStep: daysBack(until, since),
    from: until.toISOString(),
    // An entry of the very moment of `since` belongs to the span.
    downTo: new Date(Math.max(oldest, (since?.getTime() ?? oldest + 1) - 1)).toISOString(),
  };
}

/** Days before that of `until` that are looked at. */
function daysBack(until: Date, since: Date | undefined): number {
  if (since === undefined) return DAYS;
  const dayOf = (date: Date) => Math.floor(date.getTime() / DAY_MS);
  return Math.max(0, Math.min(DAYS, dayOf(until) - dayOf(since)));
}

/** Undefined: it has no result, or the row that was read is older than the index. */
function sortKeyOf(row: Prediction, order: ListQuery['order']): string | undefined {
  if (order === 'newest') return row.createdAt.toISOString();
  return row.status === 'succeeded' ? scoreKey(row.result.probability) : undefined;
}
