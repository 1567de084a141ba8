import { InputError } from '../../errors.ts';
import type { Field } from '../../lead/schema.ts';
import {
  isMissingWord,
  parseDateWord,
  parseNumberWord,
  parseWord,
  type WordRules,
} from '../../lead/value-words.ts';
import { cells, quoting } from '../../quoting.ts';
import type { Column } from './table.ts';

/**
 * When leads came in, as numbers that ascend with time: milliseconds of dates, numbers as they stand.
 *
 * @returns one per row; NaN where the column says nothing
 * @throws {InputError} for a word that is neither a date nor a number
 */
export function readTimes(
  { name, words, codes }: Column,
  rows: Int32Array,
  rules: WordRules,
  fileName: string,
): Float64Array {
  const byCode = Float64Array.from(words, (word) => {
    if (isMissingWord(word, rules)) return Number.NaN;
    const number = parseNumberWord(word, rules.decimal);
    if (number !== undefined) return number;
    const date = parseDateWord(word);
    if (date !== undefined) return toMilliseconds(date);
    throw new InputError(
      quoting`${fileName}: --time: expected ISO 8601 dates such as 2026-01-31, or numbers, in ${name}, found ${cells(`“${word}”`)}.`,
    );
  });
  return Float64Array.from(rows, (row) => byCode[codes[row]!]!);
}

/** Milliseconds of the dates of a field, one per row; NaN where one is missing or none. */
export function readDates(
  field: Field,
  { words, codes }: Column,
  rows: Int32Array,
  rules: WordRules,
): Float64Array {
  const byCode = Float64Array.from(words, (word) => {
    const date = parseWord(field, word, rules);
    return typeof date === 'string' ? toMilliseconds(date) : Number.NaN;
  });
  return Float64Array.from(rows, (row) => byCode[codes[row]!]!);
}

/** @param date ISO 8601; without a zone it is taken for UTC */
const toMilliseconds = (date: string): number =>
  Date.parse(date.length > 10 && !/(Z|[+-]\d{2}:?\d{2})$/.test(date) ? `${date}Z` : date);
