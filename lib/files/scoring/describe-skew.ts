import type { Field } from '../../lead/schema.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { describeRange } from '../../model/find-warnings.ts';
import type { FieldSkew, Skew } from './skew.ts';

/** A field in which scored rows are unlike the training leads, as the summary's JSON has it. */
export interface SkewSummary {
  readonly field: string;
  /** Rows with a text that the training data does not have. */
  readonly unseen: number;
  /** Rows with a number or a date far outside the training data. */
  readonly out_of_range: number;
  readonly missing: number;
  /** Share of the training leads that lacked it, 0–1; where the model knows. */
  readonly missing_in_training?: number;
  /** The first values of them, at most three. */
  readonly examples: readonly string[];
}

/** What the model knows of its training leads. */
export type Trained = Pick<ModelArtifact, 'schema'> & { readonly baseline?: ModelArtifact['baseline'] };

/** Of the rows, from here on it is said loudly: the column is written otherwise, or is another one. */
const MOST_ROWS = 0.5;
/** More rows that lack a value than in training, as a share of the rows, are told. */
const MORE_MISSING = 0.1;
/** And in standard errors: of three rows one lacks it soon. */
const STANDARD_ERRORS = 3;

/** The fields in which rows are unlike the training leads, in the schema's order. */
export function listSkew(trained: Trained, skew: Skew, rows: number): SkewSummary[] {
  return skew.flatMap((counted): SkewSummary[] => {
    const { field, unseen, outside, missing, examples } = counted;
    const before = missingBefore(trained, field);
    if (unseen === 0 && outside === 0 && !lacksMore(counted, before, rows)) return [];
    const known = before === undefined ? {} : { missing_in_training: before };
    return [{ field, unseen, out_of_range: outside, missing, ...known, examples }];
  });
}

/**
 * The same in sentences, the loud ones first.
 *
 * @param columns per field of the schema, its column in a CSV file; of one that is not there it has been said that it is missing
 */
export function describeSkew(
  trained: Trained,
  skew: Skew,
  rows: number,
  columns: readonly number[] = [],
): string[] {
  const absent = new Set(trained.schema.fields.flatMap(({ name }, f) => (columns[f] === -1 ? [name] : [])));
  const fields = new Map(trained.schema.fields.map((field) => [field.name, field]));
  const loud: string[] = [];
  const quiet: string[] = [];
  for (const counted of skew) {
    const field = fields.get(counted.field);
    if (field === undefined) continue;
    const tell = (n: number, text: string) => {
      (n >= MOST_ROWS * rows ? loud : quiet).push(`${field.name}: ${of(n, rows)} ${text}`);
    };
    const { unseen, outside, missing, impossible = 0 } = counted;
    if (impossible > 0) tell(impossible, describeImpossible(impossible, counted.impossibleExamples));
    if (unseen > 0) tell(unseen, describeUnseen(counted, rows));
    if (outside > 0) tell(outside, describeOutside(field, counted, rows));
    const before = missingBefore(trained, counted.field);
    if (lacksMore(counted, before, rows) && !absent.has(field.name))
      tell(missing, describeMissing(before!, missing, rows));
  }
  return [...loud, ...quiet];
}

/** Made once, and not before there is something to tell: it takes longer than a thousand rows. */
let format: ((n: number) => string) | undefined;
const show = (n: number): string => {
  format ??= new Intl.NumberFormat('en-US').format;
  return format(n);
};
const of = (n: number, rows: number): string => `${show(n)} of ${show(rows)} rows`;

const quoteAll = (values: readonly string[]): string => values.map((value) => `“${value}”`).join(', ');
const quoteExamples = ({ examples }: FieldSkew): string => quoteAll(examples);

/** @param n rows with dates that do not exist @param examples some of them */
export const describeImpossible = (n: number, examples: readonly string[] = []): string =>
  `${n === 1 ? 'has a date that does not exist and counts' : 'have a date that does not exist and count'} as missing (${quoteAll(examples)})`;

function describeUnseen(counted: FieldSkew, rows: number): string {
  const loud = counted.unseen >= MOST_ROWS * rows;
  const what = counted.unseen === 1 ? 'has' : 'have';
  return `${what} a value that training never saw (${quoteExamples(counted)})${loud ? ': check how it is written' : ''}`;
}

function describeOutside(field: Field, counted: FieldSkew, rows: number): string {
  const loud = counted.outside >= MOST_ROWS * rows;
  const what = counted.outside === 1 ? 'has' : 'have';
  return `${what} a value far outside the training data, ${describeRange(field)} (${quoteExamples(counted)})${loud ? ': check its unit' : ''}`;
}

function describeMissing(before: number, missing: number, rows: number): string {
  const what = missing === 1 ? 'lacks' : 'lack';
  if (before === 0) return `${what} it, and every training lead had it: counted as the average lead’s`;
  const loud = missing >= MOST_ROWS * rows;
  return `${what} it, in training ${Math.round(100 * before)} % did${loud ? ': check where it is lost' : ''}`;
}

/** Undefined: the model does not say. */
function missingBefore({ baseline = {} }: Trained, field: string): number | undefined {
  return Object.hasOwn(baseline, field) ? baseline[field]!.missing : undefined;
}

function lacksMore({ missing }: FieldSkew, before: number | undefined, rows: number): boolean {
  if (before === undefined || missing === 0) return false;
  if (before === 0) return true;
  const more = missing / rows - before;
  return more > MORE_MISSING && more > STANDARD_ERRORS * Math.sqrt((before * (1 - before)) / rows);
}
