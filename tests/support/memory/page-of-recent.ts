import type { Page, RecentQuery } from '../../../lib/acceptance/read-recent.ts';
import { InputError } from '../../../lib/errors.ts';

/** A page of rows, the newest first; the cursor is the id of the last one. */
export function pageOfRecent<Row extends { readonly id: string; readonly createdAt: Date }>(
  all: readonly Row[],
  { since, until, limit, cursor }: RecentQuery,
): Page<Row> {
  const listed = all
    .filter(({ createdAt }) => createdAt >= since && createdAt <= until)
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1));
  const last = listed.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && last < 0) throw new InputError('expected the cursor of an earlier page');
  const rows = listed.slice(last + 1, last + 1 + limit);
  const next = last + 1 + limit < listed.length ? rows.at(-1)?.id : undefined;
  return { rows: rows.map((row) => structuredClone(row)), ...(next === undefined ? {} : { next }) };
}
