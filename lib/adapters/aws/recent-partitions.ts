import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Page, RecentQuery } from '../../acceptance/read-recent.ts';
import { batchGet } from './batch-get.ts';
import type { Item } from './item.ts';
import { walkPartitions } from './walk-partitions.ts';

/** What else than predictions the index `recent` lists, in partitions that no model can be called like. */
export type ListedKind = 'batches' | 'jobs';

/** The partition of a month: there are far fewer of them than predictions, so that one takes all, and a list reads few. */
export const monthKey = (kind: ListedKind, createdAt: Date): string =>
  `#${kind}#${createdAt.toISOString().slice(0, 7)}`;

/** What the index `recent` is sorted by. */
export const CREATED_AT = {
  index: 'recent',
  sortKey: 'created_at',
  pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
} as const;

/**
 * A page of items of a kind, the newest first.
 *
 * @param read what stands in an item; undefined: it is another thing by now
 * @throws {InputError} the cursor was not written for this list
 */
export async function listRecent<Row>(
  client: DynamoDBClient,
  table: string,
  kind: ListedKind,
  { since, until, limit, cursor }: RecentQuery,
  read: (item: Item) => Row | undefined,
): Promise<Page<Row>> {
  const walk = {
    ...CREATED_AT,
    partitionsOf: (month: number) => [monthKey(kind, monthsBefore(until, month))],
    lastStep: monthsBetween(since, until),
    from: until.toISOString(),
    // An entry of the very moment belongs to the span.
    downTo: new Date(since.getTime() - 1).toISOString(),
  };
  const { entries, next } = await walkPartitions(client, table, walk, { limit, cursor });
  const ids = [...new Set(entries.map(([, id]) => id))];
  const items = await batchGet(client, table, ids, { operation: `reading ${kind}`, consistent: false });
  const rows = new Map(items.map((item) => [item.id!.S!, read(item)]));
  return { rows: ids.flatMap((id) => rows.get(id) ?? []), ...(next === undefined ? {} : { next }) };
}

/** The first of a month: every month has one. */
const monthsBefore = (at: Date, months: number): Date =>
  new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months, 1));

const monthsBetween = (since: Date, until: Date): number =>
  12 * (until.getUTCFullYear() - since.getUTCFullYear()) + until.getUTCMonth() - since.getUTCMonth();
