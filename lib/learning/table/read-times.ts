import { InputError } from '../../errors.ts';
import { NUMBER_FORMS } from '../../lead/date-form.ts';
import { tallyDates } from '../../lead/date-tally.ts';
import { describeAmbiguous } from '../../lead/infer-date.ts';
import { findNumbers, refuseAmbiguous } from '../../lead/infer-number.ts';
import { instantOf } from '../../lead/iso-time.ts';
import type { Field } from '../../lead/schema.ts';
import { rulesOf, type ToldColumn } from '../../lead/told-columns.ts';
import {
  isMissingWord,
  parseDateWord,
  parseNumberIn,
  parseWord,
  type WordRules,
} from '../../lead/value-words.ts';
import { cells, quoting } from '../../quoting.ts';
import type { Column } from './table.ts';

/** In place of a column's name: the file's rows are in the order in which the leads came in. */
export const ROW_ORDER = 'row-order';

/**
 * When leads came in, as numbers that ascend with time: milliseconds of dates, in one form as the whole column has them;
 * numbers as their column writes them (of those that are dates, seconds since 1970 or yyyymmdd, the order is the same). A date that does
 * not exist is an unknown time.
 *
 * @param told what the user says of the column
 * @returns one per row; NaN where the column says nothing
 * @throws {InputError} for a word that is neither a date nor a number, and for dates that may be read in two ways
 */
export function readTimes(
  column: Column,
  rows: Int32Array,
  rules: WordRules,
  fileName: string,
  told?: ToldColumn,
): Float64Array {
  const { codes } = column;
  const byCode = readWords(column, rulesOf(rules, told), fileName, told);
  return Float64Array.from(rows, (row) => byCode[codes[row]!]!);
}

function readWords(
  { name, words }: Column,
  rules: WordRules,
  fileName: string,
  told: ToldColumn | undefined,
): number[] {
  const toldForm = told?.dateForm;
  const present = words.filter((word) => !isMissingWord(word, rules));
  const refuse = (why: string) => new InputError(quoting`${fileName}: --time: ${name}: ${cells(why)}`);
  if (toldForm === undefined || (NUMBER_FORMS as readonly string[]).includes(toldForm)) {
    const found = findNumbers(present, rules, told);
    if (found.kind === 'ambiguous') throw refuse(refuseAmbiguous(name, found));
    if (found.kind === 'numbers') {
      const { form } = found;
      return words.map((word) => (isMissingWord(word, rules) ? Number.NaN : parseNumberIn(word, form)!));
    }
  }
  const decision = tallyDates(
    present,
    Uint8Array.from(present, () => 1),
  ).decide();
  if (decision.kind === 'ambiguous' && toldForm === undefined) {
    throw refuse(describeAmbiguous(name, decision.forms, decision.example));
  }
  const form = toldForm ?? (decision.kind === 'form' ? decision.form : undefined);
  return words.map((word) => {
    if (isMissingWord(word, rules)) return Number.NaN;
    const date = parseDateWord(word, form);
    if (date === null) return Number.NaN;
    if (date !== undefined) return instantOf(date);
    throw new InputError(
      quoting`${fileName}: --time: expected dates in one form, such as 2026-01-31, or numbers, in ${name}, found ${cells(`“${word}”`)}.`,
    );
  });
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
    return typeof date === 'string' ? instantOf(date) : Number.NaN;
  });
  return Float64Array.from(rows, (row) => byCode[codes[row]!]!);
}
