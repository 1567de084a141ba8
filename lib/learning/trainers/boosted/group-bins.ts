import { FEWEST_NAMED } from '../../../lead/rare-levels.ts';
import { groupByMass } from '../../../statistics/group-by-mass.ts';
import type { BinnedFeature } from './bin-features.ts';

/** A feature's bins in fewer, larger groups: one side of a pair. */
export interface BinGroups {
  readonly feature: BinnedFeature;
  /** Bin → group. */
  readonly groupOf: Int32Array;
  readonly groups: number;
}

/** Whether a pair may tell what a bin holds; it keeps no hashes. */
export const isNamed = ({ kind, counts }: BinnedFeature, bin: number): boolean =>
  kind === 'number' || counts[bin]! >= FEWEST_NAMED;

/**
 * Groups bins by the leads in them: a number's neighbouring bins, levels by their main effect. Missing, and of
 * levels other, are groups of their own, behind the others.
 *
 * @param values the bins' main effects
 * @param most groups, without the special ones
 */
export function groupBins(feature: BinnedFeature, values: Float64Array, most: number): BinGroups {
  const special = feature.kind === 'number' ? 1 : 2;
  const ordinary = feature.bins - special;
  const order = Int32Array.from({ length: ordinary }, (_, bin) => bin).filter((bin) => isNamed(feature, bin));
  if (feature.kind === 'level') order.sort((a, b) => values[a]! - values[b]! || a - b);
  const grouped = groupByMass(
    order.map((bin) => feature.counts[bin]!),
    most,
  );
  const groupOf = new Int32Array(feature.bins);
  order.forEach((bin, i) => {
    groupOf[bin] = grouped[i]!;
  });
  const groups = (grouped.at(-1) ?? -1) + 1;
  // Levels that a model must not name are among the others.
  for (let bin = 0; bin < ordinary; bin++) if (!isNamed(feature, bin)) groupOf[bin] = groups;
  for (let k = 0; k < special; k++) groupOf[ordinary + k] = groups + k;
  return { feature, groupOf, groups: groups + special };
}
