import { mix32 } from '../../statistics/random.ts';
import { planBags } from './boosted/plan-bags.ts';
import { type BoostedOptions, createBoostedTrainer } from './boosted.ts';
import type { ModelFit, Trainer, TrainingSet } from './trainer.ts';
import { buildTrees } from './trees/build-trees.ts';
import type { GrownTree } from './trees/grow/tree-grower.ts';
import { growBag, growTrees } from './trees/grow-bag.ts';
import { readTreeLeads, type TreeLeads } from './trees/read-tree-leads.ts';
import { scaleTerm } from './trees/scale-term.ts';
import { settleTrees } from './trees/settle-trees.ts';
import {
  type ChosenOptions,
  recordTreesOptions,
  rulesOf,
  TREES_DEFAULTS,
  type TreesOptions,
} from './trees/trees-options.ts';

export type { TreesOptions };

/**
 * Gradient boosted trees on binned leads (Friedman 2001, Greedy function approximation; Ke et al. 2017, LightGBM), each grown leaf
 * by leaf. Several fits, each stopped by another part of the leads, are averaged in log-odds (Breiman 1996, Bagging predictors), and
 * mixed with the additive model of `boosted` where that helps leads that were not learned from. Where the leads have times, the
 * latest tell how many trees to grow, and all leads are then learned from.
 *
 * What of the settings is not told is chosen by trying it (`settle`); `fit` does so itself where that was not done.
 *
 * @param additive settings of the additive model
 */
export function createTreesTrainer(
  changes: Partial<TreesOptions> = {},
  additive: Partial<BoostedOptions> = {},
): Trainer {
  const options = { ...TREES_DEFAULTS, ...changes };
  const settle = (set: TrainingSet) =>
    settleTrees(set, options, createBoostedTrainer({ ...additive, bags: 1 }));
  return {
    name: 'trees',
    options: recordTreesOptions(options),
    settle,
    fit: (set) => {
      const settled = { ...options, ...settle(set).settings } as TreesOptions & ChosenOptions;
      return fitTrees(set, settled, createBoostedTrainer(additive));
    },
  };
}

function fitTrees(
  set: TrainingSet,
  options: TreesOptions & ChosenOptions,
  additive: Pick<Trainer, 'fit'>,
): ModelFit {
  const leads = readTreeLeads(set, options);
  const { additiveShare } = options;
  const share = 1 - additiveShare;
  const bags = leads.columns.length === 0 || share === 0 ? [] : growBags(set, leads, options);
  const trees = buildTrees(
    leads.columns,
    bags.map((grown) => ({ trees: grown, weight: share / bags.length })),
  );
  const model = trees === undefined ? {} : { trees };
  if (additiveShare === 0) return { intercept: leads.base, terms: [], ...model, warnings: [] };
  const { intercept, terms, warnings } = additive.fit(set);
  return {
    intercept: share * leads.base + additiveShare * intercept,
    terms: terms.map((term) => scaleTerm(term, additiveShare)),
    ...model,
    warnings,
  };
}

function growBags(
  set: TrainingSet,
  leads: TreeLeads,
  options: TreesOptions & ChosenOptions,
): readonly (readonly GrownTree[])[] {
  const rules = rulesOf(options, leads);
  const { splits, isForward } = planBags(set, leads.labels, options)(set.seed);
  const seedOf = (bag: number) => mix32(set.seed ^ mix32(bag + 1));
  if (!isForward) return splits.map((split, bag) => growBag(leads, rules, split, seedOf(bag)).trees);
  const most = growBag(leads, rules, splits[0]!, seedOf(0)).trees.length;
  return Array.from({ length: options.bags }, (_, bag) => growTrees(leads, rules, seedOf(bag), { most }));
}
