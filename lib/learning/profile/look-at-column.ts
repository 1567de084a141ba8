import type { DatePart } from '../../model/artifact.ts';
import { quantileEdges } from '../../statistics/quantile-edges.ts';
import { NUMBER_BINS } from '../binning/information-value.ts';
import { chooseEdges } from './choose-edges.ts';
import { describeDates, makePartBins, makePeriods } from './describe-dates.ts';
import { describeNumbers } from './describe-numbers.ts';
import type { Evidence } from './judge-column.ts';
import { type BinBase, makeLevels, makeRanges } from './make-bins.ts';
import { type Separation, separateLevels, separateNumbers } from './measure-separation.ts';
import type { ColumnProfile } from './profile.ts';
import { orderAuc, rankedAuc } from './ranked-auc.ts';
import type { ReadColumn } from './read-column.ts';
import type { ProfiledLeads } from './select-leads.ts';
import { type LevelTally, type NumberTally, tallyLevels, tallyNumbers } from './tally.ts';

/** What is seen in a column, by the kind of its values. */
export interface Sight {
  readonly tally: NumberTally | LevelTally;
  readonly description: Pick<ColumnProfile, 'numbers' | 'dates' | 'histogram' | 'bins' | 'parts'>;
  /** What training would make of the column, if it used it. */
  readonly separation: readonly Separation[];
  readonly evidence: Pick<Evidence, 'separation' | 'tallies' | 'order'>;
}

export function lookAtColumn({ reading, leftOut }: ReadColumn, leads: ProfiledLeads): Sight {
  const { every, labels } = leads;
  const base = { rows: every.length, hasOutcome: leads.hasOutcome };
  const isUsed = leftOut === undefined;
  switch (reading.kind) {
    case 'level':
      return lookAtLevels(tallyLevels(reading, labels, every), isUsed, base);
    case 'number': {
      const edges = quantileEdges(reading.values, every, NUMBER_BINS);
      return lookAtNumbers(tallyNumbers(reading, labels, every), edges, isUsed, base);
    }
    case 'date': {
      const parts = reading.parts.map((part) => {
        const tally = tallyLevels(part, labels, every);
        return { part: part.part!, tally, separation: separateLevels(tally) };
      });
      return lookAtDays(tallyNumbers(reading, labels, every), parts, base);
    }
  }
}

function lookAtLevels(tally: LevelTally, isUsed: boolean, base: BinBase): Sight {
  const separation = [separateLevels(tally)];
  return {
    tally,
    description: { bins: makeLevels(tally, base) },
    separation,
    evidence: { separation, tallies: [tally], order: isUsed ? undefined : orderAuc(tally) },
  };
}

function lookAtNumbers(tally: NumberTally, edges: Float64Array, isUsed: boolean, base: BinBase): Sight {
  const separation = [separateNumbers(tally, edges)];
  const numbers = describeNumbers(tally);
  return {
    tally,
    description: {
      ...(numbers === undefined ? {} : { numbers, histogram: makeRanges(tally, chooseEdges(tally), base) }),
      bins: makeRanges(tally, edges, base),
    },
    separation,
    // Numbers that training does not use are identifiers or constant: only their order may tell something.
    evidence: isUsed
      ? { separation, tallies: [tally] }
      : { separation: [], tallies: [], order: rankedAuc(tally) },
  };
}

interface SeenPart {
  readonly part: DatePart;
  readonly tally: LevelTally;
  readonly separation: Separation;
}

function lookAtDays(tally: NumberTally, parts: readonly SeenPart[], base: BinBase): Sight {
  const separation = parts.map((part) => part.separation);
  const dates = describeDates(tally);
  return {
    tally,
    description: {
      ...(dates === undefined ? {} : { dates }),
      bins: makePeriods(tally, base),
      parts: parts.map(({ part, ...seen }) => ({
        part,
        bins: makePartBins(seen.tally, part, base),
        ...(base.hasOutcome ? { information_value: seen.separation.informationValue } : {}),
      })),
    },
    separation,
    evidence: { separation, tallies: parts.map((part) => part.tally), order: rankedAuc(tally) },
  };
}
