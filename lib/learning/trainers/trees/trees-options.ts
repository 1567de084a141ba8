import type { Monotone } from '../../binning/coarse-bins.ts';
import { recordOptions, type Trainer } from '../trainer.ts';

/** What is chosen by trying it on leads that were not learned from, where it is not told. */
export interface ChosenOptions {
  /** Leaves of a tree, at most. */
  readonly leaves: number;
  /** Leads in a leaf, at least. */
  readonly minLeadsPerLeaf: number;
  /** What is added to the Hessian of a level, before levels are ordered and in the value of leaves that they part. */
  readonly levelSmoothing: number;
  /** Share of the columns that a tree sees. */
  readonly columnShare: number;
  /** Weight of the additive model that the trees are mixed with; 0: trees alone. */
  readonly additiveShare: number;
}

export interface TreesOptions extends Partial<ChosenOptions> {
  /** Share of each leaf's value that is taken. */
  readonly learningRate: number;
  /** Trees of each fit, at most. */
  readonly maxTrees: number;
  /** Trees without a better validation log-loss until the end. */
  readonly patience: number;
  /** Share of the leads that a tree sees. */
  readonly rowShare: number;
  /** Ridge penalty on a leaf's value: what is added to its Hessian. */
  readonly l2: number;
  /** Fits with another validation part each, averaged in log-odds. */
  readonly bags: number;
  /** Share of the leads that tells when to stop. */
  readonly validationShare: number;
  /** Levels in fewer training leads share a bin. */
  readonly rareLevelRows: number;
  /** Of all numbers; levels have no order of their own. */
  readonly monotone: Monotone;
  /** Field → its own rule in place of `monotone`. */
  readonly monotoneBy: Readonly<Record<string, Monotone>>;
}

/** See docs/adr/0068. */
export const TREES_DEFAULTS: TreesOptions = {
  learningRate: 0.05,
  maxTrees: 2000,
  patience: 50,
  rowShare: 0.8,
  l2: 5,
  bags: 5,
  validationShare: 0.15,
  rareLevelRows: 20,
  monotone: 'none',
  monotoneBy: {},
};

type TreeSettings = Omit<ChosenOptions, 'additiveShare'>;

/** The settings that are tried. */
export const TRIED_SETTINGS: readonly TreeSettings[] = [
  { leaves: 15, minLeadsPerLeaf: 20, levelSmoothing: 10, columnShare: 0.6 },
  { leaves: 31, minLeadsPerLeaf: 20, levelSmoothing: 10, columnShare: 0.6 },
  { leaves: 8, minLeadsPerLeaf: 60, levelSmoothing: 50, columnShare: 0.6 },
  { leaves: 15, minLeadsPerLeaf: 60, levelSmoothing: 50, columnShare: 0.4 },
];

/** The weights of the additive model that are tried. */
export const TRIED_SHARES: readonly number[] = [0, 0.3];

/** As the artifact records them. */
export function recordTreesOptions(options: TreesOptions): Trainer['options'] {
  const { rareLevelRows: _, monotoneBy, monotone, ...others } = options;
  const rules = Object.entries(monotoneBy).sort(([a], [b]) => (a < b ? -1 : 1));
  return recordOptions({
    ...others,
    ...(monotone === 'none' && rules.length === 0 ? {} : { monotone }),
    ...(rules.length === 0 ? {} : { monotoneBy: rules.map(([f, rule]) => `${f}:${rule}`).join(',') }),
  });
}
