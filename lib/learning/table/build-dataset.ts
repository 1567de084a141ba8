import { count } from '../../count.ts';
import { InputError } from '../../errors.ts';
import { cleanName } from '../../files/table/name-columns.ts';
import type { WordRules } from '../../lead/value-words.ts';
import { quoteSome, quoting } from '../../quoting.ts';
import { findDropped, findWords } from './find-column.ts';
import { joinConversions } from './join-conversions.ts';
import { DROPPED } from './left-out.ts';
import { type Outcome, readTarget } from './read-target.ts';
import type { AnyColumn, Table } from './table.ts';
import { adviseRepeated, explainRepeated, findAmbiguous } from './tidy-columns.ts';

export interface DatasetOptions {
  readonly target: string;
  /** The word of the target column that means "converted"; needed unless the words are boolean or 1 and 0. */
  readonly positive?: string;
  /** The words that mean “not converted”; leads with any other are open. */
  readonly negative?: readonly string[];
  /** A lead converted when its key stands in this table. */
  readonly joined?: Table<AnyColumn> | undefined;
  /** The key column of both tables; goes with `joined`. */
  readonly on?: string;
  /** The outcome, where neither the target’s words nor another table tell it. */
  readonly outcome?: Outcome | undefined;
  /** Columns that are not used. */
  readonly drop?: readonly string[];
  /** Accept fewer than 40 leads of a class. */
  readonly force?: boolean;
}

/** The leads to learn from: which rows of the table, whether they converted, and the columns to look at. */
export interface Dataset<C extends AnyColumn = AnyColumn> {
  readonly table: Table<C>;
  readonly target: string;
  /** What "converted" is, in words, for the lineage. */
  readonly positive: string;
  /** Indices into the table. */
  readonly rows: Int32Array;
  /** 1: converted; one per entry of `rows`. */
  readonly labels: Uint8Array;
  readonly converted: number;
  readonly columns: readonly C[];
  readonly leftOut: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
}

/** Fewer leads of either kind teach a model little, and the figures that measure it less. */
const FEWEST_PER_CLASS = 40;
/** Fewer cannot be split into a hold-out and folds, whatever the user says. */
const FEWEST_WITH_FORCE = 10;
/** A rarer outcome deserves a word. */
const RARE_CLASS = 0.01;

/**
 * Turns a table into leads with a known outcome. Rows without one are left out and counted in a warning.
 *
 * @throws {InputError} for a target, key or dropped column that is not there, a target that cannot be read as
 * yes or no, too few leads of either kind, nothing left to learn from
 */
export function buildDataset<C extends AnyColumn>(
  table: Table<C>,
  options: DatasetOptions,
  rules: WordRules,
): Dataset<C> {
  const { joined, drop: dropped = [] } = options;
  const target = cleanName(options.target);
  const on = options.on === undefined ? undefined : cleanName(options.on);
  const drop = findDropped(table, dropped);
  const outcome =
    options.outcome ??
    (joined === undefined
      ? readTarget(findWords(table, target, '--target'), table, options, rules)
      : joinConversions(table, joined, { target, on, rules, force: options.force }));
  const known = selectKnown(outcome.labels);
  const { rows, converted } = known;
  const warnings = [...outcome.warnings];
  checkClasses(table, options, rows.length, converted, outcome.explainClasses);
  const rarer = Math.min(converted, rows.length - converted);
  if (rarer < FEWEST_PER_CLASS) {
    warnings.push(`only ${count(rarer, 'lead')} of one kind: the figures below are little more than a guess`);
  } else if (rarer < RARE_CLASS * rows.length) {
    warnings.push(
      `only ${((100 * rarer) / rows.length).toFixed(2)} % of the leads ${converted < rows.length - converted ? 'converted' : 'did not convert'}: read log-loss and PR-AUC beside those of the constant, not the accuracy`,
    );
  }
  const leftOut = new Map(table.leftOut);
  if (joined !== undefined && on !== undefined) leftOut.set(on, 'the key of --join');
  for (const name of drop) leftOut.set(name, DROPPED);
  for (const [name, same] of findAmbiguous(table, drop)) {
    const places = table.repeated.get(name)!;
    for (const one of same) leftOut.set(one, explainRepeated(name, places));
    warnings.push(adviseRepeated(name, places));
  }
  const columns = table.columns.filter((column) => column.name !== target && !leftOut.has(column.name));
  if (columns.length === 0) {
    throw new InputError(
      `${table.fileName}: expected at least one column to learn from, found none besides ${quoteSome([target, ...leftOut.keys()])}.`,
    );
  }
  return { table, target, positive: outcome.positive, ...known, columns, leftOut, warnings };
}

/** The rows whose outcome is known. */
function selectKnown(outcomes: Int8Array): { rows: Int32Array; labels: Uint8Array; converted: number } {
  const rows = new Int32Array(outcomes.length);
  const labels = new Uint8Array(outcomes.length);
  let known = 0;
  let converted = 0;
  for (let row = 0; row < outcomes.length; row++) {
    const outcome = outcomes[row]!;
    if (outcome < 0) continue;
    rows[known] = row;
    labels[known] = outcome;
    known += 1;
    converted += outcome;
  }
  return { rows: rows.subarray(0, known), labels: labels.subarray(0, known), converted };
}

function checkClasses(
  table: Table<AnyColumn>,
  { target, force }: DatasetOptions,
  rows: number,
  converted: number,
  how: Outcome['explainClasses'],
): void {
  const where = `${table.fileName}: ${target}`;
  if (converted === 0 || converted === rows) {
    throw new InputError(
      quoting`${where}: expected leads that converted and leads that did not, found ${
        converted === 0 ? 'none that converted' : 'none that did not convert'
      } among ${count(rows, 'row')} (${how}). A model can only be trained on both.`,
    );
  }
  const fewer = Math.min(converted, rows - converted);
  const fewest = force === true ? FEWEST_WITH_FORCE : FEWEST_PER_CLASS;
  if (fewer < fewest) {
    throw new InputError(
      quoting`${where}: expected at least ${fewest} leads of either kind, found ${converted} that converted and ${
        rows - converted
      } that did not (${how}). Collect more leads${force === true ? '.' : ', or pass --force to train all the same.'}`,
    );
  }
}
