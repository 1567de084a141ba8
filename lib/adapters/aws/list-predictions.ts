import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DAY_MS } from '../../acceptance/keeping.ts';
import { InputError } from '../../errors.ts';
import type { ListQuery, PredictionPage } from '../../prediction/ports.ts';
import type { Prediction } from '../../prediction/prediction.ts';
import { getMany } from './get-many.ts';
import type { Item } from './item.ts';
import { dayKey, SHARDS, scoreKey } from './prediction-item.ts';
import { openTable } from './table.ts';

const DAYS = 30;
/** Both indexes have the same partitions: a model's day in eight. */
const INDEXES = {
  newest: { name: 'recent', sortKey: 'created_at' },
  score: { name: 'by-score', sortKey: 'score_key' },
} as const;

/** An entry of an index: what it is sorted by, and the prediction. */
type Entry = readonly [sortKey: string, id: string];

/** Where a page ends: how many days back, and per partition the last entry that was taken; null: none yet. */
interface Position {
  readonly day: number;
  readonly after: readonly (Entry | null)[];
}

/**
 * One page: the partitions of a day are read side by side and merged; when they are used up, those of the day before.
 * Nothing is scanned, and a busy day is spread over eight partitions.
 */
export async function listPredictions(
  client: DynamoDBClient,
  table: string,
  query: ListQuery,
): Promise<PredictionPage> {
  const { model, order, until, since, limit, cursor } = query;
  const days = order === 'newest' ? daysBack(until, since) : 0;
  const oldest = new Date(until.getTime() - DAYS * DAY_MS).toISOString();
  const earliest = since?.toISOString() ?? oldest;
  const page: Entry[] = [];
  let position: Position | undefined = cursor === undefined ? startOfDay(0) : readCursor(cursor, query);
  while (position !== undefined && page.length < limit) {
    const { day, after }: Position = position;
    const key = dayKey(model, new Date(until.getTime() - day * DAY_MS));
    const wanted = limit - page.length;
    const latest = order === 'newest' && day === 0 ? until.toISOString() : undefined;
    const shards = await Promise.all(
      after.map((last, shard) => queryShard(client, table, order, `${key}#${shard}`, latest, last, wanted)),
    );
    const taken = mergeShards(shards, wanted);
    const inTime =
      order === 'score' ? taken : taken.filter(({ entry }) => entry[0] > oldest && entry[0] >= earliest);
    page.push(...inTime.map(({ entry }) => entry));
    if (inTime.length < taken.length) position = undefined;
    else if (shards.flat().length > taken.length || shards.some((entries) => entries.length === wanted)) {
      position = {
        day,
        after: after.map((last, shard) => taken.findLast((found) => found.shard === shard)?.entry ?? last),
      };
    } else position = day < days ? startOfDay(day + 1) : undefined;
  }
  const found = await getMany(
    client,
    table,
    page.map(([, id]) => id),
    false,
  );
  // An index may be behind its table, and then holds an entry of what an item was before, or two of one item.
  const listed = new Set<string>();
  const predictions = found.flatMap((row, i) => {
    if (row === undefined || row.status === 'erased' || listed.has(row.id)) return [];
    if (row.model.name !== model || (sortKeyOf(row, order) ?? page[i]![0]) !== page[i]![0]) return [];
    listed.add(row.id);
    return [row];
  });
  return { predictions, ...(position === undefined ? {} : { next: writeCursor(position) }) };
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

interface Taken {
  readonly entry: Entry;
  readonly shard: number;
}

/** The highest of all, each shard's in its own order: among equal keys only the index knows where it went on. */
function mergeShards(shards: readonly (readonly Entry[])[], most: number): Taken[] {
  const heads = shards.map(() => 0);
  const taken: Taken[] = [];
  while (taken.length < most) {
    let best = -1;
    for (let shard = 0; shard < shards.length; shard++) {
      const head = shards[shard]![heads[shard]!];
      if (head === undefined) continue;
      if (best < 0 || head[0] > shards[best]![heads[best]!]![0]) best = shard;
    }
    if (best < 0) break;
    taken.push({ entry: shards[best]![heads[best]!]!, shard: best });
    heads[best]! += 1;
  }
  return taken;
}

const startOfDay = (day: number): Position => ({ day, after: Array<null>(SHARDS).fill(null) });

async function queryShard(
  client: DynamoDBClient,
  table: string,
  order: ListQuery['order'],
  key: string,
  latest: string | undefined,
  last: Entry | null,
  limit: number,
): Promise<Entry[]> {
  const { name, sortKey } = INDEXES[order];
  const entries: Entry[] = [];
  let start: Item | undefined =
    last === null ? undefined : { recent_key: { S: key }, [sortKey]: { S: last[0] }, id: { S: last[1] } };
  do {
    const { items, last: end } = await openTable(client, table, 'id').query('listing predictions', {
      IndexName: name,
      KeyConditionExpression: `recent_key = :key${latest === undefined ? '' : ` AND ${sortKey} <= :latest`}`,
      ExpressionAttributeValues: {
        ':key': { S: key },
        ...(latest === undefined ? {} : { ':latest': { S: latest } }),
      },
      ScanIndexForward: false,
      Limit: limit - entries.length,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    entries.push(...items.map((item): Entry => [item[sortKey]!.S!, item.id!.S!]));
    start = end;
  } while (start !== undefined && entries.length < limit);
  return entries;
}

const writeCursor = (position: Position): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** What entries are sorted by, as `prediction-item.ts` writes it. */
const SORT_KEY = {
  newest: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  score: /^[01]\.\d{17}$/,
} as const;
const ID = /^[\w-]{1,64}$/;

/**
 * A position. DynamoDB refuses a place that no entry can have or that lies outside of what is asked for, and would so
 * make an outage of a client's mistake.
 *
 * @throws {InputError} `writeCursor` did not write it for this query
 */
function readCursor(cursor: string, { order, until }: ListQuery): Position {
  const latest = until.toISOString();
  const isPart = (pattern: RegExp, part: unknown) => typeof part === 'string' && pattern.test(part);
  const isEntry = (entry: unknown) =>
    entry === null ||
    (Array.isArray(entry) &&
      entry.length === 2 &&
      isPart(SORT_KEY[order], entry[0]) &&
      (order === 'score' || entry[0] <= latest) &&
      isPart(ID, entry[1]));
  try {
    const { day, after } = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Position;
    if (Number.isInteger(day) && day >= 0 && day <= DAYS && after.length === SHARDS && after.every(isEntry)) {
      return { day, after };
    }
  } catch {
    // Reported below.
  }
  throw new InputError('expected the cursor of an earlier page');
}
