import type { ColumnSettings } from '../contract/column-settings.ts';
import type { OptionDefaults, TrainerName } from '../contract/training-words.ts';
import type { Calibration, CrossValidation, Evaluation } from '../model/artifact.ts';
import type { SelectionMetric } from './evaluation/choose-candidate.ts';
import type { Verdict } from './evaluation/compare-with-constant.ts';
import type { CutOffRecord, SegmentRecord, ShuffleRecord } from './evaluation/evaluation-record.ts';
import type { RequiredColumns } from './finish-schema.ts';
import type { ClassWeight } from './preparation/correct-intercept.ts';
import type { PreparationOptions } from './preparation/preparation-options.ts';
import type { SettingsChoice } from './trainers/trainer.ts';

/**
 * The record of a training, kept as `metrics.json` and drawn as `report.html`. Names are snake_case,
 * because the types mirror the file.
 */
export interface TrainingRecord {
  /** The model's name. */
  readonly name: string;
  readonly created_at: string;
  readonly seed: number;
  /** Whether the winner is worth anything; absent where nothing was measured, and in records of before. */
  readonly verdict?: Verdict;
  readonly data: RecordedData;
  /** Of a training with a horizon: what was learned is whether leads convert within it. */
  readonly horizon?: RecordedHorizon;
  /** What the training was told, defaults included. Records of older releases lack it. */
  readonly options?: TrainingOptionsRecord;
  readonly split: RecordedSplit;
  /** Every candidate that was tried, in the order they were named. */
  readonly candidates: readonly Candidate[];
  readonly winner: string;
  /** Why it won, in a sentence. */
  readonly choice: string;
  readonly calibration: Calibration['method'];
  /** Of the winner, on the hold-out where there is one, else out of fold. */
  readonly curves?: Curves;
  /** What `curves` was measured on. */
  readonly curves_on?: 'holdout' | 'cross_validation';
  /**
   * How many of the training leads have each score of the published model: entry i is of the score i + 1. Records of older
   * releases lack it.
   */
  readonly score_counts?: readonly number[];
  /** Strongest first. */
  readonly effects: readonly EffectCurve[];
  /** How `odds_low` and `odds_high` of the effects came about; absent without folds, and in records of before. */
  readonly effect_bands?: EffectBands;
  /** Of models with trees: the pairs of features that do most together. Absent where none does much. */
  readonly interactions?: InteractionRecord;
  /** Where leads have a date; absent in records of before. */
  readonly over_time?: OverTime;
  /** What comes of contacting the best leads; absent where nothing was measured, and in records of before. */
  readonly cut_offs?: CutOffRecord;
  /** With `--segments`, where anything was measured. */
  readonly segments?: SegmentRecord;
  /** Absent without a hold-out, and in records of before. */
  readonly shuffles?: ShuffleRecord;
  /** Column → why it was not used. */
  readonly left_out: Readonly<Record<string, string>>;
  /** What was done to the data, in sentences. */
  readonly preparation: readonly string[];
  readonly warnings: readonly string[];
  /** Fields that may give the outcome away; absent in records of before. */
  readonly leak_suspects?: readonly LeakNote[];
  /**
   * Columns that are strong for an honest one, suspects that training leaves out, and dates and identifiers that run in the
   * order of the outcome; absent in records of before.
   */
  readonly worth_a_look?: readonly LeakNote[];
}

