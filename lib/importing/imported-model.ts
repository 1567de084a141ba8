import type { Calibration, Term, Trees } from '../model/artifact.ts';

/** A column that an imported model looks at, as far as its file tells. */
export interface ImportedField {
  readonly name: string;
  /** Absent: the model does not look at it, and leads may hold anything there. */
  readonly type?: 'number' | 'category' | 'boolean';
  /** Of a category, the levels that the model knows, as words; of a number none. */
  readonly levels?: readonly string[];
  /** Smallest and largest training value, where the file tells. */
  readonly range?: readonly [number, number];
  /** The model refuses a lead without a value, or with a level that it does not know. */
  readonly strict?: true;
}

/** A lead and the probability that the library gave it where the model was made. */
export interface Check {
  /** By the names of the columns; null: missing. */
  readonly lead: Readonly<Record<string, string | number | boolean | null>>;
  readonly probability: number;
}

/** What a reader of another library's file makes of it: all that scores, and what to tell the user. */
export interface ImportedModel {
  /** In the order of the file. */
  readonly fields: readonly ImportedField[];
  readonly intercept: number;
  readonly terms: readonly Term[];
  /** Absent: the model is additive. */
  readonly trees?: Trees;
  readonly calibration: Calibration;
  /** Such as `LightGBM`; becomes the artifact's `trainer`, in lower case. */
  readonly library: { readonly name: string; readonly version?: string };
  /** Of other libraries that took part, by name. */
  readonly libraries?: Readonly<Record<string, string>>;
  readonly checks?: readonly Check[];
  /** How far our probability may be from the library's: 1e-12, or 1e-6 of libraries that count in 32 bits. */
  readonly tolerance: number;
  /** What the user should know, in sentences: class weights, no calibration … */
  readonly notes: readonly string[];
}
