import type { Clock } from '../clock.ts';
import { readDatedCursor, writeDatedCursor } from './dated-cursor.ts';
import { DAY_MS } from './keeping.ts';

/** What was created in a span of time, the newest first. */
export interface RecentQuery {
  readonly since: Date;
  readonly until: Date;
  readonly limit: number;
  /** Of the page before; the span must be the same. */
  readonly cursor?: string | undefined;
}

export interface Page<Row> {
  /** At most `limit`; fewer, also none, do not mean that it is the last page. */
  readonly rows: readonly Row[];
  /** Undefined: there are no more. */
  readonly next?: string;
}

interface Deps {
  readonly clock: Clock;
  /** How long what was accepted is kept, days. */
  readonly keepDays: number;
}

export interface RecentOptions<Row> {
  readonly limit: number;
  /** Of the page before. */
  readonly cursor?: string | undefined;
  readonly wanted?: (row: Row) => boolean;
}

/** Pages of the store that one request reads at most: what is rare must not make it read for ever. */
const MOST_PAGES = 20;

/**
 * A page of what is kept of a kind, the newest first; with a filter it may be short although more follow.
 *
 * @param list of the store
 * @throws {InputError} invalid cursor
 */
export async function readRecent<Row extends { readonly expiresAt: Date }>(
  { clock, keepDays }: Deps,
  list: (query: RecentQuery) => Promise<Page<Row>>,
  { limit, cursor: after, wanted = () => true }: RecentOptions<Row>,
): Promise<Page<Row>> {
  const now = clock.now();
  const start = after === undefined ? { until: now, cursor: undefined } : readDatedCursor(after);
  const { until } = start;
  const since = new Date(until.getTime() - keepDays * DAY_MS);
  const rows: Row[] = [];
  let { cursor } = start;
  for (let pages = 0; pages < MOST_PAGES && rows.length < limit; pages++) {
    const page = await list({ since, until, limit: limit - rows.length, cursor });
    rows.push(...page.rows.filter((row) => row.expiresAt > now && wanted(row)));
    cursor = page.next;
    if (cursor === undefined) return { rows };
  }
  return { rows, next: writeDatedCursor(until, cursor!) };
}
