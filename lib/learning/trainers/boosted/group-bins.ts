import type { BinnedFeature } from './bin-features.ts';

/** A feature's bins in fewer, larger groups: one side of a pair. */
export interface BinGroups {
  readonly feature: BinnedFeature;
  /** Bin → group. */
  readonly groupOf: Int32Array;
  readonly groups: number;
}

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
  const order = Int32Array.from({ length: ordinary }, (_, bin) => bin);
  if (feature.kind === 'level') order.sort((a, b) => values[a]! - values[b]! || a - b);
  const groupOf = new Int32Array(feature.bins);
  const total = order.reduce((sum, bin) => sum + feature.counts[bin]!, 0);
  let before = 0;
  let group = -1;
  let last = -1;
  for (const bin of order) {
    const count = feature.counts[bin]!;
    const slot =
      ordinary <= most ? group + 1 : Math.min(most - 1, Math.floor((most * (before + count / 2)) / total));
    if (slot !== last) group += 1;
    last = slot;
    groupOf[bin] = group;
    before += count;
  }
  for (let k = 0; k < special; k++) groupOf[ordinary + k] = group + 1 + k;
  return { feature, groupOf, groups: group + 1 + special };
}
