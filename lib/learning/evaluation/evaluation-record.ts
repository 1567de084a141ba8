/**
 * Parts of the training record that say how the winner does beyond its overall figures. Names are snake_case, because the types
 * mirror metrics.json.
 */

/** Which leads were measured; none of them had been seen by the model that measured it. */
export type MeasuredOn = 'holdout' | 'cross_validation' | 'both';

/** A figure with its 95 % interval. */
export interface Bounded {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How the winner does in parts of the leads: those of `--segments`. */
export interface SegmentRecord {
  readonly on: MeasuredOn;
  /**
   * How many comparisons were made. A flag is raised where a difference would be certain to 95 % even so: each comparison gets
   * its share of the 5 % (Bonferroni).
   */
  readonly looks: number;
  /** All leads that were measured. */
  readonly all: SegmentFigures;
  /** In the order of the option. */
  readonly columns: readonly SegmentColumnRecord[];
}

export interface SegmentColumnRecord {
  readonly column: string;
  /** Levels; quantile bands of a number; stretches of the calendar. */
  readonly by: 'level' | 'band' | 'month' | 'quarter' | 'year';
  /** Levels: most leads first; the others ascending. Other levels and missing values come last. */
  readonly segments: readonly SegmentFigures[];
}

/** What is absent cannot be measured: fewer than 30 leads, or fewer than 5 that converted or did not. */
export interface SegmentFigures {
  /** `webinar`, `over 3 to 7`, `2026-03`, `2026 Q1`, `other (12 values)`, `missing`. */
  readonly segment: string;
  readonly kind: 'all' | 'value' | 'other' | 'missing';
  readonly rows: number;
  readonly converted: number;
  /** Share that converted. */
  readonly rate: number;
  readonly mean_probability: number;
  readonly roc_auc?: Bounded;
  readonly log_loss?: number;
  readonly brier?: number;
  /** Conversions observed ÷ expected: above 1 the probabilities are too low, below 1 too high. */
  readonly calibration?: Bounded;
  /** `ranking`: ROC-AUC is clearly lower than among all other leads that were measured. */
  readonly flags?: readonly SegmentFlag[];
}

export type SegmentFlag = 'too_low' | 'too_high' | 'ranking';

/** What comes of contacting the leads from a probability on, on leads that the measured model had not seen. */
export interface CutOffRecord {
  readonly on: Exclude<MeasuredOn, 'both'>;
  readonly rows: number;
  readonly converted: number;
  /** Highest probability first. */
  readonly points: readonly CutOffPoint[];
  /** With `--value` and `--cost`. */
  readonly profit?: ProfitRecord;
}

export interface CutOffPoint extends CutOffFigures {
  /**
   * Why it is listed: `top 10 %`, `p ≥ 0.3`, `grade A`, `best F1`, `best Youden`, `best profit`, `cost ÷ value`, `everyone`. A
   * cut-off may have several of them.
   */
  readonly marks: readonly string[];
}

export interface CutOffFigures {
  /** Leads with at least this probability are contacted. */
  readonly probability: number;
  /** How many that is, and how many of them converted. */
  readonly rows: number;
  readonly converted: number;
  /** Share of the leads that is contacted. */
  readonly contacted: number;
  /** Share of the conversions that is reached. */
  readonly recall: Bounded;
  /** Share of the contacted leads that converts. */
  readonly precision: Bounded;
  /** Share of the leads that do not convert that is left alone. */
  readonly specificity: Bounded;
  readonly f1: number;
  /** Precision ÷ base rate. */
  readonly lift: number;
  /** Per 1,000 leads, in the currency of `--value` and `--cost`. */
  readonly profit?: Bounded;
}

export interface ProfitRecord {
  /** Of a conversion. */
  readonly value: number;
  /** Of a contact. */
  readonly cost: number;
  /** The cut-off with the highest profit on these leads; null: none pays. It is chosen on them, so it flatters a little. */
  readonly best_probability: number | null;
}

/** How much worse the winner predicts when the values of a feature are shuffled among the hold-out's leads (Breiman 2001). */
export interface ShuffleRecord {
  readonly on: 'holdout';
  /** Leads that were measured, and how many the hold-out has. */
  readonly rows: number;
  readonly holdout_rows: number;
  readonly repeats: number;
  /** Whole groups change places, where leads of a group stay together in every split. */
  readonly shuffled: 'leads' | 'groups';
  /** Without shuffling. */
  readonly log_loss: number;
  readonly roc_auc: number;
  /** Every field of the model, most important by log-loss first. One that the model does not use has exactly 0. */
  readonly features: readonly ShuffledFeature[];
}

export interface ShuffledFeature {
  /** A field: all parts of a date, and its pairs with other fields, are shuffled together. */
  readonly feature: string;
  /**
   * The additive importance beside it: mean distance of the field's contributions from their mean, log-odds before calibration, of
   * the same model on the same leads.
   */
  readonly mean_abs: number;
  /** By how much log-loss rises. */
  readonly log_loss: Shuffled;
  /** By how much ROC-AUC falls. */
  readonly roc_auc: Shuffled;
}

export interface Shuffled {
  /** Of the repeats. */
  readonly mean: number;
  /** Standard deviation over the repeats: what the shuffling adds by chance. */
  readonly sd: number;
  /** Of the mean, 95 %: what other held-out leads would change. Of log-loss only. */
  readonly low?: number;
  readonly high?: number;
}
