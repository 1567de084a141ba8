/**
 * What `scorelane profile` finds out about a file of leads. Names are snake_case, because the types mirror
 * what `--json` prints.
 */
export interface Profile {
  readonly file: string;
  readonly joined_file?: string;
  readonly rows_read: number;
  /** Rows that are profiled: with a target, those whose outcome is known. */
  readonly rows: number;
  /** Absent without a target; then no column has an `outcome` and no bin a rate. */
  readonly outcome?: ProfileOutcome;
  /** Rows that say in every column what an earlier row says. */
  readonly duplicate_rows: number;
  /** Columns that say the same as another one. */
  readonly near_duplicates: readonly NearDuplicate[];
  /** Of the date column with the fewest missing values; absent without one. */
  readonly over_time?: OverTime;
  /** Suspects first, then what deserves a look; each by its figure. */
  readonly leak_suspects: readonly LeakSuspect[];
  /** With a target by information value, highest first; else in the order of the file. Left-out ones last. */
  readonly columns: readonly ColumnProfile[];
  /** Sentences for the user about the file as a whole. */
  readonly notes: readonly string[];
}

export interface ProfileOutcome {
  readonly target: string;
  /** What “converted” is, in words. */
  readonly positive: string;
  readonly converted: number;
  readonly base_rate: number;
  /** How well the order of the rows separates, as a ROC-AUC; far from .5 the file is sorted by time or outcome. */
  readonly row_order_auc: number;
}

export interface NearDuplicate {
  readonly column: string;
  readonly same_as: string;
  /** How alike they are, in a sentence. */
  readonly text: string;
}

export interface OverTime {
  readonly column: string;
  readonly per: Period;
  /** Every period from the first to the last, those without leads too. */
  readonly periods: readonly ProfileBin[];
}

export type Period = 'day' | 'month' | 'year';

/** What a column holds. `text`: words that training does not use, such as names, codes and free text. */
export type ColumnType = 'number' | 'category' | 'boolean' | 'date' | 'text' | 'empty';

export interface ColumnProfile {
  readonly name: string;
  /** Place in the file, from 1. */
  readonly position: number;
  readonly type: ColumnType;
  /** How its words are written, such as `$1,234.5`; absent where numbers are as programs write them. */
  readonly form?: string;
  /** Why training leaves the column out. */
  readonly left_out?: string;
  /** Training refuses the file before it is said how the column is read. */
  readonly unclear?: true;
  readonly missing: number;
  readonly missing_share: number;
  /** Different values, missing not counted. */
  readonly distinct: number;
  readonly numbers?: NumberFigures;
  readonly dates?: DateFigures;
  /** Numbers: bars of equal width (or of a 1-2-5 scale), with the tails in the outer ones; missing last. */
  readonly histogram?: readonly ProfileBin[];
  /**
   * Numbers: up to 20 bins of about as many leads each. Categories, booleans, text: the most frequent values,
   * then the others together. Dates: days, months or years. Missing last, where something is missing.
   */
  readonly bins: readonly ProfileBin[];
  /** Dates: what training reads of them. */
  readonly parts?: readonly CalendarPart[];
  readonly outcome?: ColumnOutcome;
}

/** How a column goes with the outcome. */
export interface ColumnOutcome {
  /**
   * Siddiqi (Credit Risk Scorecards, 2006, ch. 6): below .02 nothing, from .1 medium, from .3 strong. Of a date,
   * that of its strongest part of the calendar.
   */
  readonly information_value: number;
  /**
   * ROC-AUC of the column alone: each value or bin scored by its conversion rate out of fold, or, where that is
   * more, leads ranked by the number.
   */
  readonly roc_auc: number;
  /** Numbers and dates: ROC-AUC of leads ranked by the value; below .5, smaller ones convert more. */
  readonly ranked_auc?: number;
  /** Shares of the converted and of the other leads that have a value. */
  readonly filled_converted: number;
  readonly filled_not_converted: number;
}

/** Leads that share a value or lie in a range. The shares are of all profiled leads. */
export interface ProfileBin {
  readonly kind: 'range' | 'level' | 'period' | 'other' | 'missing';
  /** `5 – 10`, `organic search`, `2026-01`, `12 more values`, `missing`. */
  readonly label: string;
  readonly rows: number;
  readonly share: number;
  readonly converted?: number;
  /** Share of the bin's leads that converted, with its 95 % Wilson interval; absent for a bin without leads. */
  readonly rate?: number;
  readonly low?: number;
  readonly high?: number;
}

/** Of the known values. */
export interface NumberFigures {
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  readonly max: number;
  readonly mean: number;
  /** Population standard deviation. */
  readonly sd: number;
  /** Third standardised moment; 0 for a constant. */
  readonly skewness: number;
  /** Whether every value is a whole number. */
  readonly integer: boolean;
  readonly zeros_share: number;
  readonly negatives_share: number;
  /** Further than 1.5 interquartile ranges outside the quartiles. */
  readonly outliers_share: number;
}

export interface DateFigures {
  /** ISO 8601 calendar dates. */
  readonly first: string;
  readonly last: string;
  readonly span_days: number;
  /** What the column's bins are. */
  readonly per: Period;
  /** The longest time without a lead: the days before and after it. */
  readonly longest_gap?: { readonly after: string; readonly before: string; readonly days: number };
}

interface CalendarPart {
  readonly part: string;
  readonly bins: readonly ProfileBin[];
  readonly information_value?: number;
}

/**
 * A column that may know the outcome. `suspect`: hardly a coincidence, a model with it is not to be trusted
 * until it is explained; `look`: may be honest, worth a question.
 */
export interface LeakSuspect {
  readonly column: string;
  readonly grade: LeakGrade;
  /** Strongest first, at least one. */
  readonly findings: readonly LeakFinding[];
  /** What to check, and what to do about it. */
  readonly check: string;
}

export type LeakGrade = 'suspect' | 'look';

export interface LeakFinding {
  /**
   * `separates`: the column alone tells converted leads from others too well (figure: ROC-AUC).
   * `filled`: it is filled, or missing, (nearly) only for one class (figure: that class's share of those leads).
   * `pure_values`: values with many leads, (nearly) all of one class (figure: that class's share of those leads).
   * `order`: its values run in the order of the outcome (figure: ROC-AUC).
   */
  readonly kind: 'separates' | 'filled' | 'pure_values' | 'order';
  readonly grade: LeakGrade;
  readonly figure: number;
  /** The figure in a sentence. */
  readonly text: string;
}
