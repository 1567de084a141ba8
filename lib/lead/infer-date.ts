import { count } from '../count.ts';
import { quoteForShell } from '../quoting.ts';
import type { Present } from './column-checks.ts';
import { exampleOf, type NumberDateForm, readingsOf } from './date-form.ts';
import { MOST_WRONG, tallyDates } from './date-tally.ts';
import { offsetOf } from './iso-time.ts';
import { dateOfNumber, likelyForm, saysTime } from './number-dates.ts';
import type { DateField } from './schema.ts';
import { parseDateWord } from './value-words.ts';

/** A column of dates: its field, or why it tells nothing about a lead, or why the user must say more. */
export type DateInference =
  | { readonly field: DateField; readonly warnings: readonly string[] }
  | { readonly reason: string }
  | { readonly refused: string };

/** What a column of dates holds, however it is kept. */
export interface DatesFound {
  readonly name: string;
  readonly form: string | undefined;
  /** First and last calendar day, ISO 8601. */
  readonly range: readonly [first: string, last: string];
  /** Rows with a date. */
  readonly rows: number;
  readonly missingRows: number;
  /** Rows with a date that does not exist, and what stands in some of them. */
  readonly impossible: { readonly rows: number; readonly examples: readonly ImpossibleDate[] };
  /** Minutes from UTC; undefined: none is written. */
  readonly offsets: ReadonlySet<number | undefined>;
  /** A word of the column, read. */
  readonly example: readonly [word: string, iso: string];
}

export interface ImpossibleDate {
  readonly word: string;
  /** Of the table, from 1; undefined: not known. */
  readonly row: number | undefined;
}

/** Examples that a message has. */
export const MOST_EXAMPLES = 3;

/**
 * Reads a column of words as dates in one form, decided by all of them.
 *
 * @param told the form that the user tells; null: ISO 8601; undefined: it is to be found
 * @returns undefined: it is not a column of dates
 */
export function inferDate(present: Present, told?: string | null): DateInference | undefined {
  const { name, words, counts } = present;
  if (told !== undefined) return inferTold(present, told ?? undefined);
  const decision = tallyDates(words, counts).decide();
  switch (decision.kind) {
    case 'other':
      return undefined;
    case 'ambiguous':
      return { refused: describeAmbiguous(name, decision.forms, decision.example) };
    case 'mixed': {
      const shown = [...decision.examples]
        .slice(0, MOST_EXAMPLES)
        .map(([form, word]) => `“${word}” is ${form}`);
      return {
        reason: `dates in more than one form (${shown.join(', ')}): write them in one, such as 2026-01-31, to use them`,
      };
    }
    case 'form':
      return fieldOf(findDates(present, decision.form));
  }
}

function inferTold(present: Present, form: string | undefined): DateInference {
  const { words, counts, rows } = present;
  const others = words.filter((word) => parseDateWord(word, form, present.decimal) === undefined);
  if (others.length > 0) {
    const wrong = counts.reduce((sum, n, i) => (others.includes(words[i]!) ? sum + n : sum), 0);
    const expected = `expected dates such as ${exampleOf(form)} (${form ?? 'ISO 8601'})`;
    return {
      refused: `${expected}, found “${others[0]}”${rowOf(present, others[0]!)}: ${wrong.toLocaleString('en-US')} of ${count(rows, 'value')} cannot be read so; correct them, tell another form, or pass --missing if they stand for no value`,
    };
  }
  const found = findDates(present, form);
  return found.rows === 0 ? { reason: 'no date of it exists' } : fieldOf(found);
}

/** The field of a column of dates, and what the user should know of how it is read. */
export function fieldOf(found: DatesFound): DateInference {
  const { name, form, range, missingRows, impossible } = found;
  const field: DateField = {
    name,
    type: 'date',
    required: missingRows + impossible.rows === 0,
    ...(form === undefined ? {} : { form }),
    range,
  };
  return { field, warnings: [...warnOfImpossible(found), ...warnOfYears(found), ...warnOfOffsets(found)] };
}

function warnOfImpossible({ rows, impossible }: DatesFound): string[] {
  if (impossible.rows === 0) return [];
  const shown = impossible.examples
    .slice(0, MOST_EXAMPLES)
    .map(({ word, row }) => `“${word}”${row === undefined ? '' : ` in row ${row.toLocaleString('en-US')}`}`);
  const more = impossible.rows > shown.length ? ' …' : '';
  const verb = impossible.rows === 1 ? 'does not exist and counts' : 'do not exist and count';
  return [
    `${impossible.rows.toLocaleString('en-US')} of ${count(rows + impossible.rows, 'date')} ${verb} as missing: ${shown.join(', ')}${more}`,
  ];
}

function warnOfYears({ form, example: [word, iso] }: DatesFound): string[] {
  if (form === undefined || !/(^|[^y])yy($|[^y])/.test(form)) return [];
  return [`two-digit years are read as 1969 to 2068, in the form ${form}: “${word}” is “${iso}”`];
}

/** Summer time. */
const ONE_HOUR = 60;

