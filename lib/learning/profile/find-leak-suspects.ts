import type { ToldColumns } from '../../lead/told-columns.ts';
import type { WordRules } from '../../lead/value-words.ts';
import { takeEvenly } from '../../statistics/take-evenly.ts';
import { range } from '../../typed-arrays.ts';
import { measureDrift } from '../evaluation/drift-over-time.ts';
import type { UnreadLeads } from '../table/read-leads.ts';
import type { AnyColumn, Codes } from '../table/table.ts';
import { judgeColumn, rankGrade } from './judge-column.ts';
import { type MeasuredColumn, type MeasuredLeads, measureColumn } from './measure-column.ts';
import type { LeakSuspect } from './profile.ts';
import { rowOrderAuc } from './ranked-auc.ts';
import { type ReadColumn, readColumn } from './read-column.ts';
import { addCounts, countFilled } from './tally.ts';
import { noteOrder } from './write-notes.ts';

/**
 * Numbers and dates of more leads are measured on an evenly spaced sample: their areas would only be sharper in the third
 * digit.
 */
const ENOUGH_LEADS = 100_000;

/** What may make the figures of a training flatter, found in the columns of its file. */
export interface FileFindings {
  /** Columns that may know the outcome, those that training leaves out among them; as the profile has them. */
  readonly suspects: readonly LeakSuspect[];
  /** How the conversion rate moves along the file or with its dates, in sentences with the option that measures it. */
  readonly notes: readonly string[];
}

/**
 * Finds what `scorelane profile` would: the columns that may know the outcome, and a conversion rate that moves. For
 * `train`, which reads the file anyway; a million leads of 18 columns take about a second.
 *
 * Columns of more than 65,535 different words, of which training keeps none, are not looked at; no model uses them.
 *
 * @param time the column of `--time`, if it was given: it is not recommended then
 */
export function findLeakSuspects(
  { table, rows, labels, target, notLearned, rules, told }: UnreadLeads,
  time: string | undefined,
): FileFindings {
  const all: Inspected = { rows, leads: { every: range(rows.length), labels } };
  const sample = takeSample(all);
  const suspects: LeakSuspect[] = [];
  let clock: Clock | undefined;
  table.columns.forEach((column, i) => {
    if (column.kind === 'text' || column.name === target || notLearned.has(column.name)) return;
    let { leads } = sample;
    let read = readCopy(column, i + 1, sample, rules, told);
    // A level of few leads would be missed in a sample; counting levels costs little, sorting numbers does.
    if (read.reading.kind === 'level' && sample !== all) {
      leads = all.leads;
      read = readCopy(column, i + 1, all, rules, told);
    }
    const suspect = judgeMeasured(read, measureColumn(read, leads));
    if (suspect !== undefined) suspects.push(suspect);
    else clock = chooseClock(clock, read, leads);
  });
  const moves = time === undefined ? clock?.warning : undefined;
  const options = { time: time ?? (moves === undefined ? undefined : clock?.column) };
  return {
    suspects: sortSuspects(suspects),
    notes: [
      ...(moves === undefined ? [] : [moves]),
      ...noteOrder({ row_order_auc: rowOrderAuc(labels, all.leads.every) }, options),
    ],
  };
}

function takeSample(all: Inspected): Inspected {
  const rows = takeEvenly(all.rows, ENOUGH_LEADS);
  if (rows === all.rows) return all;
  return { rows, leads: { every: range(rows.length), labels: takeEvenly(all.leads.labels, ENOUGH_LEADS) } };
}

/** Reading uses a column up, so a copy is read: of all its rows, or of a few. */
function readCopy(
  column: Exclude<AnyColumn, { kind: 'text' }>,
  position: number,
  { rows, leads }: Inspected,
  rules: WordRules,
  told: ToldColumns,
): ReadColumn {
  const isFew = rows.length < (column.kind === 'words' ? column.codes : column.values).length;
  const copy: AnyColumn =
    column.kind === 'words'
      ? { ...column, codes: isFew ? pick(column.codes, rows) : column.codes.slice() }
      : { ...column, values: isFew ? pick(column.values, rows) : column.values.slice() };
  return readColumn(copy, position, leads.every, rules, undefined, told);
}

/** A plain loop: this runs for every cell. */
function pick<T extends Codes | Float64Array>(array: T, rows: Int32Array): T {
  const Kind = array.constructor as new (length: number) => T;
  const picked = new Kind(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = array[rows[i]!]!;
  return picked;
}

interface Inspected {
  /** The leads' rows in the table. */
  readonly rows: Int32Array;
  readonly leads: MeasuredLeads;
}

/** Judges a column that was measured; undefined when there is nothing to tell. */
export function judgeMeasured(
  { name, leftOut }: Pick<ReadColumn, 'name' | 'leftOut'>,
  { tally, evidence }: MeasuredColumn,
): LeakSuspect | undefined {
  const filled = countFilled(tally);
  return judgeColumn({ column: name, all: addCounts(filled, tally.missing), filled, ...evidence, leftOut });
}

/** The date that the profile shows leads over: the one that is most often filled. */
interface Clock {
  readonly column: string;
  readonly missing: number;
  readonly warning: string | undefined;
}

function chooseClock(
  before: Clock | undefined,
  { name, reading }: ReadColumn,
  { labels }: MeasuredLeads,
): Clock | undefined {
  if (reading.kind !== 'date') return before;
  const missing = reading.values.reduce((sum, day) => sum + Number(Number.isNaN(day)), 0);
  if (before !== undefined && before.missing <= missing) return before;
  return { column: name, missing, warning: measureDrift(reading.values, labels, name)?.warning };
}

/** Suspects first, then by column. */
export function sortSuspects(suspects: readonly LeakSuspect[]): LeakSuspect[] {
  return [...suspects].sort(
    (a, b) => rankGrade(a.grade) - rankGrade(b.grade) || (a.column < b.column ? -1 : 1),
  );
}

/**
 * Whether a model that learns from the column is not to be trusted: a suspect, and not for its order, of which training
 * uses none.
 *
 * @param leftOut the columns that training leaves out
 */
export const spoilsModel = (
  { column, findings }: LeakSuspect,
  leftOut: { readonly has: (column: string) => boolean },
): boolean =>
  !leftOut.has(column) && findings.some(({ grade, kind }) => grade === 'suspect' && kind !== 'order');

/** A suspect as one paragraph, for a list of warnings. */
export function describeLeakSuspect({ column, grade, findings, check }: LeakSuspect): string {
  const verdict = grade === 'suspect' ? 'may give the outcome away' : 'deserves a look';
  return `${column} ${verdict}: ${findings.map(({ text }) => text).join('; ')}. ${check}`;
}
