import type { Term } from '../../model/artifact.ts';
import { mix32 } from '../../statistics/random.ts';
import { sum } from '../../statistics/sum.ts';
import { take } from '../../typed-arrays.ts';
import { scoreColumns } from '../score-columns.ts';
import { planBags } from './boosted/plan-bags.ts';
import { type BoostedOptions, createBoostedTrainer } from './boosted.ts';
import type { ModelFit, Trainer, TrainingSet } from './trainer.ts';
import { binLeads, type TreeColumn } from './trees/bin-leads.ts';
import { buildTrees } from './trees/build-trees.ts';
import { directionOf } from './trees/find-direction.ts';
import type { GrownTree } from './trees/grow/tree-grower.ts';
import { type BagRules, growBag, growTrees, meanLoss, type TreeLeads } from './trees/grow-bag.ts';
import {
  type ChosenOptions,
  recordTreesOptions,
  TREES_DEFAULTS,
  TRIED_SETTINGS,
  TRIED_SHARES,
  type TreesOptions,
} from './trees/trees-options.ts';

export type { TreesOptions };

/**
 * Gradient boosted trees on binned leads (Friedman 2001, Greedy function approximation; Ke et al. 2017, LightGBM), each grown leaf
 * by leaf: several fits, each stopped by another part of the leads, are averaged in log-odds (Breiman 1996, Bagging predictors), and
 * mixed with the additive model of `boosted` where that helps leads that were not learned from. Where the leads have times, the
 * latest tell how many trees to grow, and all leads are then learned from.
 *
 * What of the settings is not told is chosen by trying it (`settle`); `fit` does so itself where that was not done.
 */
export function createTreesTrainer(
  changes: Partial<TreesOptions> = {},
  additive: Partial<BoostedOptions> = {},
): Trainer {
  const options = { ...TREES_DEFAULTS, ...changes };
  return {
    name: 'trees',
    options: recordTreesOptions(options),
    settle: (set) => settleTrees(set, options, additive),
    fit: (set) => fitTrees(set, { ...options, ...settleTrees(set, options, additive) }, additive),
  };
}

type Settled = TreesOptions & ChosenOptions;

function fitTrees(set: TrainingSet, options: Settled, additive: Partial<BoostedOptions>): ModelFit {
  const { leads, columns } = readLeads(set, options);
  const share = 1 - options.additiveShare;
  const bags = columns.length === 0 ? [] : growBags(set, leads, options);
  const trees = buildTrees(
    columns,
    bags.map((grown) => ({ trees: grown, weight: share / bags.length })),
  );
  const model = { ...(trees === undefined ? {} : { trees }), warnings: [] };
  if (options.additiveShare === 0) return { intercept: leads.base, terms: [], ...model };
  const { intercept, terms, warnings } = createBoostedTrainer(additive).fit(set);
  return {
    intercept: share * leads.base + options.additiveShare * intercept,
    terms: terms.map((term) => scaleTerm(term, options.additiveShare)),
    ...model,
    warnings,
  };
}

function growBags(set: TrainingSet, leads: TreeLeads, options: Settled): readonly GrownTree[][] {
  const rules = rulesOf(options);
  const { splits, isForward } = planBags(set, leads.labels, options)(set.seed);
  const seedOf = (bag: number) => mix32(set.seed ^ mix32(bag + 1));
  if (!isForward) return splits.map((split, bag) => [...growBag(leads, rules, split, seedOf(bag)).trees]);
  const rounds = growBag(leads, rules, splits[0]!, seedOf(0)).trees.length;
  return Array.from({ length: options.bags }, (_, bag) =>
    growTrees(leads, rules, seedOf(bag), { most: rounds }),
  );
}

/**
 * Chooses what is not told: each setting learns from a part of the leads, and the rest of them, which also says when to stop,
 * compares them, alone and mixed with the additive model.
 */
