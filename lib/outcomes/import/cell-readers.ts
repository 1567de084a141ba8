import { exampleOf } from '../../lead/date-form.ts';
import { instantOf } from '../../lead/iso-time.ts';
import type { NumberForm } from '../../lead/number-form.ts';
import type { FieldError } from '../../lead/schema.ts';
import { isMissingWord, makeWordRules, parseDateWord, parseNumberIn } from '../../lead/value-words.ts';
import { explainReference } from '../../reference.ts';

/** Words that mean “missing”, the same as in every other table. */
const RULES = makeWordRules();
const DAY_MS = 86_400_000;

export const isMissing = (word: string): boolean => isMissingWord(word, RULES);

/** What is wrong with a cell. */
export interface CellError extends FieldError {
  /** The same without what the cell holds, for places where no values of leads may stand; absent: the message has none. */
  readonly reason?: string;
}

/** A cell read, or what is wrong with it. */
export type Read<T> = { readonly value: T } | { readonly error: CellError };

export const isError = (read: Read<unknown>): read is { readonly error: CellError } => 'error' in read;

/** What is wrong with any of them. */
export const errorsOf = (reads: readonly Read<unknown>[]): CellError[] =>
  reads.flatMap((read) => (isError(read) ? [read.error] : []));

const wrong = (field: string, message: string, reason?: string): Read<never> => ({
  error: { field, message, ...(reason === undefined ? {} : { reason }) },
});

/** @param column its name, for messages */
export function readReference(column: string, word: string): Read<string> {
  if (isMissing(word)) return wrong(column, 'expected the reference of a lead, found none');
  const why = explainReference(word);
  return why === undefined ? { value: word } : wrong(column, why);
}

/** What a day without a time of day stands for. */
export type DayPart = 'begin' | 'end';

/**
 * A time as the wire has it: UTC with a `Z`. One without an offset is taken for UTC. Whether it lies in the future is known by the
 * API's clock alone.
 *
 * @param form of the column
 * @param day what a day alone stands for
 */
export function readInstant(
  column: string,
  word: string,
  form: string | undefined,
  day: DayPart,
): Read<string> {
  if (isMissing(word)) return wrong(column, 'expected a date, found none');
  const iso = parseDateWord(word, form);
  if (iso === undefined) return wrongWord(column, `expected a date such as ${exampleOf(form)}`, word);
  if (iso === null) return wrong(column, `${quote(word)} does not exist`, 'expected a date that exists');
  const at = instantOf(iso) + (iso.length === 10 && day === 'end' ? DAY_MS - 1 : 0);
  return { value: new Date(at).toISOString() };
}

/** A number of a range. @param range for messages, such as `0 or more` */
export function readNumber(
  column: string,
  word: string,
  form: NumberForm,
  fits: (value: number) => boolean,
  range: string,
): Read<number> {
  const number = parseNumberIn(word, form);
  // 12 % is .12.
  const value = number === undefined || form.percent !== true ? number : number / 100;
  return value !== undefined && fits(value)
    ? { value }
    : wrongWord(column, `expected a number, ${range}`, word);
}

const wrongWord = (column: string, expected: string, word: string): Read<never> =>
  wrong(column, `${expected}, found ${quote(word)}`, `${expected}, found another word`);

const LONGEST = 40;

const quote = (word: string): string => `“${word.length > LONGEST ? `${word.slice(0, LONGEST)}…` : word}”`;
