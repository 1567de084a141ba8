import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InputError } from '../../errors.ts';
import type { Item } from './item.ts';
import { openTable } from './table.ts';

/** An entry of an index: what it is sorted by, and the id of its item. */
export type Entry = readonly [sortKey: string, id: string];

/**
 * An index of the predictions' table whose partitions are read one step after the other, such as day by day backwards. Those
 * of a step are read side by side and merged, the highest sort key first. Nothing is scanned. Partitions that no model can be
 * called like list what is no prediction: `#batches#2026-01`.
 */
export interface Walk {
  readonly index: 'recent' | 'by-score';
  readonly sortKey: 'created_at' | 'score_key';
  /** Keys of the partitions of a step, from 0; of every step as many. */
  readonly partitionsOf: (step: number) => readonly string[];
  /** The last step. */
  readonly lastStep: number;
  /** The highest sort key that the first step begins with; without it, its highest. */
  readonly from?: string | undefined;
  /** The walk ends at the first entry that is not beyond it. */
  readonly downTo?: string | undefined;
  /** What sort keys look like: a place that no entry can have makes DynamoDB refuse the request. */
  readonly pattern: RegExp;
}

/** Where a page ends: the step, and per partition the last entry that was taken; null: none yet. */
interface Position {
  readonly day: number;
  readonly after: readonly (Entry | null)[];
}

/**
 * A page of entries. An index may be behind its table: it may hold entries of what an item was before, or two of one item.
 *
 * @returns `next`: the cursor of the next page; undefined: there are no more
 * @throws {InputError} the cursor was not written for this walk
 */
export async function walkPartitions(
  client: DynamoDBClient,
  table: string,
  walk: Walk,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ readonly entries: readonly Entry[]; readonly next?: string }> {
  const { partitionsOf, lastStep, from, downTo } = walk;
  const start = (step: number): Position => ({ day: step, after: partitionsOf(step).map(() => null) });
  const page: Entry[] = [];
  let position: Position | undefined = cursor === undefined ? start(0) : readCursor(cursor, walk);
  while (position !== undefined && page.length < limit) {
    const { day, after }: Position = position;
    const wanted = limit - page.length;
    const highest = day === 0 ? from : undefined;
    const read = await Promise.all(
      partitionsOf(day).map((key, i) =>
        queryPartition(client, table, walk, { key, highest, last: after[i]!, limit: wanted }),
      ),
    );
    const taken = merge(read, wanted);
    const within = downTo === undefined ? taken : taken.filter(({ entry }) => entry[0] > downTo);
    page.push(...within.map(({ entry }) => entry));
    if (within.length < taken.length) position = undefined;
    else if (read.flat().length > taken.length || read.some((entries) => entries.length === wanted)) {
      position = {
        day,
        after: after.map((last, i) => taken.findLast(({ partition }) => partition === i)?.entry ?? last),
      };
    } else position = day < lastStep ? start(day + 1) : undefined;
  }
  return { entries: page, ...(position === undefined ? {} : { next: writeCursor(position) }) };
}

interface Taken {
  readonly entry: Entry;
  readonly partition: number;
}

/** The highest of all, each partition's in its own order: among equal keys only the index knows where it went on. */
function merge(partitions: readonly (readonly Entry[])[], most: number): Taken[] {
  const heads = partitions.map(() => 0);
  const taken: Taken[] = [];
  while (taken.length < most) {
    let best = -1;
    for (let i = 0; i < partitions.length; i++) {
      const head = partitions[i]![heads[i]!];
      if (head === undefined) continue;
      if (best < 0 || head[0] > partitions[best]![heads[best]!]![0]) best = i;
    }
    if (best < 0) break;
    taken.push({ entry: partitions[best]![heads[best]!]!, partition: best });
    heads[best]! += 1;
  }
  return taken;
}

async function queryPartition(
  client: DynamoDBClient,
  table: string,
  { index, sortKey }: Walk,
  {
    key,
    highest,
    last,
    limit,
  }: {
    readonly key: string;
    readonly highest: string | undefined;
    readonly last: Entry | null;
    readonly limit: number;
  },
): Promise<Entry[]> {
  const entries: Entry[] = [];
  let start: Item | undefined =
    last === null ? undefined : { recent_key: { S: key }, [sortKey]: { S: last[0] }, id: { S: last[1] } };
  do {
    const { items, last: end } = await openTable(client, table, 'id').query('listing what is recent', {
      IndexName: index,
      KeyConditionExpression: `recent_key = :key${highest === undefined ? '' : ` AND ${sortKey} <= :highest`}`,
      ExpressionAttributeValues: {
        ':key': { S: key },
        ...(highest === undefined ? {} : { ':highest': { S: highest } }),
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

const ID = /^[\w#-]{1,64}$/;

/**
 * A position. DynamoDB refuses a place that no entry can have or that lies outside of what is asked for, and would so
 * make an outage of a client's mistake.
 *
 * @throws {InputError} `writeCursor` did not write it for this walk
 */
function readCursor(cursor: string, { partitionsOf, lastStep, from, pattern }: Walk): Position {
  const isPart = (of: RegExp, part: unknown) => typeof part === 'string' && of.test(part);
  const isEntry = (entry: unknown) =>
    entry === null ||
    (Array.isArray(entry) &&
      entry.length === 2 &&
      isPart(pattern, entry[0]) &&
      (from === undefined || entry[0] <= from) &&
      isPart(ID, entry[1]));
  try {
    const { day, after } = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Position;
    const isStep = Number.isInteger(day) && day >= 0 && day <= lastStep;
    if (isStep && after.length === partitionsOf(day).length && after.every(isEntry)) return { day, after };
  } catch {
    // Reported below.
  }
  throw new InputError('expected the cursor of an earlier page');
}
