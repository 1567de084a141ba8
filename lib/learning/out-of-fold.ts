import { cleanName } from '../files/table/name-columns.ts';
import { saysIdentifier } from '../lead/column-checks.ts';
import { nameResults } from '../lead/name-results.ts';
import { isMissingWord } from '../lead/value-words.ts';
import type { SplitPlan } from './evaluation/plan-split.ts';
import type { Predictions } from './evaluation/summarise-folds.ts';
import type { ReadLeads, UnreadLeads } from './table/read-leads.ts';
import type { AnyColumn } from './table/table.ts';
import type { TrainInput } from './train-input.ts';
import type { Trial } from './try-candidates.ts';

/** What is kept of the file's rows: enough to name them, and to say why a row was not measured. */
export interface KeptRows {
  readonly count: number;
  /** Columns that name a lead: those of --on, --group and --time, and identifiers that are not learned from. */
  readonly columns: readonly {
    readonly name: string;
    /** Named by an option, and not only by what it is called. */
    readonly isTold: boolean;
    cellOf(row: number): string;
  }[];
  /** Why the outcome of a row is unknown. */
  whyUnknown(row: number): string;
}

/** A cell; undefined: empty. */
export type OutOfFoldCell = string | number | undefined;

/** A table of predictions of the training leads, each by a model that has not seen the lead. */
export interface OutOfFold {
  readonly header: readonly string[];
  /** How many of its columns, from the second on, are those of the file, and hold what the file holds. */
  readonly own: number;
  /** In the order of the file, one per row, those that were not measured included. */
  rows(): Generator<readonly OutOfFoldCell[]>;
  /** How many rows have a prediction of a fold, and of the model without the hold-out. */
  readonly inFolds: number;
  readonly heldOut: number;
}

/** Before the columns are used up. */
export function keepRows({ table, target, rules }: UnreadLeads, input: TrainInput): KeptRows {
  const told = new Set(
    [input.on, input.group, input.time].flatMap((name) => (name ? [cleanName(name)] : [])),
  );
  const columns = table.columns.flatMap((column) => {
    // Of text nothing is kept: identifiers of more than 65,535 different words.
    if (column.name === target || column.kind === 'text') return [];
    if (!told.has(column.name) && !saysIdentifier(column.name)) return [];
    return [{ name: column.name, isTold: told.has(column.name), cellOf: readerOf(column) }];
  });
  const outcome = table.columns.find(({ name }) => name === target);
  return {
    count: table.rowCount,
    columns,
    whyUnknown: (row) => {
      if (input.horizon !== undefined)
        return 'not learned from: too young, or its times do not tell what became of it';
      if (outcome?.kind !== 'words') return `no ${input.on}`;
      return isMissingWord(outcome.words[outcome.codes[row]!]!, rules)
        ? `no value of ${target}`
        : `open: ${target} means neither converted nor not`;
    },
  };
}

/** Reads a copy: the column may be used up afterwards. */
function readerOf(column: Exclude<AnyColumn, { kind: 'text' }>): (row: number) => string {
  if (column.kind === 'words') {
    const codes = column.codes.slice();
    return (row) => column.words[codes[row]!]!;
  }
  const values = column.values.slice();
  return (row) => {
    const value = values[row]!;
    if (Number.isNaN(value)) return '';
    return column.dates === undefined ? String(value) : new Date(value).toISOString();
  };
}

const OUT_OF_FOLD = 'probability';

/**
 * Predictions of the training leads as scikit-learn's `cross_val_predict` gives them: of a lead in a fold by the model of the
 * other folds, calibrated by the other folds' predictions; of a held-out lead by the model of all others, with the calibration
 * of all folds. So the figures of each fold, and of the hold-out, are those of the record.
 */
export function listOutOfFold(
  { read, split }: { readonly read: ReadLeads; readonly split: SplitPlan },
  { trials, candidates, winner }: Trial,
  kept: KeptRows,
): OutOfFold {
  const { fileRows, labels, times, leftOut, horizon } = read;
  const { folds, holdout, development } = split;
  // A column that is called an identifier and tells something of the lead is learned from.
  const columns = kept.columns.filter(({ name, isTold }) => isTold || leftOut.has(name));
  const tests = [...folds, ...(holdout === undefined ? [] : [holdout])].map(({ test }) => test);
  const nameOf = (test: number) => (test < folds.length ? test + 1 : 'holdout');
  const testOf = new Int32Array(kept.count).fill(-1);
  tests.forEach((leads, test) => {
    for (const lead of leads) testOf[fileRows[lead]!] = test;
  });
  const probabilities = trials.map(({ candidate, folds: outOfFold }) => {
    const predictions = [...outOfFold, ...(holdout === undefined ? [] : [candidate.predictions!])];
    return spread(predictions, tests, fileRows, kept.count);
  });
  const leadOf = new Int32Array(kept.count).fill(-1);
  fileRows.forEach((row, lead) => {
    leadOf[row] = lead;
  });
  const isDeveloped = new Uint8Array(labels.length);
  for (const lead of development) isDeveloped[lead] = 1;
  const whyNot = (row: number): string => {
    const lead = leadOf[row]!;
    if (lead < 0) return kept.whyUnknown(row);
    if (horizon === undefined && times !== undefined && Number.isNaN(times[lead]!))
      return 'its time is unknown';
    if (horizon?.isOld[lead] === 0) return `only learned from, as it is younger than ${horizon.days} days`;
    if (isDeveloped[lead] === 0) return 'belongs to a lead that is held out';
    return folds.length === 0
      ? 'only learned from, as there are no folds'
      : 'only learned from, as one of the earliest';
  };
  const names = columns.map(({ name }) => name);
  const several =
    trials.length > 1 ? trials.map(({ candidate }) => `${OUT_OF_FOLD}_${candidate.spec.trainer}`) : [];
  const won = probabilities[candidates.indexOf(winner)]!;
  const [rowName, ...added] = nameResults(
    ['row', 'converted', 'fold', OUT_OF_FOLD, ...several, 'left_out'],
    names,
  );
  return {
    header: [rowName!, ...names, ...added],
    own: names.length,
    inFolds: folds.reduce((total, { test }) => total + test.length, 0),
    heldOut: holdout?.test.length ?? 0,
    *rows() {
      for (let row = 0; row < kept.count; row++) {
        const test = testOf[row]!;
        const lead = leadOf[row]!;
        const measured = (all: Float64Array) => (test < 0 ? undefined : all[row]!);
        yield [
          row + 1,
          ...columns.map(({ cellOf }) => cellOf(row)),
          lead < 0 ? undefined : labels[lead]!,
          test < 0 ? undefined : nameOf(test),
          measured(won),
          ...(several.length === 0 ? [] : probabilities.map(measured)),
          test < 0 ? whyNot(row) : undefined,
        ];
      }
    },
  };
}

/** Per row of the file, the probability of its lead; what has none is not looked at. */
function spread(
  predictions: readonly Predictions[],
  tests: readonly Int32Array[],
  fileRows: Int32Array,
  count: number,
): Float64Array {
  const all = new Float64Array(count);
  tests.forEach((leads, test) => {
    leads.forEach((lead, i) => {
      all[fileRows[lead]!] = predictions[test]!.probabilities[i]!;
    });
  });
  return all;
}
