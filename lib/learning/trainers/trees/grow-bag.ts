import { mix32 } from '../../../statistics/random.ts';
import { softplus } from '../../../statistics/softplus.ts';
import type { ValidationSplit } from '../boosted/split-validation.ts';
import { createTreeGrower } from './grow/create-tree-grower.ts';
import type { GrownTree, GrowRules } from './grow/tree-grower.ts';
import type { TreeLeads } from './read-tree-leads.ts';
import type { BagRules } from './trees-options.ts';

export interface Bag {
  readonly trees: readonly GrownTree[];
  /** Log-odds of the leads that validated, in their order. */
  readonly validated: Float64Array;
}

/** The validation log-loss must fall by so much to count as better. */
const LEAST_GAIN = 1e-7;
/** Trees in a row that find no split: each sees other leads and columns, so one alone does not say that none will. */
const FRUITLESS = 10;

/** Grows trees until the log-loss of the validating leads no longer falls, and keeps those up to its best. */
export function growBag(
  leads: TreeLeads,
  rules: BagRules,
  { learn, validate }: ValidationSplit,
  seed: number,
): Bag {
  const heldOut = new Uint8Array(leads.labels.length).fill(1);
  for (const lead of learn) heldOut[lead] = 0;
  const validated = new Float64Array(validate.length).fill(leads.base);
  const start = new Float64Array(leads.labels.length).fill(leads.base);
  let [best, kept] = [meanLoss(start, validate, leads), 0];
  const trees = growTrees(leads, rules, seed, { most: rules.maxTrees, heldOut }, (count, scores) => {
    const loss = meanLoss(scores, validate, leads);
    if (loss < best - LEAST_GAIN) {
      [best, kept] = [loss, count];
      for (let i = 0; i < validated.length; i++) validated[i] = scores[validate[i]!]!;
    }
    return count - kept < rules.patience;
  });
  return { trees: trees.slice(0, kept), validated };
}

/**
 * Grows trees on all leads but those held out.
 *
 * @param proceed whether to grow another: gets how many there are, and the log-odds of all leads with them
 */
export function growTrees(
  { columns, labels, positiveWeight, maturity, base }: TreeLeads,
  rules: GrowRules,
  seed: number,
  { most, heldOut }: { readonly most: number; readonly heldOut?: Uint8Array },
  proceed: (count: number, scores: Float64Array) => boolean = () => true,
): GrownTree[] {
  const grower = createTreeGrower(
    { count: labels.length, columns },
    {
      labels,
      positiveWeight,
      start: base,
      ...(heldOut === undefined ? {} : { heldOut }),
      ...(maturity === undefined ? {} : { maturity }),
    },
    rules,
  );
  const trees: GrownTree[] = [];
  try {
    let fruitless = 0;
    for (let round = 1; trees.length < most && fruitless < FRUITLESS; round++) {
      const tree = grower.grow(mix32(seed ^ mix32(round)));
      fruitless = tree === undefined ? fruitless + 1 : 0;
      if (tree === undefined) continue;
      trees.push(tree);
      if (!proceed(trees.length, grower.scores)) break;
    }
  } finally {
    grower.close();
  }
  return trees;
}

/** The mean log-loss of some leads, converted ones weighed. @param scores log-odds, one per label */
export function meanLoss(
  scores: Float64Array,
  rows: Int32Array,
  { labels, positiveWeight, maturity }: Pick<TreeLeads, 'labels' | 'positiveWeight' | 'maturity'>,
): number {
  let [sum, weights] = [0, 0];
  // A loop without calls per lead: it is done after every tree.
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const z = labels[row] === 1 ? -scores[row]! : scores[row]!;
    const weight = labels[row] === 1 ? positiveWeight : 1;
    sum += weight * (z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z)));
    weights += weight;
    if (maturity !== undefined && labels[row] === 0)
      sum -= softplus(scores[row]! + Math.log1p(-maturity[row]!));
  }
  return sum / weights;
}
