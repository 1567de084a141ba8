import { type Command, Option } from 'commander';
import { parseCount } from './options.ts';
import { printJson, printLines } from './terminal/print.ts';
import { type Column, tabulate } from './terminal/table.ts';

/** The options of a command that lists what the API has. */
export interface PageOptions {
  readonly limit: number;
  readonly cursor?: string;
  readonly all?: boolean;
}

export const addPageOptions = (command: Command, limit = 20): Command =>
  command
    .option('--limit <number>', 'how many', parseCount, limit)
    .addOption(new Option('--all', 'every one, however many').conflicts('limit'))
    .option('--cursor <cursor>', 'the next page: what the page before ends with');

interface Page {
  readonly next_cursor: string | null;
  /** Of the first releases: the same. */
  readonly next?: string | null;
}

/**
 * As many as `--limit` or `--all` says, as one page: it has the members of the API's first answer, the items of all, and the cursor of the
 * last one.
 *
 * @param ask for one page
 * @param most items that the API lists at a time
 */
export async function readPages<P extends Page>(
  { limit, cursor, all }: PageOptions,
  most: number,
  ask: (query: { readonly limit: number; readonly cursor?: string }) => PromiseLike<P>,
): Promise<P> {
  const found: unknown[] = [];
  let from = cursor;
  for (;;) {
    const wanted = all ? most : Math.min(most, limit - found.length);
    const page = await ask({ limit: wanted, ...(from === undefined ? {} : { cursor: from }) });
    // A page has one list: of what is listed.
    const [name, items] = Object.entries(page).find(([, value]) => Array.isArray(value)) as [
      string,
      unknown[],
    ];
    found.push(...items);
    const next = page.next_cursor ?? page.next ?? null;
    if (next === null || (!all && found.length >= limit)) return { ...page, [name]: found };
    from = next;
  }
}

/** A page of a list, as JSON or as a table that says how to see the next one. @param none what to say of an empty list */
export function printPage(
  page: Page,
  {
    json,
    columns,
    rows,
    none,
  }: {
    readonly json: boolean | undefined;
    readonly columns: readonly Column[];
    readonly rows: readonly (readonly string[])[];
    readonly none: string;
  },
): void {
  if (json) {
    printJson(page);
    return;
  }
  printLines([
    ...(rows.length === 0 ? [none] : tabulate(columns, rows)),
    ...(page.next_cursor === null ? [] : [`More: --all, or --cursor ${page.next_cursor}`]),
  ]);
}
