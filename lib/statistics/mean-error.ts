import { sum } from './sum.ts';

/**
 * A mean over the leads and its standard error. Leads of a group may be alike, so the error is that of the groups' sums (Cameron &
 * Miller 2015, A practitioner's guide to cluster-robust inference, §II.A, with G ÷ (G − 1)); when every lead is its own group
 * it is the standard deviation of the values ÷ √rows.
 *
 * @param values one per lead
 * @param groups per lead, leads that belong together having the same number; at least two groups
 * @example meanError(Float64Array.of(1, 2, 3)) // { mean: 2, standardError: 1 / Math.sqrt(3) }
 */
export function meanError(
  values: Float64Array,
  groups?: Uint32Array,
): { mean: number; standardError: number } {
  const mean = sum(values) / values.length;
  const deviations = values.map((value) => value - mean);
  const sums = groups === undefined ? deviations : sumClusters(deviations, groups);
  const count = sums.length;
  if (count < 2) throw new Error(`mean error: expected at least 2 groups of leads, got ${count}`);
  const squares = sum(sums.map((value) => value * value));
  return { mean, standardError: Math.sqrt((count / (count - 1)) * squares) / values.length };
}

/** The sum of each group's values, in the order in which the groups come. */
export function sumClusters(values: Float64Array, groups: Uint32Array): Float64Array {
  const sums = new Map<number, number>();
  groups.forEach((group, i) => {
    sums.set(group, (sums.get(group) ?? 0) + values[i]!);
  });
  return Float64Array.from(sums.values());
}
