import { quantileEdges } from '../../statistics/quantile-edges.ts';
import { takeEvenly } from '../../statistics/take-evenly.ts';
import { NUMBER_BINS } from '../binning/information-value.ts';
import { countConverted } from '../evaluation/split-leads.ts';
import type { Feature } from '../table/encode-leads.ts';
import { type Evidence, judgeColumn, rankGrade } from './judge-column.ts';
import { type Separation, separateLevels, separateNumbers } from './measure-separation.ts';
import type { LeakSuspect } from './profile.ts';
import {
  type Count,
  countFilled,
  type LevelTally,
  type NumberTally,
  tallyLevels,
  tallyNumbers,
} from './tally.ts';

/** Separation measured on more leads would only be sharper in the third digit. */
const ENOUGH_LEADS = 50_000;

/**
 * The fields that may know the outcome: those that separate too well alone, are filled for one class only, or
 * have levels of one class only. Meant for `train` as well: a million leads of 18 columns take a fraction of a
 * second.
 *
 * @param labels 1: converted, 0: not; per lead of the features
 * @param rows the leads to look at, in an order that says nothing of the outcome
 * @returns suspects first, then what deserves a look; within a grade by column
 */
export function findLeakSuspects(
  features: readonly Feature[],
  labels: Uint8Array,
  rows: Int32Array,
): LeakSuspect[] {
  const sample = takeEvenly(rows, ENOUGH_LEADS);
  const all = { total: rows.length, converted: countConverted(labels, rows) };
  const byField = Map.groupBy(features, (feature) => feature.field);
  const leads = { labels, rows, sample, all };
  return sortSuspects(
    [...byField].flatMap(([field, parts]) => judgeColumn(gatherEvidence(field, parts, leads)) ?? []),
  );
}

/** Suspects first, then by column. */
export function sortSuspects(suspects: readonly LeakSuspect[]): LeakSuspect[] {
  return [...suspects].sort(
    (a, b) => rankGrade(a.grade) - rankGrade(b.grade) || (a.column < b.column ? -1 : 1),
  );
}

/** A suspect as one paragraph, for a list of warnings. */
export function describeLeakSuspect({ column, grade, findings, check }: LeakSuspect): string {
  const verdict = grade === 'suspect' ? 'may give the outcome away' : 'deserves a look';
  return `${column} ${verdict}: ${findings.map(({ text }) => text).join('; ')}. ${check}`;
}

interface Leads {
  readonly labels: Uint8Array;
  readonly rows: Int32Array;
  /** Some of the rows, enough for measuring. */
  readonly sample: Int32Array;
  readonly all: Count;
}

/** @param parts what training reads of the field: one feature, or the parts of a date */
function gatherEvidence(
  field: string,
  parts: readonly Feature[],
  { labels, rows, sample, all }: Leads,
): Evidence {
  const separation: Separation[] = [];
  const tallies: (LevelTally | NumberTally)[] = [];
  let filled: Count = all;
  for (const feature of parts) {
    if (feature.kind === 'number') {
      const tally = tallyNumbers(feature, labels, sample);
      tallies.push(tally);
      separation.push(separateNumbers(tally, quantileEdges(feature.values, sample, NUMBER_BINS)));
      filled = countKnown(feature.values, labels, rows);
    } else {
      const tally = tallyLevels(feature, labels, rows);
      tallies.push(tally);
      separation.push(separateLevels(rows === sample ? tally : tallyLevels(feature, labels, sample)));
      filled = countFilled(tally);
    }
  }
  return { column: field, all, filled, separation, tallies, leftOut: undefined };
}

function countKnown(values: Float64Array, labels: Uint8Array, rows: Int32Array): Count {
  let [total, converted] = [0, 0];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (Number.isNaN(values[row]!)) continue;
    total += 1;
    converted += labels[row]!;
  }
  return { total, converted };
}
