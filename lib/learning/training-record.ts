import type { Calibration, CrossValidation, Evaluation } from '../model/artifact.ts';
import type { Verdict } from './evaluation/compare-with-constant.ts';

/**
 * The record of a training training, kept as `metrics.json` and drawn as `report.html`. Names are snake_case,
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

export interface LeakNote {
  readonly column: string;
  /** What was found, without the column's name. */
  readonly text: string;
}

interface RecordedData {
  readonly file: string;
  readonly joined_file?: string;
  readonly rows_read: number;
  /** Rows with a known outcome. */
  readonly rows: number;
  readonly converted: number;
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
  /** How the leads were split, in a sentence. */
  readonly text: string;
}

export interface Candidate {
  readonly trainer: string;
  readonly options: Readonly<Record<string, number | string | boolean>>;
  /** On leads that were not fitted; both after calibration, where there is one. */
  readonly cross_validated?: CrossValidation;
  readonly holdout?: Evaluation;
  /** How many numbers the model holds: weights, bins, levels. */
  readonly parameters: number;
  readonly warnings: readonly string[];
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

/** How one feature, or a pair of them, moves the odds. */
export interface EffectCurve {
  /** `visits`, `first_contact (weekday)`, `visits × source`. */
  readonly feature: string;
  readonly label: string;
  readonly kind: 'number' | 'category' | 'pair';
  /** Standard deviation of the contributions over the training leads, log-odds. */
  readonly spread: number;
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
  /** Share of the training leads at this value or in this bin, where it is known. */
  readonly share?: number;
}