/** By the names of `POST /train`; what only the command has by those of its options, with underscores. */
export interface TrainingOptionsRecord extends Pick<OptionDefaults, 'metric' | 'calibration'> {
  readonly target: string;
  readonly positive?: string | undefined;
  readonly negative?: readonly string[] | undefined;
  readonly columns?: ColumnSettings;
  readonly drop?: readonly string[];
  readonly missing?: readonly string[] | undefined;
  readonly required?: RequiredColumns | undefined;
  readonly encoding?: string | undefined;
  readonly decimal?: '.' | ',' | undefined;
  readonly on?: string | undefined;
  readonly group?: string | undefined;
  readonly time?: string | undefined;
  /** Days. */
  readonly horizon?: number;
  readonly converted_at?: string;
  readonly as_of?: string | undefined;
  readonly trainers: readonly TrainerName[];
  readonly class_weight: ClassWeight;
  readonly folds: number;
  readonly holdout: number;
  readonly seed: number;
  readonly tune?: number | undefined;
  readonly absolute_date: boolean;
  readonly impute: PreparationOptions['impute'];
  readonly missing_effect: boolean;
  readonly winsorise: number;
  readonly transform: PreparationOptions['transform'];
  readonly normalise: boolean;
  readonly rare_levels: number;
  readonly min_iv: number;
  readonly near_duplicates: boolean;
  readonly force: boolean;
}

export interface LeakNote {
  readonly column: string;
  /** What was found, without the column's name. */
  readonly text: string;
}

/** All figures, and what the report draws, are of leads as old as the horizon; younger ones are learned from in every fit. */
export interface RecordedHorizon {
  readonly days: number;
  /** ISO 8601, UTC. */
  readonly as_of: string;
  readonly time: string;
  readonly converted_at: string;
  /** Training leads as old as the horizon, and how many of them converted within it. */
  readonly old_rows: number;
  readonly old_converted: number;
  readonly measured_on: 'leads_as_old_as_the_horizon';
}

interface RecordedData {
  readonly file: string;
  readonly joined_file?: string;
  readonly rows_read: number;
  /** Rows with a known outcome. */
  readonly rows: number;
  readonly converted: number;
  /** With a horizon, the estimate for all leads once they are that old; `converted` counts what is known by now. */
  readonly base_rate: number;
  readonly target: string;
  /** What "converted" is, in words. */
  readonly positive: string;
  readonly fields: readonly { readonly name: string; readonly type: string; readonly required: boolean }[];
}

export interface RecordedSplit {
  readonly scheme: 'stratified' | 'grouped' | 'forward';
  /** The column of `--time`, or `row-order`; without one that of `--group`. */
  readonly column?: string;
  /** Forward in time: the column of `--group`, where both are given. */
  readonly group?: string;
  /** Leads that repeat another in everything that is used. */
  readonly repeats?: number;
  /** Forward in time: leads that are not learned from for the hold-out, as one of their group or set is held out. */
  readonly parted?: number;
  /** Number of folds; 0 without cross-validation. */
  readonly folds: number;
  /** Number of leads that were held out; 0 without a hold-out. */
  readonly holdout_rows: number;
  /**
   * Identifies the leads that the winner's figures were measured on: records with the same one can be compared. Absent where
   * nothing was measured, and in records of before.
   */
  readonly measured_sha256?: string;
  /** How the leads were split, in a sentence. */
  readonly text: string;
}

export interface Candidate {
  readonly trainer: string;
  readonly options: Readonly<Record<string, number | string | boolean>>;
  /** On leads that were not fitted; both after calibration, where there is one. */
  readonly cross_validated?: CrossValidation;
  readonly holdout?: Evaluation;
  /** The figures of each fold, in the order of the folds. Records of before lack it, and what follows up to `parameters`. */
  readonly folds?: readonly Evaluation[];
  /** Of the figures of `holdout`, 95 %. */
  readonly holdout_intervals?: FigureIntervals;
  /** Measured on what `curves` was measured on; absent where it cannot be. */
  readonly recalibration?: Recalibration;
  /** As `curves.roc`, on the same leads. */
  readonly roc?: Curves['roc'];
  /** How many numbers the model holds: weights, bins, levels. */
  readonly parameters: number;
  /** How the trainer chose what it was not told, among the leads outside of the hold-out; absent when it chose nothing. */
  readonly settings_choice?: SettingsChoice;
  /**
   * How its settings were found, among the leads outside of the hold-out; `options` are those. Absent unless they were
   * searched.
   */
  readonly search?: SettingsSearch;
  readonly warnings: readonly string[];
}

