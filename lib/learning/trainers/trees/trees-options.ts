import { recordOptions, type Trainer, type TrainingSet } from '../trainer.ts';
import type { MonotoneRules } from './direction-of.ts';
import type { GrowRules } from './grow/tree-grower.ts';

/** What is chosen where it is not told: the number of bags by the size of the table, all else by trying it. */
export interface ChosenOptions {
  /** Leaves of a tree, at most. */
  readonly leaves: number;
  /** Leads in a leaf, at least. */
  readonly minLeadsPerLeaf: number;
  /** What is added to the Hessian of a level, before levels are ordered and in the value of leaves that they part. */
  readonly levelSmoothing: number;
  /** Share of the columns that a tree sees. */
  readonly columnShare: number;
  /** Fits with another validation part each, averaged in log-odds. */
  readonly bags: number;
  /** Weight of the additive model that the trees are mixed with; 0: trees alone. */
  readonly additiveShare: number;
}

export interface TreesOptions extends Partial<ChosenOptions>, MonotoneRules {
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
  /** Share of the leads that tells when to stop. */
  readonly validationShare: number;
  /** Levels in fewer training leads share a bin. */
  readonly rareLevelRows: number;
}

/** See docs/adr/0068. */
export const TREES_DEFAULTS: TreesOptions = {
  learningRate: 0.05,
  maxTrees: 2000,
  patience: 50,
  rowShare: 0.8,
  l2: 5,
  validationShare: 0.15,
  rareLevelRows: 20,
  monotone: 'none',
  monotoneBy: {},
};

/** What a tree grows by. */
export type TreeSettings = Omit<ChosenOptions, 'additiveShare' | 'bags'>;

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

/** Fits that are averaged unless told. */
const USUAL_BAGS = 5;
/** Of so many values one fit is enough: a table as large leaves little to chance, and more would not be done in a function's time. */
const LARGE = 20_000_000;
/** Columns × leads × trees of a fit, at most; some two minutes. */
const MOST_WORK = 1e11;

const valuesOf = ({ features, rows }: TrainingSet): number => features.length * rows.length;

export const isLarge = (set: TrainingSet): boolean => valuesOf(set) > LARGE;

/** Fits to average of a table of this size. */
export const bagsFor = (set: TrainingSet): number =>
  Math.max(1, Math.min(USUAL_BAGS, Math.floor(LARGE / valuesOf(set))));

/** Levels on the smaller side of a split at most, and leads that each step along their order must add, as LightGBM has them. */
const LEVELS = { maxLevels: 32, minLeadsPerStep: 100 } as const;

/** How the trees of one fit grow. */
export interface BagRules extends GrowRules {
  readonly maxTrees: number;
  readonly patience: number;
}

/** How trees grow by these options. */
export const rulesOf = (
  options: TreesOptions & TreeSettings,
  { columns, labels }: { readonly columns: readonly unknown[]; readonly labels: Uint8Array },
): BagRules => ({
  ...LEVELS,
  leaves: options.leaves,
  learningRate: options.learningRate,
  minLeadsPerLeaf: options.minLeadsPerLeaf,
  minHessianPerLeaf: 1e-3,
  l2: options.l2,
  levelSmoothing: options.levelSmoothing,
  levelL2: options.levelSmoothing,
  columnShare: options.columnShare,
  rowShare: options.rowShare,
  // About a thousandth of a step: shorter numbers in the artifact, and nothing that any score shows.
  valueStep: 10 ** Math.ceil(Math.log10(options.learningRate) - 3.5),
  maxTrees: Math.min(options.maxTrees, Math.ceil(MOST_WORK / (columns.length * labels.length))),
  patience: options.patience,
});
