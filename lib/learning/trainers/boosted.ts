import type { PairTerm } from '../../model/artifact.ts';
import { moments } from '../../statistics/moments.ts';
import { mix32 } from '../../statistics/random.ts';
import { sigmoid } from '../../statistics/sigmoid.ts';
import { sum } from '../../statistics/sum.ts';
import { take } from '../../typed-arrays.ts';
import { type BinnedFeature, binFeatures } from './boosted/bin-features.ts';
import { addValues, type BoostLeads, boost, type Component } from './boosted/boost.ts';
import { BOOSTED_DEFAULTS, type BoostedOptions, recordBoostedOptions } from './boosted/boosted-options.ts';
import { buildMainTerm, buildPairTerm } from './boosted/build-boosted-terms.ts';
import { stepLevels, stepNumber } from './boosted/find-step.ts';
import { cutQuadrants, type PairGrid } from './boosted/pair-grid.ts';
import { purifyPair } from './boosted/purify-pair.ts';
import { screenPairs } from './boosted/screen-pairs.ts';
import type { AdditiveFit, Trainer, TrainingSet } from './trainer.ts';

export type { BoostedOptions };

/** A pair whose contributions vary less than this (standard deviation, log-odds) is not worth its grid. */
const LEAST_SPREAD = 0.01;

/**
 * A boosted additive model, after the explainable boosting machine (Lou, Caruana, Gehrke & Hooker 2013, Accurate
 * intelligible models with pairwise interactions; Nori et al. 2019, InterpretML): small trees on one feature at a
 * time, in turn, then on the strongest pairs. Several fits, each stopped by another part of the leads, are
 * averaged. Since all trees of a feature add up to one value per bin, contributions stay exact.
 */
export function createBoostedTrainer(changes: Partial<BoostedOptions> = {}): Trainer {
  const options = { ...BOOSTED_DEFAULTS, ...changes };
  return {
    name: 'boosted',
    options: recordBoostedOptions(options),
    fit: (set) => fitBoosted(set, options),
  };
}

function fitBoosted(set: TrainingSet, options: BoostedOptions): AdditiveFit {
  const { features, rows, positiveWeight } = set;
  const labels = take(set.labels, rows);
  const binned = binFeatures(features, rows, options.maxBins, options.rareLevelRows);
  const converted = sum(labels);
  const base = Math.log((positiveWeight * converted) / (labels.length - converted));
  const start = new Float64Array(labels.length).fill(base);
  const leads = { labels, positiveWeight, start };
  const mains = boostBags(
    binned.map((feature) => mainComponent(feature, options)),
    leads,
    options,
    options.learningRate,
    set.seed,
  );
  const logOdds = start.slice();
  binned.forEach(({ codes }, j) => {
    addValues(logOdds, codes, mains[j]!);
  });
  const withMains = { ...leads, start: logOdds };
  const grids = options.pairs === 0 ? [] : screenPairs(binned, mains, withMains, options);
  const pairs = boostBags(
    grids.map(
      (grid): Component => ({
        bins: grid.counts.length,
        codes: grid.codes,
        findStep: (g, h, counts, step) => cutQuadrants(grid, g, h, counts, options, step) > 0,
      }),
    ),
    withMains,
    options,
    options.pairLearningRate,
    mix32(set.seed + 1),
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
    intercept: intercept + shiftToRate(raw, labels, positiveWeight),
    terms: [...terms, ...pairTerms],
    warnings: [],
  };
}

function mainComponent(feature: BinnedFeature, rules: BoostedOptions): Component {
  const findStep = feature.kind === 'number' ? stepNumber(rules) : stepLevels(rules);
  return { bins: feature.bins, codes: feature.codes, findStep };
}

/** The mean of several fits' values. */
function boostBags(
  components: readonly Component[],
  leads: BoostLeads,
  options: BoostedOptions,
  learningRate: number,
  seed: number,
): Float64Array[] {
  if (components.length === 0) return [];
  const sums = components.map(({ bins }) => new Float64Array(bins));
  for (let bag = 0; bag < options.bags; bag++) {
    boost(components, leads, { ...options, learningRate }, mix32(seed ^ mix32(bag + 1))).forEach(
      (values, j) => {
        for (let bin = 0; bin < values.length; bin++) sums[j]![bin]! += values[bin]! / options.bags;
      },
    );
  }
  return sums;
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

/** What to add to all log-odds so that the mean probability is the share of converted leads: Newton's method. */
function shiftToRate(logOdds: Float64Array, labels: Uint8Array, positiveWeight: number): number {
  let shift = 0;
  for (let iteration = 0; iteration < 50; iteration++) {
    let [gradient, hessian] = [0, 0];
    for (let i = 0; i < logOdds.length; i++) {
      const p = sigmoid(logOdds[i]! + shift);
      const weight = labels[i] === 1 ? positiveWeight : 1;
      gradient += weight * (p - labels[i]!);
      hessian += weight * p * (1 - p);
    }
    const step = gradient / Math.max(hessian, 1e-9);
    shift -= Math.max(-1, Math.min(1, step));
    if (Math.abs(step) < 1e-12) break;
  }
  return shift;
}
