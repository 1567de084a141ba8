import type { LeadSchema } from '../lead/schema.ts';

/**
 * The model artifact: one JSON file, `scorelane-model/1`. The types mirror the file, so their names are
 * snake_case. Its identity is the SHA-256 of its bytes; the version number belongs to the registry (ADR 3).
 *
 * log-odds = intercept + the sum of the terms' contributions; probability = calibration(sigmoid(log-odds)).
 */
export const ARTIFACT_FORMAT = 'scorelane-model/1';

export interface ModelArtifact {
  readonly format: typeof ARTIFACT_FORMAT;
  /** Readers refuse a kind that they do not know. */
  readonly kind: 'additive';
  readonly name: string;
  /** ISO 8601, UTC. The one part of the file that differs between two equal trainings. */
  readonly created_at: string;
  readonly trainer: string;
  readonly trainer_options: Readonly<Record<string, number | string | boolean>>;
  readonly seed: number;
  readonly schema: LeadSchema;
  /** Log-odds. */
  readonly intercept: number;
  readonly terms: readonly Term[];
  readonly calibration: Calibration;
  readonly scale: Scale;
  readonly metrics: ModelMetrics;
  readonly baseline: Baseline;
  readonly lineage: Lineage;
}

interface FeatureTerm {
  readonly feature: string;
  /** Contribution when the value is missing, log-odds. */
  readonly missing: number;
  /** Mean contribution over the training leads, log-odds; a reason is a contribution minus this. */
  readonly mean: number;
}

/** A number passed through its steps, in order, and multiplied by the weight. */
export interface LinearTerm extends FeatureTerm {
  readonly kind: 'linear';
  /** A date field is read as a number by this part of it. */
  readonly part?: NumberPart;
  readonly steps: readonly NumberStep[];
  readonly weight: number;
}

export type NumberStep =
  | { readonly op: 'clip'; readonly low: number; readonly high: number }
  | { readonly op: 'log1p' }
  /** The power transformation of Yeo and Johnson (2000). */
  | { readonly op: 'yeo-johnson'; readonly lambda: number }
  /** (value − mean) ÷ sd */
  | { readonly op: 'scale'; readonly mean: number; readonly sd: number };

/** A number that contributes the value of its bin; bin i holds edges[i-1] < number ≤ edges[i]. */
export interface BinnedTerm extends FeatureTerm {
  readonly kind: 'binned';
  readonly part?: NumberPart;
  /** Ascending, each once. */
  readonly edges: readonly number[];
  /** Log-odds per bin: one more than edges. */
  readonly values: readonly number[];
}

/**
 * A value per level. The levels of a boolean field are `true` and `false`; a date field names the `part` of
 * the calendar that makes the level: `weekday` (`1` = Monday … `7`, ISO 8601), `month` (`01` … `12`) or `hour`
 * (`00` … `23`).
 */
export interface CategoryTerm extends FeatureTerm {
  readonly kind: 'category';
  readonly part?: DatePart;
  /** Level → log-odds. */
  readonly values: Readonly<Record<string, number>>;
  /** Contribution of a level that is not among the values (rare in training, or never seen), log-odds. */
  readonly other: number;
}

/** What two features contribute together, beyond what each contributes alone. */
export interface PairTerm {
  readonly kind: 'pair';
  readonly features: readonly [string, string];
  readonly axes: readonly [PairAxis, PairAxis];
  /** Log-odds: `values[i][j]` for entry i of the first axis and entry j of the second. */
  readonly values: readonly (readonly number[])[];
  /** Mean contribution over the training leads, log-odds. */
  readonly mean: number;
}

/** The entries of one side of a pair's grid. */
export type PairAxis =
  /** The bins, as in a binned term, then missing: edges + 2 entries. */
  | { readonly part?: NumberPart; readonly edges: readonly number[] }
  /** The levels, then other, then missing: levels + 2 entries. */
  | { readonly part?: DatePart; readonly levels: readonly string[] };

/** A date as a level. */
export type DatePart = 'weekday' | 'month' | 'hour';
/** A date as a number: whole days since 1970-01-01. */
export type NumberPart = 'days';
/** A term of one feature. */
export type MainTerm = LinearTerm | BinnedTerm | CategoryTerm;
export type Term = MainTerm | PairTerm;

