/** How numbers and levels are prepared before a regression; each step can be switched. */
export interface PreparationOptions {
  /** What a missing number counts as. */
  readonly impute: 'mean' | 'median';
  /** A missing value has an effect of its own besides. */
  readonly missingEffect: boolean;
  /** Share of the leads at each tail whose numbers are pulled in to the quantile; 0: the training range. */
  readonly winsorise: number;
  /** `auto`: log1p for skewed numbers that are never negative, Yeo–Johnson for other skewed ones. */
  readonly transform: 'auto' | 'none' | 'log1p' | 'yeo-johnson';
  /** Numbers are divided by their standard deviation, so that the penalty treats them alike. */
  readonly normalise: boolean;
  /** Levels in fewer training leads share "other". */
  readonly rareLevelRows: number;
}

export const PREPARATION_DEFAULTS: PreparationOptions = {
  impute: 'mean',
  missingEffect: true,
  winsorise: 0,
  transform: 'auto',
  normalise: true,
  rareLevelRows: 20,
};

/** Which features a model may use. */
export interface SelectionOptions {
  /** Features with less information value are left out; 0: none (Siddiqi 2006: below .02 is unpredictive). */
  readonly informationValue: number;
  /** Of two features that tell the same, one is left out. */
  readonly nearDuplicates: boolean;
}

export const SELECTION_DEFAULTS: SelectionOptions = { informationValue: 0, nearDuplicates: true };
