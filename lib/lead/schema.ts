/**
 * What a lead is. The schema is inferred once, from the training table, and drives everything else:
 * validation, the JSON Schema of the API, the CLI's reading of CSV files and the scorer.
 *
 * The types mirror the JSON that is kept in the model artifact, so their names are snake_case.
 */
interface FieldBase {
  readonly name: string;
  /** True when no lead of the training table lacked the value: the model has not learned what its absence means. */
  readonly required: boolean;
  readonly label?: string;
  readonly help?: string;
  readonly unit?: string;
}

export interface NumberField extends FieldBase {
  readonly type: 'number';
  /** True when every value of the training table was a whole number (informative; fractions are accepted). */
  readonly integer: boolean;
  /** Smallest and largest value of the training table (informative; values outside are accepted and clipped). */
  readonly range: readonly [min: number, max: number];
}

export interface CategoryField extends FieldBase {
  readonly type: 'category';
  /** The values of the training table, most frequent first. Other values are accepted and scored as "other". */
  readonly levels: readonly string[];
}

export interface BooleanField extends FieldBase {
  readonly type: 'boolean';
}

export interface DateField extends FieldBase {
  readonly type: 'date';
  /** First and last day of the training table, ISO 8601 calendar dates. */
  readonly range: readonly [first: string, last: string];
}

export type Field = NumberField | CategoryField | BooleanField | DateField;
export type FieldType = Field['type'];

export interface LeadSchema {
  readonly fields: readonly Field[];
  /** The words (besides the empty cell) that meant "missing" in the training table, in lower case. */
  readonly missing_words: readonly string[];
}

/** A value as it stands in a valid lead; `null` is missing. Dates are ISO 8601 text. */
export type LeadValue = number | string | boolean | null;

/** A validated lead: every field of its schema is a key, missing values are `null`. */
export type Lead = Readonly<Record<string, LeadValue>>;

/** One thing that is wrong with one field of a lead. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** Longest text accepted for a category or a date, in UTF-16 code units. */
export const MAX_TEXT_LENGTH = 256;

/** The words that mean "missing" in a CSV file, besides those that the user names; compared in lower case. */
export const DEFAULT_MISSING_WORDS: readonly string[] = ['na', 'n/a', 'nan', 'null', 'none'];
