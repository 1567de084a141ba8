export type {
  BooleanField,
  CategoryField,
  DateField,
  Field,
  FieldType,
  LeadSchema,
  NumberField,
} from '../contract/lead-schema.ts';

/** A value as it stands in a valid lead; `null` is missing. Dates are ISO 8601 text. */
export type LeadValue = number | string | boolean | null;

/** A validated lead: every field of its schema is a key, missing values are `null`. */
export type Lead = Readonly<Record<string, LeadValue>>;

/** One thing that is wrong with one field of a lead. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** Longest text of a category, in characters as JSON Schema counts them: code points (RFC 8259 §9). */
export const MAX_TEXT_LENGTH = 256;

/** The words that mean "missing" in a CSV file, besides those that the user names; compared in lower case. */
export const DEFAULT_MISSING_WORDS: readonly string[] = ['na', 'n/a', 'nan', 'null', 'none'];