/**
 * A search of settings. The figures of its trials are of inner folds, and the best of many is better than it would be on new
 * leads; the candidate's own figures are not: each fold, and the hold-out, is predicted by a fit for which the search was made
 * anew without it.
 */
export interface SettingsSearch {
  readonly method: 'successive_halving';
  readonly metric: SelectionMetric;
  /** Folds within the leads that were searched among; 0: they are too few, and nothing was tried. */
  readonly inner_folds: number;
  /** The first has no change. */
  readonly trials: readonly SettingsTrial[];
  /** By the names of the command's options, with underscores; what is not named has its default, or the value that was given. */
  readonly chosen: Readonly<Record<string, number>>;
  /** What was found, in words without a full stop. */
  readonly text: string;
  /** Out of fold, as `cross_validated` of the candidate: what the settings without a change have. */
  readonly unchanged?: CrossValidation;
  /** What the searches within the other leads of each fold chose, in the order of the folds. */
  readonly chosen_without_fold?: readonly Readonly<Record<string, number>>[];
}

export interface SettingsTrial {
  readonly settings: Readonly<Record<string, number>>;
  /** In how many inner folds it was measured before it was given up, or to the end. */
  readonly folds: number;
  /** Of these folds, by `metric`. */
  readonly figure: number;
}

/** Where a figure would lie 19 times of 20, had other leads been held out. */
export interface FigureInterval {
  readonly low: number;
  readonly high: number;
  readonly standard_error: number;
  /** Of a bootstrap. */
  readonly samples?: number;
}

/** The figures that have an interval; KS and ECE have none, for a bootstrap is off for a largest and for an absolute difference. */
export type FigureIntervals = Readonly<
  Partial<Record<'roc_auc' | 'gini' | 'pr_auc' | 'log_loss' | 'brier', FigureInterval>>
> & {
  /** The column whose groups were drawn as a whole. */
  readonly by?: string;
};

/** Log-odds of what happened = intercept + slope · predicted log-odds. */
export interface Recalibration {
  /** 1 is right; below it the probabilities are too extreme, above it too cautious. */
  readonly slope: number;
  /** A standard error, like the others. */
  readonly slope_error: number;
  readonly intercept: number;
  readonly intercept_error: number;
  /** The intercept with the slope held at 1: above 0 more leads convert than predicted. */
  readonly in_the_large: number;
  readonly in_the_large_error: number;
}

export type EffectBands =
  | {
      /** `jackknife`: 95 %, from the fits of the folds; `range`: from the lowest to the highest of them. */
      readonly method: 'jackknife' | 'range';
      readonly fits: number;
    }
  | {
      /**
       * Of models with trees, in which a value does not do the same to every lead: 80 % of the leads that have the value lie within
       * the band, and `effect` is their mean.
       */
      readonly method: 'leads';
      /** Training leads that were explained: all, or drawn at random. */
      readonly rows: number;
    };

/** How the winner does in stretches of time of about as many leads each, earliest first: out of fold and on the hold-out. */
export interface OverTime {
  readonly column: string;
  readonly periods: readonly Period[];
}

export interface Period {
  /** The times of its first and last lead: an ISO 8601 date, or a number where the column is one. */
  readonly from: string;
  readonly to: string;
  readonly rows: number;
  readonly converted: number;
  /** Share that converted. */
  readonly rate: number;
  readonly mean_probability: number;
  /** With its 95 % interval; absent where leads of a class are too few. */
  readonly roc_auc?: { readonly value: number; readonly low: number; readonly high: number };
}

/** What the report draws; every list is short enough to draw whole. */
export interface Curves {
  readonly rows: number;
  readonly converted: number;
  /** From (0, 0) to (1, 1), at most 201 points. */
  readonly roc: {
    readonly false_positive_rate: readonly number[];
    readonly true_positive_rate: readonly number[];
  };
  readonly precision_recall: { readonly recall: readonly number[]; readonly precision: readonly number[] };
  /** Ten bins of about as many leads each, by probability, ascending. */
  readonly calibration: readonly CalibrationBin[];
  /** Ten groups of about as many leads each, highest probability first. */
  readonly lift: readonly LiftDecile[];
  /** Cut-offs, highest first: what comes of calling the leads with at least this probability. Records of before lack it. */
  readonly thresholds?: readonly Threshold[];
  /** Histogram of the probabilities: bin i is edges[i] … edges[i + 1]. */
  readonly distribution: {
    readonly edges: readonly number[];
    readonly converted: readonly number[];
    readonly not_converted: readonly number[];
  };
}