function warnOfOffsets({ offsets }: DatesFound): string[] {
  const known = [...offsets].filter((offset) => offset !== undefined);
  const apart = known.length > 0 && Math.max(...known) - Math.min(...known) > ONE_HOUR;
  if (!apart && !(known.length > 0 && offsets.has(undefined))) return [];
  const what = apart
    ? 'its offsets from UTC differ'
    : 'some of its times have an offset from UTC, others none';
  return [`${what}: weekday and time of day are those that are written, wherever that was`];
}

function findDates(present: Present, form: string | undefined): DatesFound {
  const { name, words, counts, missingRows, decimal } = present;
  let [first, last, rows, impossible] = ['9999-12-31', '0000-01-01', 0, 0];
  let example: [string, string] | undefined;
  const wrong: string[] = [];
  const offsets = new Set<number | undefined>();
  words.forEach((word, i) => {
    const iso = parseDateWord(word, form, decimal);
    if (iso === null || iso === undefined) {
      impossible += counts[i]!;
      wrong.push(word);
      return;
    }
    rows += counts[i]!;
    example ??= [word, iso];
    // Calendar dates of four-digit years sort as text.
    const day = iso.slice(0, 10);
    if (day < first) first = day;
    if (day > last) last = day;
    if (iso.length > 10) offsets.add(offsetOf(iso));
  });
  const examples = wrong.slice(0, MOST_EXAMPLES).map((word) => ({ word, row: present.rowOf?.(word) }));
  return {
    ...{ name, form, range: [first, last], rows, missingRows, offsets },
    impossible: { rows: impossible, examples },
    example: example ?? ['', ''],
  };
}

const rowOf = ({ rowOf: find }: Present, word: string): string => {
  const row = find?.(word);
  return row === undefined ? '' : ` in row ${row.toLocaleString('en-US')}`;
};

/** Why a form must be told, with what a word of the column may mean in each. */
export function describeAmbiguous(name: string, forms: readonly string[], word: string): string {
  const readings = readingsOf(word).filter(({ form }) => form !== undefined && forms.includes(form));
  const meanings = readings.map(({ iso }) => `“${iso}”`).join(' or ');
  const column = quoteForShell(name);
  const options = readings.map(({ form }) => `--type ${column}=date:${form}`).join(' or ');
  return `“${word}” may be ${meanings}, and no other value of the column says which: pass ${options}`;
}

/** The numbers of a column, and in how many rows each stands. */
export interface NumbersSeen {
  readonly name: string;
  readonly max: number;
  readonly missingRows: number;
  readonly forEach: (visit: (value: number, rows: number) => void) => void;
}

/**
 * Reads a column of numbers as dates: seconds or milliseconds since 1970, or yyyymmdd, where every one but 0 lies between
 * 1990 and 2100 (yyyymmdd: 1900 and 2100) and the column's name says that it is a time.
 *
 * @param told the form that the user tells
 * @returns a sentence where only the name does not say so; undefined: they are no dates
 */
export function inferNumberDate(
  numbers: NumbersSeen,
  told?: NumberDateForm,
): DateInference | { readonly suggestion: string } | undefined {
  const { name, max, missingRows } = numbers;
  const form = told ?? likelyForm(max);
  if (form === undefined) return undefined;
  let [first, last, rows, zero, wrong, others] = ['9999-12-31', '0000-01-01', 0, 0, 0, 0];
  let example: [string, string] | undefined;
  const examples: ImpossibleDate[] = [];
  const offsets = new Set<number | undefined>();
  numbers.forEach((value, n) => {
    const iso = dateOfNumber(form, value);
    if (iso !== null && (told !== undefined || likelyForm(value) === form)) {
      rows += n;
      example ??= [String(value), iso];
      const day = iso.slice(0, 10);
      if (day < first) first = day;
      if (day > last) last = day;
      if (iso.length > 10) offsets.add(offsetOf(iso));
      return;
    }
    if (iso === null && (told !== undefined || value === 0 || likelyForm(value) === form)) {
      if (value === 0) zero += n;
      else wrong += n;
      if (examples.length < MOST_EXAMPLES) examples.push({ word: String(value), row: undefined });
    } else others += n;
  });
  if (rows === 0 || others > 0 || (told === undefined && wrong > MOST_WRONG * (rows + wrong)))
    return undefined;
  const found = {
    ...{ name, form, range: [first, last] as const, rows, missingRows, offsets, example: example! },
    impossible: { rows: zero + wrong, examples },
  };
  if (told !== undefined) return fieldOf(found);
  const [word, iso] = found.example;
  const column = quoteForShell(name);
  if (!saysTime(name)) {
    return {
      suggestion: `its numbers may be dates (${form}: “${word}” is “${iso}”): pass --type ${column}=date:${form} if they are`,
    };
  }
  const inferred = fieldOf(found);
  if (!('field' in inferred)) return inferred;
  const why = `its numbers are read as dates, because its name says so (${form}: “${word}” is “${iso}”); pass --type ${column}=number to keep them numbers`;
  return { field: inferred.field, warnings: [why, ...inferred.warnings] };
}
