import { type ClassCounts, countClasses } from '../../statistics/count-classes.ts';
import { binNumbers, quantileEdges } from '../../statistics/quantile-edges.ts';
import { sumByGroup } from '../../statistics/sum-by-group.ts';
import { makeBinTable } from '../../statistics/weight-of-evidence.ts';
import type { Feature } from '../table/encode-leads.ts';

/** Quantile bins of a number. */
export const NUMBER_BINS = 20;
/** Levels in fewer leads share a bin. */
const FEWEST_ROWS = 20;

/**
 * Information value of a feature: how far the converted and the unconverted leads differ in it (Siddiqi,
 * Credit Risk Scorecards, 2006, ch. 6; Kullback's symmetric divergence). Numbers are cut into 20 quantile
 * bins, rare levels share one, missing is a bin of its own; smoothed, so always finite.
 *
 * @param labels 1: converted, 0: not; per lead of the feature
 * @param rows the leads to measure on; 0 when they are all of one class
 * @param maturity per lead of the feature, where some are too young
 */
export function informationValue(
  feature: Feature,
  labels: Uint8Array,
  rows: Int32Array,
  maturity?: Float64Array,
): number {
  if (feature.kind === 'level')
    return informationOfLevels(
      countClasses(feature.codes, feature.levels.length + 1, labels, rows, maturity),
    );
  const edges = quantileEdges(feature.values, rows, NUMBER_BINS);
  const codes = binNumbers(feature.values, edges);
  const { total, converted } = countClasses(codes, edges.length + 2, labels, rows, maturity);
  return makeBinTable(total, converted).iv;
}

/** The same of the leads of each level, missing last. */
export function informationOfLevels({ total, converted }: ClassCounts): number {
  const missing = total.length - 1;
  const binOf = Int32Array.from(total, (leads, level) =>
    level < missing && leads < FEWEST_ROWS ? missing + 1 : level,
  );
  const pool = (counts: ArrayLike<number>) => sumByGroup(binOf, missing + 2, counts);
  return makeBinTable(pool(total), pool(converted)).iv;
}
