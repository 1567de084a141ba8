import type { DatePart } from '../../model/artifact.ts';
import { aucWithinStretches } from '../../statistics/auc-within-stretches.ts';
import { binNumbers, quantileEdges } from '../../statistics/quantile-edges.ts';
import { takeEvenly } from '../../statistics/take-evenly.ts';
import { take } from '../../typed-arrays.ts';
import { NUMBER_BINS } from '../binning/information-value.ts';
import type { Evidence } from './judge-column.ts';
import { type Separation, separateLevels, separateNumbers } from './measure-separation.ts';
import { orderAuc, rankedAuc } from './ranked-auc.ts';
import type { ReadColumn } from './read-column.ts';
import { type Levels, type LevelTally, type NumberTally, tallyLevels, tallyNumbers } from './tally.ts';

/** The leads that columns are measured on. */
export interface MeasuredLeads {
  /** The leads' numbers, in the order of the file. */
  readonly every: Int32Array;
  /** Per lead, 1: converted. */
  readonly labels: Uint8Array;
}

export interface MeasuredPart {
  readonly part: DatePart;
  readonly tally: LevelTally;
  readonly separation: Separation;
}

/** A column in counts, and how it goes with the outcome. */
export interface MeasuredColumn {
  readonly tally: NumberTally | LevelTally;
  /** Of a number: up to 20 bins of about as many leads. */
  readonly edges?: Float64Array;
  /** Of a date: what training reads of it. */
  readonly parts: readonly MeasuredPart[];
  /** What training would make of the column, if it used it. */
  readonly separation: readonly Separation[];
  readonly evidence: Pick<Evidence, 'separation' | 'tallies' | 'order'>;
}

/** Enough to measure how alike leads of about the same place are. */
const ENOUGH_LEADS = 50_000;

/** Counts a column and measures how it goes with the outcome. */
export function measureColumn({ reading, leftOut }: ReadColumn, leads: MeasuredLeads): MeasuredColumn {
  const { every, labels } = leads;
  const isUsed = leftOut === undefined;
  switch (reading.kind) {
    case 'level': {
      const tally = tallyLevels(reading, labels, every);
      const separation = [{ ...separateLevels(tally), within: () => compareLevels(reading, leads) }];
      const order = isUsed ? undefined : orderAuc(tally);
      return { tally, parts: [], separation, evidence: { separation, tallies: [tally], order } };
    }
    case 'number': {
      const edges = quantileEdges(reading.values, every, NUMBER_BINS);
      const tally = tallyNumbers(reading, labels, every);
      const within = () => compareNumbers(reading.values, edges, leads);
      const separation = [{ ...separateNumbers(tally, edges), within }];
      // Numbers that training does not use are identifiers or constant: only their order may tell something.
      const evidence = isUsed
        ? { separation, tallies: [tally] }
        : { separation: [], tallies: [], order: rankedAuc(tally) };
      return { tally, edges, parts: [], separation, evidence };
    }
    case 'date': {
      const parts = reading.parts.map((part) => {
        const tally = tallyLevels(part, labels, every);
        return { part: part.part!, tally, separation: separateLevels(tally) };
      });
      const tally = tallyNumbers(reading, labels, every);
      const separation = parts.map((part) => part.separation);
      const tallies = parts.map((part) => part.tally);
      return { tally, parts, separation, evidence: { separation, tallies, order: rankedAuc(tally) } };
    }
  }
}

function compareLevels({ levels, codes }: Levels, { every, labels }: MeasuredLeads): number | undefined {
  const sample = takeEvenly(every, ENOUGH_LEADS);
  const coded = Int32Array.from(sample, (lead) => codes[lead]!);
  return aucWithinStretches(coded, levels.length + 1, take(labels, sample));
}

function compareNumbers(
  values: Float64Array,
  edges: Float64Array,
  { every, labels }: MeasuredLeads,
): number | undefined {
  const sample = takeEvenly(every, ENOUGH_LEADS);
  const codes = binNumbers(
    Float64Array.from(sample, (lead) => values[lead]!),
    edges,
  );
  return aucWithinStretches(codes, edges.length + 2, take(labels, sample));
}
