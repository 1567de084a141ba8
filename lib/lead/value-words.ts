import { toWord } from '../to-word.ts';
import { isPlainDate, isZeroDate, NUMBER_FORMS, type NumberDateForm, readingsOf } from './date-form.ts';
import { levelOf } from './level-of.ts';
import { dateOfNumber } from './number-dates.ts';
import { formFor, type NumberForm, parseNumber, withoutLeadingZeros } from './number-form.ts';
import { systemsReading } from './number-systems.ts';
import { type DateField, DEFAULT_MISSING_WORDS, type Field, type LeadValue } from './schema.ts';
import { undressNumber } from './undress-number.ts';

/**
 * How the words of a CSV file are read: one table for training and scoring, so that a word can never mean
 * one thing in the first and another in the second. The reader trims the space around a word beforehand.
 */
export interface WordRules {
  /** Words that mean "missing" besides the empty cell, in lower case. */
  readonly missingWords: ReadonlySet<string>;
  /** The decimal sign of all numbers of the file, where the user says it; else each column has its form. */
  readonly decimal?: '.' | ',';
}

/** The rules for a list of missing words (any case) and a decimal sign. */
export function makeWordRules(
  missingWords: readonly string[] = DEFAULT_MISSING_WORDS,
  decimal?: '.' | ',',
): WordRules {
  const words = new Set(missingWords.map((word) => toWord(word).toLowerCase()));
  return { missingWords: words, ...(decimal === undefined ? {} : { decimal }) };
}

const TRUE_WORDS: ReadonlySet<string> = new Set(['true', 'yes', 't', 'y']);
const FALSE_WORDS: ReadonlySet<string> = new Set(['false', 'no', 'f', 'n']);
/** The same words in any case with space around them, for JSON Schema, whose patterns have no flags. */
export const BOOLEAN_WORD =
  /^\s*(?:[Tt](?:[Rr][Uu][Ee])?|[Yy](?:[Ee][Ss])?|[Ff](?:[Aa][Ll][Ss][Ee])?|[Nn][Oo]?)\s*$/;
const LONGEST_BOOLEAN = 5;

export function isMissingWord(word: string, rules: WordRules): boolean {
  return word === '' || rules.missingWords.has(word.toLowerCase());
}

/** true/false, yes/no, t/f, y/n in any case; `0` and `1` are numbers. Undefined: not a boolean. */
export function parseBooleanWord(word: string): boolean | undefined {
  if (word.length > LONGEST_BOOLEAN) return undefined;
  const lower = word.toLowerCase();
  if (TRUE_WORDS.has(lower)) return true;
  return FALSE_WORDS.has(lower) ? false : undefined;
}

