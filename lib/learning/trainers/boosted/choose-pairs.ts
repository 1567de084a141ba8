import { softplus } from '../../../statistics/softplus.ts';
import { sum } from '../../../statistics/sum.ts';
import { sumByGroup } from '../../../statistics/sum-by-group.ts';
import { fill, take, takeEach } from '../../../typed-arrays.ts';
import type { BinnedFeature } from './bin-features.ts';
import { type BoostLeads, boost, unseenOf } from './boost.ts';
import type { BoostedOptions } from './boosted-options.ts';
import { pairComponent } from './pair-grid.ts';
import { layGrids, screenPairs } from './screen-pairs.ts';
import type { ValidationSplit } from './split-validation.ts';

/** Parts of the most pairs that are tried, fewest first. */
const PARTS = [0.25, 0.5, 1];

/**
 * How many of the strongest pairs are worth having: of a quarter, half and all of them those with the lowest log-loss of the
 * validating leads, where it is lower than without pairs by more than the standard error of the difference; else none. These
 * leads took no part in the main effects, nor do they in the screening or the boosting here.
 *
 * @param values main effects per bin, learned without the validating leads
 * @param leads with the log-odds of those
 * @param groups per lead; leads of a group may be alike, so they count as one in the standard error
 * @returns at most `options.pairs`
 */
export function choosePairs(
  features: readonly BinnedFeature[],
  values: readonly Float64Array[],
  leads: BoostLeads,
  options: BoostedOptions,
  split: ValidationSplit,
  groups: Uint32Array | undefined,
): number {
  if (options.pairs === 0) return 0;
  const learned = features.map((feature) => keepLeads(feature, split.learn));
  const start = fill(new Float64Array(split.learn.length), (i) => leads.start[split.learn[i]!]!);
  const { maturity } = leads;
  const young = maturity === undefined ? {} : { maturity: takeEach(maturity, split.learn) };
  const learnLeads = { ...leads, labels: take(leads.labels, split.learn), ...young, start };
  const grids = layGrids(
    features,
    values,
    screenPairs(learned, values, learnLeads, options),
    options.pairBins,
  );
  const labels = take(leads.labels, split.validate);
  const unseen = maturity && unseenOf(takeEach(maturity, split.validate));
  const lossesOf = (logOdds: Float64Array) =>
    logOdds.map((z, i) => {
      if (labels[i] === 1) return leads.positiveWeight * softplus(-z);
      return unseen === undefined ? softplus(z) : softplus(z) - softplus(z + unseen[i]!);
    });
  const groupOf = (i: number) => groups?.[split.validate[i]!] ?? i;
  const without = lossesOf(fill(new Float64Array(labels.length), (i) => leads.start[split.validate[i]!]!));
  let best = { count: 0, losses: without };
  const counts = new Set(PARTS.map((part) => Math.ceil(part * grids.length)));
  for (const count of counts) {
    if (count === 0) continue;
    const components = grids.slice(0, count).map((grid) => pairComponent(grid, options));
    const rate = { ...options, learningRate: options.pairLearningRate };
    const losses = lossesOf(boost(components, leads, rate, split).validated);
    if (sum(losses) < sum(best.losses)) best = { count, losses };
  }
  return gains(without, best.losses, groupOf) ? best.count : 0;
}

/** The feature of some of the leads. */
function keepLeads(feature: BinnedFeature, rows: Int32Array): BinnedFeature {
  const codes = fill(new Uint16Array(rows.length), (i) => feature.codes[rows[i]!]!);
  return { ...feature, codes, counts: sumByGroup(codes, feature.bins) };
}

/** Whether the losses fell by more than the standard error of the fall. */
function gains(before: Float64Array, after: Float64Array, groupOf: (i: number) => number): boolean {
  const mean = before.reduce((total, loss, i) => total + loss - after[i]!, 0) / before.length;
  const sums = new Map<number, number>();
  for (let i = 0; i < before.length; i++)
    sums.set(groupOf(i), (sums.get(groupOf(i)) ?? 0) + before[i]! - after[i]! - mean);
  let squares = 0;
  for (const value of sums.values()) squares += value * value;
  const error = Math.sqrt((squares * sums.size) / Math.max(1, sums.size - 1)) / before.length;
  return mean > error;
}