export interface CalibrationBin {
  readonly rows: number;
  readonly mean_probability: number;
  /** Share of the bin's leads that converted, with its 95 % Wilson interval. */
  readonly rate: number;
  readonly low: number;
  readonly high: number;
}

export interface LiftDecile {
  readonly rows: number;
  readonly converted: number;
  /** Share of the group's leads that converted. */
  readonly rate: number;
  /** rate ÷ the base rate. */
  readonly lift: number;
  /** Share of all conversions that this and the higher groups hold. */
  readonly gain: number;
}

export interface Threshold {
  readonly probability: number;
  /** How many leads have it or a higher one. */
  readonly rows: number;
  readonly converted: number;
}

/** How one feature, or a pair of them, moves the odds. */
export interface EffectCurve {
  /** `visits`, `first_contact (weekday)`, `visits × source`. */
  readonly feature: string;
  readonly label: string;
  readonly kind: 'number' | 'category' | 'pair';
  /** Standard deviation of the contributions over the training leads, log-odds. */
  readonly spread: number;
  /** Mean distance of the contributions from their mean over the training leads, log-odds. Records of before lack it. */
  readonly mean_abs?: number;
  /** Where the training leads lie, of a number. Records of before lack it. */
  readonly density?: Density;
  /** Of a pair. Records of before lack it. */
  readonly grid?: PairGrid;
  /**
   * Numbers: ascending, the value at each; categories: most frequent first. Missing and other come last. None
   * for pairs.
   */
  readonly points: readonly EffectPoint[];
}

export interface EffectPoint {
  /** A number, a level, `other` or `missing` in words. */
  readonly value: number | string;
  /** A step from this number on (binned terms), or a point of a curve. */
  readonly kind: 'curve' | 'step' | 'level' | 'other' | 'missing';
  /** Log-odds against the average lead, before calibration. */
  readonly effect: number;
  /**
   * Factor on the published odds of the average lead, after calibration. Without a calibration it is e^effect, and not
   * written; records that are older than ADR 35 lack it.
   */
  readonly odds?: number;
  /** A band of the factor: see `effect_bands`. */
  readonly odds_low?: number;
  readonly odds_high?: number;
  /** Share of the training leads at this value or in this bin, where it is known. */
  readonly share?: number;
}

/** A histogram of bins of equal width over what is drawn of a number: the share of all training leads in each. */
export interface Density {
  readonly low: number;
  readonly high: number;
  readonly shares: readonly number[];
}

/** The strongest first, by Shapley interactions (Grabisch & Roubens 1999) of the features. */
export interface InteractionRecord {
  /** Training leads that were looked at: all, or drawn at random. */
  readonly rows: number;
  readonly pairs: readonly Interaction[];
}

/** What two features do together beyond what each does alone; half of it is part of either one's effect. */
export interface Interaction {
  /** `source × visits`. */
  readonly feature: string;
  readonly label: string;
  /** Mean size over the leads that were looked at, log-odds. */
  readonly mean_abs: number;
  /** Standard deviation over them, log-odds. */
  readonly spread: number;
  readonly grid: PairGrid;
}

/** What two features add together to what each adds alone. */
export interface PairGrid {
  readonly rows: GridAxis;
  readonly columns: GridAxis;
  /**
   * Log-odds before calibration, the mean of the training leads in each cell; null where fewer than 20 lie, which tell nothing.
   */
  readonly effects: readonly (readonly (number | null)[])[];
}

export interface GridAxis {
  readonly label: string;
  /** One per entry: `up to 3`, `3 – 7`, a level, `other` or `missing`. */
  readonly entries: readonly string[];
}