const NUMBER = /^-?(?:(?:0|[1-9]\d*)(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const NUMBER_WITH_COMMA = /^-?(?:(?:0|[1-9]\d*)(?:,\d+)?|,\d+)(?:[eE][+-]?\d{1,3})?$/;
/** Whole numbers above this lose digits as a double; such words are identifiers. */
const MOST_DIGITS = 15;

/**
 * A decimal number as programs write it: `-12`, `0.5`, `.5`, `1e-3`. Not `007` (a code), not `1,000`
 * (a thousands sign), not `+5`, not more than 15 digits before the point (they would not survive).
 * Undefined: not a number.
 */
export function parseNumberWord(word: string, decimal: '.' | ',' = '.'): number | undefined {
  const first = word.charCodeAt(0);
  // Cheap way out for text: a number starts with a digit or one of + , - . (codes 43–46).
  if (!(first >= 43 && first <= 57)) return undefined;
  if (!(decimal === '.' ? NUMBER : NUMBER_WITH_COMMA).test(word)) return undefined;
  if (word.length > MOST_DIGITS && /\d{16}/.test(word.split(decimal, 1)[0]!)) return undefined;
  const value = Number(decimal === '.' ? word : word.replace(',', '.'));
  return Number.isFinite(value) ? value : undefined;
}

/**
 * The date of a word, ISO 8601, as it is written: no time zone is changed. Read is ISO 8601 (with a space for `T`, ` UTC` or
 * ` GMT` for `Z`, an hour for an offset, days and months of one digit) and the field's form.
 *
 * @returns null: it would be a date, but there is no such day or time, or it is 0000-00-00 or the like; undefined: not a date
 */
export function parseDateWord(
  word: string,
  form?: string,
  decimal: '.' | ',' = '.',
): string | null | undefined {
  if (isPlainDate(word)) return word.charCodeAt(10) === 32 ? `${word.slice(0, 10)}T${word.slice(11)}` : word;
  if (form !== undefined && isNumberForm(form)) {
    const number = parseNumberWord(word, decimal);
    if (number !== undefined) return dateOfNumber(form, number);
  }
  const reading = readingsOf(word).find((one) => one.form === undefined || one.form === form);
  return reading?.iso ?? (reading !== undefined || isZeroDate(word) ? null : undefined);
}

/** Whether a word can be read as a date that exists, in any form. */
export const isDateWord = (word: string): boolean =>
  !isZeroDate(word) && readingsOf(word).some(({ iso }) => iso !== null);

const isNumberForm = (form: string): form is NumberDateForm =>
  (NUMBER_FORMS as readonly string[]).includes(form);

/** A number in a form, which most words of most files show as programs write it. */
export const parseNumberIn = (word: string, form: NumberForm): number | undefined =>
  (form.percent === true ? undefined : parseNumberWord(word, form.decimal)) ?? parseNumber(word, form);

/**
 * Whether a word is a number in any form.
 *
 * @param isTold the user says that it is one: leading zeros make no code of it
 */
export function looksLikeNumber(word: string, isTold = false): boolean {
  if (parseNumberWord(word) !== undefined) return true;
  const parts = undressNumber(word);
  return parts !== undefined && systemsReading(isTold ? withoutLeadingZeros(parts.core) : parts.core) !== 0;
}

/** Whether a number may mean “missing”, such as 999: then no number is read before that is known. */
export const someMeanMissing = (missingWords: Iterable<string>, form: NumberForm): boolean =>
  [...missingWords].some((word) => parseNumberIn(word, form) !== undefined);

const missingWordsOf = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Whether a word means “missing” in a field, which may have words of its own. */
export function isMissingIn({ missing_words: own }: Field, word: string, rules: WordRules): boolean {
  if (own === undefined || word === '') return isMissingWord(word, rules);
  let words = missingWordsOf.get(own);
  if (words === undefined) {
    words = new Set(own);
    missingWordsOf.set(own, words);
  }
  return words.has(word.toLowerCase());
}

/**
 * The lead value that a word stands for in a field; null: missing; undefined: it does not fit. The word is as `toWord`
 * makes it.
 */
export function parseWord(field: Field, word: string, rules: WordRules): LeadValue | undefined {
  if (isMissingIn(field, word, rules)) return null;
  switch (field.type) {
    case 'number':
      return parseNumberIn(word, formFor(field.form, rules.decimal));
    case 'boolean':
      return parseBooleanWord(word);
    case 'date':
      return parseDate(field, word, rules);
    case 'category':
      return levelOf(field, word);
  }
}

/** Whether a word is a date that does not exist, which counts as missing. */
export const isImpossibleDate = (field: Field, word: string, rules: WordRules): boolean =>
  field.type === 'date' &&
  !isMissingIn(field, word, rules) &&
  parseDateWord(word, field.form, rules.decimal) === null;

/** A day that does not exist is missing, as it was in training, where a lead may lack the date. */
function parseDate(
  { form, required }: DateField,
  word: string,
  { decimal }: WordRules,
): string | null | undefined {
  const date = parseDateWord(word, form, decimal);
  return date === null && required ? undefined : date;
}
