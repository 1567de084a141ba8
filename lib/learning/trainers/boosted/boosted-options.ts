import { recordOptions, type Trainer } from '../trainer.ts';

export interface BoostedOptions {
  /** Bins of a number, by quantiles. */
  readonly maxBins: number;
  /** Share of a step that is taken. */
  readonly learningRate: number;
  /** Rounds over all features at most, of mains and of pairs each. */
  readonly maxRounds: number;
  /** Rounds without a better validation log-loss until the end. */
  readonly patience: number;
  /** Leaves of a step on a number or on levels. */
  readonly leaves: number;
  /** Fits with another validation part each, averaged. */
  readonly bags: number;
  /** Share of the leads that tells when to stop. */
  readonly validationShare: number;
  /** Leads in a leaf at least. */
  readonly minRowsPerLeaf: number;
  /** Ridge penalty on a leaf's value: what is added to its Hessian. */
  readonly l2: number;
  /** Levels in fewer training leads share "other". */
  readonly rareLevelRows: number;
  /** Pairs of features with a joint effect at most; 0: none. */
  readonly pairs: number;
  /** Bins of either side of a pair. */
  readonly pairBins: number;
  readonly pairLearningRate: number;
  /** Ridge penalty on the four values of a step on a pair. */
  readonly pairL2: number;
}

/** Measured on three splits of the UCI bank marketing data; see docs/adr/0011. */
export const BOOSTED_DEFAULTS: BoostedOptions = {
  maxBins: 128,
  learningRate: 0.1,
  maxRounds: 1500,
  patience: 30,
  leaves: 3,
  bags: 3,
  validationShare: 0.15,
  minRowsPerLeaf: 10,
  l2: 1,
  rareLevelRows: 20,
  pairs: 15,
  pairBins: 32,
  pairLearningRate: 0.3,
  pairL2: 20,
};

/** As the artifact records them, which has `rare_level_rows` among the options of the preparation. */
export const recordBoostedOptions = ({ rareLevelRows: _, ...options }: BoostedOptions): Trainer['options'] =>
  recordOptions(options);
