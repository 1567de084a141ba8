import { count } from '../../count.ts';
import { InputError } from '../../errors.ts';
import type { WordRules } from '../../lead/value-words.ts';
import { quoting } from '../../quoting.ts';
import { sum } from '../../statistics/sum.ts';
import { fill, range } from '../../typed-arrays.ts';
import { type HorizonOptions, readHorizon } from '../horizon/read-horizon.ts';
import { findWords } from '../table/find-column.ts';
import { joinConversions } from '../table/join-conversions.ts';
import { type Outcome, readTarget } from '../table/read-target.ts';
import type { AnyColumn, Table } from '../table/table.ts';
import type { ProfileOutcome } from './profile.ts';
import { rowOrderAuc } from './ranked-auc.ts';

/** Where the outcome of the leads stands. */
export interface OutcomeOptions {
  /** Without it, the columns are described and nothing is said of an outcome. */
  readonly target?: string | undefined;
  /** The word of the target column that means "converted"; needed unless the words are boolean or 1 and 0. */
  readonly positive?: string | undefined;
  /** The words that mean “not converted”; leads with any other are open. */
  readonly negative?: readonly string[] | undefined;
  /** A lead converted when its key stands in this table. */
  readonly joined?: Table<AnyColumn> | undefined;
  /** The key column of both tables; goes with `joined`. */
  readonly on?: string | undefined;
  /** Leads as old as it are profiled, whose outcome is known; the target is then the column of their conversions. */
  readonly horizon?: Omit<HorizonOptions, 'convertedAt' | 'force'> | undefined;
  /** Join, too, when most keys of that table meet no lead. */
  readonly force?: boolean | undefined;
}

/** The leads to profile: with a target, those whose outcome is known. */
export interface ProfiledLeads {
  /** Rows of the table, ascending. */
  readonly rows: Int32Array;
  /** The leads' numbers, 0 … rows.length − 1. */
  readonly every: Int32Array;
  /** Per lead, 1: converted; all 0 without an outcome. */
  readonly labels: Uint8Array;
  readonly hasOutcome: boolean;
  readonly outcome?: ProfileOutcome;
  readonly warnings: readonly string[];
}

/**
 * @throws {InputError} for a target or key that is not there, a target that cannot be read as yes or no, leads of
 * one class
 */
export function selectLeads(
  table: Table<AnyColumn>,
  options: OutcomeOptions,
  rules: WordRules,
): ProfiledLeads {
  const found = readOutcome(table, options, rules);
  if (found === undefined) {
    const every = range(table.rowCount);
    return { rows: every, every, labels: new Uint8Array(table.rowCount), hasOutcome: false, warnings: [] };
  }
  const rows = range(table.rowCount).filter((row) => found.labels[row]! >= 0);
  const labels = fill(new Uint8Array(rows.length), (lead) => found.labels[rows[lead]!]!);
  const every = range(rows.length);
  const converted = sum(labels);
  if (converted === 0 || converted === rows.length) {
    throw new InputError(
      quoting`${table.fileName}: expected leads that converted and leads that did not, found ${
        converted === 0 ? 'none that converted' : 'none that did not convert'
      } among ${count(rows.length, 'row')} (${found.explainClasses}). Without --target, the columns alone are profiled.`,
    );
  }
  return {
    rows,
    every,
    labels,
    hasOutcome: true,
    outcome: {
      target: options.target!,
      positive: found.positive,
      converted,
      base_rate: converted / rows.length,
      row_order_auc: rowOrderAuc(labels, every),
    },
    warnings: found.warnings,
  };
}

function readOutcome(
  table: Table<AnyColumn>,
  { target, joined, on, positive, negative, horizon, force }: OutcomeOptions,
  rules: WordRules,
): Outcome | undefined {
  if (target === undefined) return undefined;
  if (horizon !== undefined) {
    const found = readHorizon(table, { ...horizon, convertedAt: target, force }, rules);
    const labels = found.outcome.labels.map((label, row) => (found.horizon.isOld[row] === 1 ? label : -1));
    return { ...found.outcome, labels };
  }
  return joined === undefined
    ? readTarget(findWords(table, target, '--target'), table, { positive, negative }, rules)
    : joinConversions(table, joined, { target, on, rules, force });
}
