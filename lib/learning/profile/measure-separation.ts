import { makeBinTable } from '../binning/bin-table.ts';
import { countRanges } from './make-bins.ts';
import { outOfFoldAuc } from './out-of-fold-auc.ts';
import { rankedAuc } from './ranked-auc.ts';
import { type Count, countAll, type LevelTally, type NumberTally, type Tally } from './tally.ts';

/** Numbers are cut into this many quantile bins, as in `informationValue`. */
export const NUMBER_BINS = 20;
/** Levels in fewer leads share a bin, as in `informationValue`. */
const FEWEST_ROWS = 20;

/** How well a column alone tells converted leads from others. */
export interface Separation {
  /** The leads it was measured on. */
  readonly leads: Count;
  readonly informationValue: number;
  /** ROC-AUC of its values or bins, scored by their conversion rates out of fold. */
  readonly binnedAuc: number;
  /** Numbers: ROC-AUC of leads ranked by it; below .5, smaller ones convert more. */
  readonly rankedAuc?: number;
}

/** The better of the ways to tell leads apart by the column. */
export const bestAuc = ({ binnedAuc, rankedAuc: ranked = 0.5 }: Separation): number =>
  Math.max(binnedAuc, ranked, 1 - ranked);

/** @param edges bin i holds edges[i-1] < x ≤ edges[i] */
export function separateNumbers(tally: NumberTally, edges: Float64Array): Separation {
  const bins = withMissing({ ...countRanges(tally, edges), missing: tally.missing });
  return {
    leads: countAll(tally),
    informationValue: makeBinTable(bins.total, bins.converted).iv,
    binnedAuc: outOfFoldAuc(bins.total, bins.converted),
    rankedAuc: rankedAuc(tally),
  };
}

export function separateLevels(tally: LevelTally): Separation {
  const levels = withMissing(tally);
  const pooled = withMissing(poolRareLevels(tally));
  return {
    leads: countAll(tally),
    informationValue: makeBinTable(pooled.total, pooled.converted).iv,
    binnedAuc: outOfFoldAuc(levels.total, levels.converted),
  };
}

/** Missing as one more value. */
function withMissing({ total, converted, missing }: Tally) {
  return {
    total: append(total, missing.total),
    converted: append(converted, missing.converted),
  };
}

/** The rare levels as one, behind the others. */
function poolRareLevels({ total, converted, missing }: LevelTally): Tally {
  const common = [...total.keys()].filter((level) => total[level]! >= FEWEST_ROWS);
  const rest = (counts: Int32Array) =>
    counts.reduce((sum, leads, level) => (total[level]! < FEWEST_ROWS ? sum + leads : sum), 0);
  return {
    total: Int32Array.from([...common.map((level) => total[level]!), rest(total)]),
    converted: Int32Array.from([...common.map((level) => converted[level]!), rest(converted)]),
    missing,
  };
}

function append(counts: Int32Array, last: number): Int32Array {
  const longer = new Int32Array(counts.length + 1);
  longer.set(counts);
  longer[counts.length] = last;
  return longer;
}
