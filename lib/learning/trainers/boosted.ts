import type { PairTerm } from '../../model/artifact.ts';
import { moments } from '../../statistics/moments.ts';
import { mix32 } from '../../statistics/random.ts';
import { sigmoid } from '../../statistics/sigmoid.ts';
import { take, takeEach } from '../../typed-arrays.ts';
import { baseOf } from './base-of.ts';
import { type BinnedFeature, binFeatures } from './boosted/bin-features.ts';
import { addValues, type BoostLeads, boost, boostRounds, type Component, unseenOf } from './boosted/boost.ts';
import { BOOSTED_DEFAULTS, type BoostedOptions, recordBoostedOptions } from './boosted/boosted-options.ts';
import { buildMainTerm, buildPairTerm } from './boosted/build-boosted-terms.ts';
import { choosePairs } from './boosted/choose-pairs.ts';
import { stepLevels, stepNumber } from './boosted/find-step.ts';
import { type PairGrid, pairComponent } from './boosted/pair-grid.ts';
import { type Bags, groupsOf, planBags } from './boosted/plan-bags.ts';
import { purifyPair } from './boosted/purify-pair.ts';
import { layGrids, screenPairs } from './boosted/screen-pairs.ts';
import type { ValidationSplit } from './boosted/split-validation.ts';
import type { ModelFit, Trainer, TrainingSet } from './trainer.ts';

export type { BoostedOptions };

/** A pair whose contributions vary less than this (standard deviation, log-odds) is not worth its grid. */
const LEAST_SPREAD = 0.01;

/**
 * A boosted additive model, after the explainable boosting machine (Lou, Caruana, Gehrke & Hooker 2013, Accurate
 * intelligible models with pairwise interactions; Nori et al. 2019, InterpretML): small trees on one feature at a
 * time, in turn, then on the strongest pairs, of which as many are taken as lower the log-loss of leads that were not
 * learned from. Several fits, each stopped by another part of the leads, are averaged; where the leads have times, the
 * latest tell how many rounds to take, and all leads are then learned from for as many. Since all trees of a feature add up to one value per bin, contributions stay exact.
 */
export function createBoostedTrainer(changes: Partial<BoostedOptions> = {}): Trainer {
  const options = { ...BOOSTED_DEFAULTS, ...changes };
  return {
    name: 'boosted',
    options: recordBoostedOptions(options),
    fit: (set) => fitBoosted(set, options),
  };
}

function fitBoosted(set: TrainingSet, options: BoostedOptions): ModelFit {
  const { features, rows, positiveWeight } = set;
  const young = set.maturity === undefined ? {} : { maturity: takeEach(set.maturity, rows) };
  const labels = take(set.labels, rows);
  const binned = binFeatures(features, rows, options.maxBins, options.rareLevelRows);
  const base = baseOf({ labels, positiveWeight, ...young });
  const start = new Float64Array(labels.length).fill(base);
  const leads = { labels, positiveWeight, ...young, start };
  const splits = planBags(set, labels, options);
  const components = binned.map((feature) => mainComponent(feature, options));
  const { values: mains, first } = boostBags(
    components,
    leads,
    options,
    options.learningRate,
    splits(set.seed),
  );
  const withMains = { ...leads, start: addMains(start, binned, mains) };
  const tried = { ...leads, start: addMains(start, binned, first.values) };
  const most = choosePairs(binned, first.values, tried, options, first.split, groupsOf(set));
  const sides = screenPairs(binned, mains, withMains, { ...options, pairs: most });
  const grids = layGrids(binned, mains, sides, options.pairBins);
  const { values: pairs } = boostBags(
    grids.map((grid) => pairComponent(grid, options)),
    withMains,
    options,
    options.pairLearningRate,
    splits(mix32(set.seed + 1)),
  );
  const kept = grids.map((grid, k) => keepPair(grid, pairs[k]!, mains)).filter((pair) => pair !== undefined);
  let intercept = base;
  const terms = binned.map((feature, j) => {
    const mean = centre(mains[j]!, feature);
    intercept += mean;
    return buildMainTerm(feature, mains[j]!, moments(mains[j]!, feature.counts).mean);
  });
  const pairTerms: PairTerm[] = kept.map(({ grid, values }) => buildPairTerm(grid, values));
  const raw = new Float64Array(labels.length).fill(intercept);
  binned.forEach(({ codes }, j) => {
    addValues(raw, codes, mains[j]!);
  });
  for (const { grid, values } of kept) addValues(raw, grid.codes, values);
  return {
    intercept: intercept + shiftToRate(raw, leads),
    terms: [...terms, ...pairTerms],
    warnings: [],
  };
}

