import type { ClassCounts } from '../../statistics/count-classes.ts';
import { outOfFoldAuc } from '../../statistics/out-of-fold-auc.ts';
import { makeBinTable } from '../../statistics/weight-of-evidence.ts';
import { informationOfLevels } from '../binning/information-value.ts';
import { countRanges } from './make-bins.ts';
import { rankedAuc } from './ranked-auc.ts';
import { type Count, countAll, type LevelTally, type NumberTally } from './tally.ts';

/** How well a column alone tells converted leads from others. */
export interface Separation {
  /** The leads it was measured on. */
  readonly leads: Count;
  readonly informationValue: number;
  /** ROC-AUC of its values or bins, scored by their conversion rates out of fold. */
  readonly binnedAuc: number;
  /** Numbers: ROC-AUC of leads ranked by it; below .5, smaller ones convert more. */
  readonly rankedAuc?: number;
  /** The same among leads of about the same place in the file; measured when it is asked for, undefined: it cannot be. */
  readonly within?: () => number | undefined;
}

/** The better of the ways to tell leads apart by the column. */
export const bestAuc = ({ binnedAuc, rankedAuc: ranked = 0.5 }: Separation): number =>
  Math.max(binnedAuc, ranked, 1 - ranked);

/** @param edges bin i holds edges[i-1] < x ≤ edges[i] */
export function separateNumbers(tally: NumberTally, edges: Float64Array): Separation {
  const bins = withMissing(countRanges(tally, edges), tally.missing);
  return {
    leads: countAll(tally),
    informationValue: makeBinTable(bins.total, bins.converted).iv,
    binnedAuc: outOfFoldAuc(bins.total, bins.converted),
    rankedAuc: rankedAuc(tally),
  };
}

export function separateLevels(tally: LevelTally): Separation {
  const levels = withMissing(tally, tally.missing);
  return {
    leads: countAll(tally),
    informationValue: informationOfLevels(levels),
    binnedAuc: outOfFoldAuc(levels.total, levels.converted),
  };
}

/** Missing as one more value. */
const withMissing = ({ total, converted }: ClassCounts, missing: Count): ClassCounts => ({
  total: [...Array.from(total), missing.total],
  converted: [...Array.from(converted), missing.converted],
});