function settleTrees(
  set: TrainingSet,
  options: TreesOptions,
  additive: Partial<BoostedOptions>,
): ChosenOptions {
  const told = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as unknown as TreesOptions;
  const settings = TRIED_SETTINGS.map((setting) => ({ ...setting, ...told }));
  const isMonotone = options.monotone !== 'none' || Object.keys(options.monotoneBy).length > 0;
  // The additive model knows no such rule.
  const shares =
    options.additiveShare !== undefined ? [options.additiveShare] : isMonotone ? [0] : TRIED_SHARES;
  const distinct = [...new Map(settings.map((each) => [JSON.stringify(pick(each)), each])).values()];
  if (distinct.length === 1 && shares.length === 1)
    return { ...pick(distinct[0]!), additiveShare: shares[0]! };
  const { leads, columns } = readLeads(set, options);
  if (columns.length === 0) return { ...pick(distinct[0]!), additiveShare: shares[0]! };
  const [split] = planBags(set, leads.labels, options)(set.seed).splits;
  const { learn, validate } = split!;
  const labels = take(leads.labels, validate);
  const rowsOf = (part: Int32Array) => part.map((i) => set.rows[i]!);
  const beside = shares.some((share) => share > 0)
    ? scoreColumns(
        createBoostedTrainer(additive).fit({ ...set, rows: rowsOf(learn) }),
        set.features,
        rowsOf(validate),
      )
    : undefined;
  let best: { loss: number; chosen: ChosenOptions } | undefined;
  for (const each of distinct) {
    const { validated } = growBag(
      leads,
      rulesOf({ ...each, ...pick(each) }),
      split!,
      mix32(set.seed ^ mix32(1)),
    );
    for (const share of shares) {
      const mixed = validated.map((z, i) => (share === 0 ? z : (1 - share) * z + share * beside![i]!));
      const loss = meanLoss(mixed, labels, set.positiveWeight);
      if (best === undefined || loss < best.loss)
        best = { loss, chosen: { ...pick(each), additiveShare: share } };
    }
  }
  return best!.chosen;
}

const pick = ({
  leaves,
  minLeadsPerLeaf,
  levelSmoothing,
  columnShare,
}: Omit<ChosenOptions, 'additiveShare'>) => ({
  leaves,
  minLeadsPerLeaf,
  levelSmoothing,
  columnShare,
});

const rulesOf = (options: TreesOptions & Omit<ChosenOptions, 'additiveShare'>): BagRules => ({
  leaves: options.leaves,
  learningRate: options.learningRate,
  minLeadsPerLeaf: options.minLeadsPerLeaf,
  minHessianPerLeaf: 1e-3,
  l2: options.l2,
  levelSmoothing: options.levelSmoothing,
  levelL2: options.levelSmoothing,
  maxLevels: 32,
  minLeadsPerStep: 100,
  columnShare: options.columnShare,
  rowShare: options.rowShare,
  valueStep: 10 ** Math.ceil(Math.log10(options.learningRate) - 3.5),
  maxTrees: options.maxTrees,
  patience: options.patience,
});

function readLeads(
  { features, rows, labels, positiveWeight }: TrainingSet,
  options: TreesOptions,
): { leads: TreeLeads; columns: TreeColumn[] } {
  const own = take(labels, rows);
  const columns = binLeads(features, rows, options.rareLevelRows, (feature) =>
    directionOf(feature, rows, own, options),
  );
  const converted = sum(own);
  const base = Math.log((positiveWeight * converted) / (own.length - converted));
  return { leads: { columns, labels: own, positiveWeight, base }, columns };
}

/** A term that contributes a share of what it did. */
function scaleTerm(term: Term, share: number): Term {
  const scale = (value: number) => value * share;
  switch (term.kind) {
    case 'pair':
      return { ...term, values: term.values.map((row) => row.map(scale)), mean: scale(term.mean) };
    case 'linear':
      return { ...term, weight: scale(term.weight), missing: scale(term.missing), mean: scale(term.mean) };
    case 'binned':
      return {
        ...term,
        values: term.values.map(scale),
        missing: scale(term.missing),
        mean: scale(term.mean),
      };
    case 'category':
      return {
        ...term,
        values: Object.fromEntries(
          Object.entries(term.values).map(([level, value]) => [level, scale(value)]),
        ),
        other: scale(term.other),
        missing: scale(term.missing),
        mean: scale(term.mean),
      };
  }
}