function mainComponent(feature: BinnedFeature, rules: BoostedOptions): Component {
  const findStep = feature.kind === 'number' ? stepNumber(rules) : stepLevels(rules);
  return { bins: feature.bins, codes: feature.codes, findStep };
}

const addMains = (
  start: Float64Array,
  binned: readonly BinnedFeature[],
  mains: readonly Float64Array[],
): Float64Array => {
  const logOdds = start.slice();
  binned.forEach(({ codes }, j) => {
    addValues(logOdds, codes, mains[j]!);
  });
  return logOdds;
};

/** The mean of several fits' values, and the first of them, which has not seen the leads that validated it. */
function boostBags(
  components: readonly Component[],
  leads: BoostLeads,
  options: BoostedOptions,
  learningRate: number,
  { splits, isForward }: Bags,
): { values: Float64Array[]; first: { values: Float64Array[]; split: ValidationSplit } } {
  const [split] = splits;
  if (components.length === 0) return { values: [], first: { values: [], split: split! } };
  const fits = splits.map((bag) => boost(components, leads, { ...options, learningRate }, bag));
  const first = { values: fits[0]!.values, split: split! };
  if (isForward) return { values: boostRounds(components, leads, learningRate, fits[0]!.rounds), first };
  const sums = components.map(({ bins }) => new Float64Array(bins));
  for (const fit of fits)
    fit.values.forEach((values, j) => {
      for (let bin = 0; bin < values.length; bin++) sums[j]![bin]! += values[bin]! / fits.length;
    });
  return { values: sums, first };
}

/** Purifies a pair into the mains; undefined when next to nothing is left of it. */
function keepPair(
  grid: PairGrid,
  values: Float64Array,
  mains: readonly Float64Array[],
): { grid: PairGrid; values: Float64Array } | undefined {
  const moved = purifyPair(grid, values);
  grid.sides.forEach((side, k) => {
    const { groupOf } = grid.groups[k]!;
    const main = mains[side]!;
    for (let bin = 0; bin < main.length; bin++) main[bin]! += moved[k]![groupOf[bin]!]!;
  });
  let [squares, leads] = [0, 0];
  for (let cell = 0; cell < values.length; cell++) {
    squares += grid.counts[cell]! * values[cell]! ** 2;
    leads += grid.counts[cell]!;
  }
  return Math.sqrt(squares / leads) < LEAST_SPREAD ? undefined : { grid, values };
}

/** Makes a main effect's mean over the training leads 0; returns what it was. */
function centre(values: Float64Array, { counts }: BinnedFeature): number {
  const { mean } = moments(values, counts);
  for (let bin = 0; bin < values.length; bin++) values[bin]! -= mean;
  return mean;
}

/**
 * What to add to all log-odds so that the mean probability is the share of converted leads, or, where some are too young, so that the
 * outcomes so far are most likely: Newton's method.
 */
function shiftToRate(
  logOdds: Float64Array,
  { labels, positiveWeight, maturity }: Pick<BoostLeads, 'labels' | 'positiveWeight' | 'maturity'>,
): number {
  const unseen = maturity && unseenOf(maturity);
  let shift = 0;
  for (let iteration = 0; iteration < (maturity === undefined ? 50 : 500); iteration++) {
    let [gradient, hessian] = [0, 0];
    for (let i = 0; i < logOdds.length; i++) {
      const p = sigmoid(logOdds[i]! + shift);
      const weight = labels[i] === 1 ? positiveWeight : 1;
      const later = unseen === undefined || labels[i] === 1 ? 0 : sigmoid(logOdds[i]! + shift + unseen[i]!);
      gradient += weight * (p - labels[i]! - later);
      hessian += weight * p * (1 - p);
    }
    const step = gradient / Math.max(hessian, 1e-9);
    shift -= Math.max(-1, Math.min(1, step));
    if (Math.abs(step) < 1e-12) break;
  }
  return shift;
}
