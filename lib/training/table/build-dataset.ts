import { InputError } from '../../errors.ts';
import type { WordRules } from '../../lead/value-words.ts';
import { findColumn } from './find-column.ts';
import { joinConversions } from './join-conversions.ts';
import { readTarget } from './read-target.ts';
import { type Column, count, quoteSome, type Table } from './table.ts';

export interface DatasetOptions {
  readonly target: string;
  /** The word of the target column that means "converted"; needed unless the words are boolean or 1 and 0. */
  readonly positive?: string;
  /** A lead converted when its key stands in this table. */
  readonly joined?: Table;
  /** The key column of both tables; goes with `joined`. */
  readonly on?: string;
  /** Columns that are not used. */
  readonly drop?: readonly string[];
}

/** The leads to learn from: which rows of the table, whether they converted, and the columns to look at. */
export interface Dataset {
  readonly table: Table;
  readonly target: string;
  /** What "converted" is, in words, for the lineage. */
  readonly positive: string;
  /** Indices into the table. */
  readonly rows: Int32Array;
  /** 1: converted; one per entry of `rows`. */
  readonly labels: Uint8Array;
  readonly converted: number;
  readonly columns: readonly Column[];
  readonly leftOut: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
}

/** Fewer leads of either kind cannot be split into a hold-out and folds. */
export const FEWEST_PER_CLASS = 10;

/**
 * Turns a table into leads with a known outcome. Rows without one are left out and counted in a warning.
 *
 * @throws {InputError} for a target, key or dropped column that is not there, a target that cannot be read as
 * yes or no, too few leads of either kind, nothing left to learn from
 */
export function buildDataset(table: Table, options: DatasetOptions, rules: WordRules): Dataset {
  const { target, joined, on, drop = [] } = options;
  for (const name of drop) findColumn(table, name, '--drop');
  const outcome =
    joined === undefined
      ? readTarget(findColumn(table, target, '--target'), table, options.positive, rules)
      : joinConversions(table, joined, { target, ...(on === undefined ? {} : { on }), rules });
  const rows: number[] = [];
  const labels: number[] = [];
  outcome.labels.forEach((label, row) => {
    if (label < 0) return;
    rows.push(row);
    labels.push(label);
  });
  const converted = labels.reduce((sum, label) => sum + label, 0);
  const { positive, warnings } = outcome;
  checkClasses(table, target, rows.length, converted, outcome.explainClasses);
  const leftOut = new Map<string, string>();
  if (joined !== undefined && on !== undefined) leftOut.set(on, 'the key of --join');
  for (const name of drop) leftOut.set(name, 'named by --drop');
  const columns = table.columns.filter((column) => column.name !== target && !leftOut.has(column.name));
  if (columns.length === 0) {
    throw new InputError(
      `${table.fileName}: expected at least one column to learn from, found none besides ${quoteSome([target, ...leftOut.keys()])}.`,
    );
  }
  return {
    table,
    target,
    positive,
    rows: Int32Array.from(rows),
    labels: Uint8Array.from(labels),
    converted,
    columns,
    leftOut,
    warnings,
  };
}

function checkClasses(table: Table, target: string, rows: number, converted: number, how: string): void {
  const where = `${table.fileName}: ${target}`;
  if (converted === 0 || converted === rows) {
    throw new InputError(
      `${where}: expected leads that converted and leads that did not, found ` +
        `${converted === 0 ? 'none that converted' : 'none that did not convert'} among ${count(rows, 'row')} (${how}). ` +
        'A model can only be trained on both.',
    );
  }
  const fewer = Math.min(converted, rows - converted);
  if (fewer < FEWEST_PER_CLASS) {
    throw new InputError(
      `${where}: expected at least ${FEWEST_PER_CLASS} leads of either kind, found ${converted} that converted and ` +
        `${rows - converted} that did not (${how}). Collect more leads.`,
    );
  }
}
