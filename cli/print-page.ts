import type { Command } from 'commander';
import { parseCount } from './options.ts';
import { printJson, printLines } from './terminal/print.ts';
import { type Column, tabulate } from './terminal/table.ts';

/** The options of a command that lists what the API has. */
export interface PageOptions {
  readonly limit: number;
  readonly cursor?: string;
}

export const addPageOptions = (command: Command): Command =>
  command
    .option('--limit <number>', 'how many, up to 100', parseCount, 20)
    .option('--cursor <cursor>', 'the next page: what the page before ends with');

/** A page of a list, as JSON or as a table that says how to see the next one. @param none what to say of an empty list */
export function printPage(
  page: { readonly next_cursor: string | null },
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
    ...(page.next_cursor === null ? [] : [`More: --cursor ${page.next_cursor}`]),
  ]);
}