/** Maps the raw log-odds z to a probability. */
export type Calibration =
  | { readonly method: 'none' }
  /** p = sigmoid(slope · z + offset); Platt (1999), fitted out of fold. */
  | { readonly method: 'platt'; readonly slope: number; readonly offset: number }
  /** Linear between the points (z, p), constant outside; both ascending. */
  | { readonly method: 'isotonic'; readonly z: readonly number[]; readonly p: readonly number[] };

export type Grade = 'A' | 'B' | 'C' | 'D';

export interface Scale {
  /**
   * 98 probabilities, ascending: the 1st to 98th hundredths of the training leads' probabilities.
   * score = 1 + how many of them lie below the probability, so 1–99; a score of 90 = higher than about 89 % of past leads.
   */
  readonly percentiles: readonly number[];
  /** Lowest score of a grade; below C is D. */
  readonly grades: { readonly A: number; readonly B: number; readonly C: number };
  /** How log-odds are told as scorecard points, where the trainer makes a scorecard. */
  readonly points?: ScorecardPoints;
}

/**
 * points = base_points + (log-odds − ln base_odds) · points_to_double_odds ÷ ln 2 (Siddiqi, Credit Risk
 * Scorecards, 2006, ch. 6). Odds are converted : not converted.
 */
export interface ScorecardPoints {
  readonly base_points: number;
  readonly base_odds: number;
  readonly points_to_double_odds: number;
}

/** Figures of one evaluation. */
export interface Evaluation {
  readonly rows: number;
  readonly base_rate: number;
  /** Area under the ROC curve. */
  readonly roc_auc: number;
  /** 2 · ROC-AUC − 1. */
  readonly gini: number;
  /** Kolmogorov–Smirnov: the largest distance of the two classes' cumulative shares. */
  readonly ks: number;
  /** Average precision. */
  readonly pr_auc: number;
  readonly log_loss: number;
  readonly brier: number;
  /** Expected calibration error over ten bins of equal width. */
  readonly ece: number;
  /** The log-loss and the Brier score of always answering the base rate, the figures to beat. */
  readonly constant_log_loss: number;
  readonly constant_brier: number;
}

/** The figures of an evaluation that tell how good a model is. */
export type Metric = 'roc_auc' | 'gini' | 'ks' | 'pr_auc' | 'log_loss' | 'brier' | 'ece';

/**
 * Figures out of fold: roc_auc, gini, ks and pr_auc are means over the folds, the others are pooled over all
 * leads; `sd` is each figure's standard deviation over the folds.
 */
export interface CrossValidation extends Evaluation {
  readonly folds: number;
  readonly sd: Readonly<Record<Metric, number>>;
}

export interface ModelMetrics {
  /** Fitted without the hold-out leads, measured on them. The published model is then fitted on all leads. */
  readonly holdout?: Evaluation;
  readonly cross_validated?: CrossValidation;
}

/** Per feature, the share of the training leads in each bin, for drift monitoring. Shares add up to 1. */
export type Baseline = Readonly<Record<string, FeatureBaseline>>;

export interface FeatureBaseline {
  readonly missing: number;
  /** Numbers: ascending inner edges; bin i holds edges[i-1] < value ≤ edges[i]. */
  readonly edges?: readonly number[];
  readonly shares?: readonly number[];
  /** Categories and booleans: level → share; what is left is "other". */
  readonly levels?: Readonly<Record<string, number>>;
}

export interface Lineage {
  /** SHA-256 of the bytes of the training file (and of the joined file). */
  readonly data_sha256: string;
  readonly joined_sha256?: string;
  readonly rows: number;
  readonly converted: number;
  readonly target: string;
  readonly positive: string;
  /** Columns that were not used, and why. */
  readonly left_out: Readonly<Record<string, string>>;
  readonly preparation: readonly string[];
  readonly libraries: Readonly<Record<string, string>>;
  /** Commit of the working tree the model was trained in; absent outside a git checkout. */
  readonly git_commit?: string;
}
