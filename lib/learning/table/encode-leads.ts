import type { NumberDateForm } from '../../lead/date-form.ts';
import { timeOfNumber } from '../../lead/number-dates.ts';
import type { DateField, Field, LeadSchema, LeadValue } from '../../lead/schema.ts';
import { parseWord, type WordRules } from '../../lead/value-words.ts';
import type { DatePart, NumberPart } from '../../model/artifact.ts';
import { DAYPARTS, datePart, datePartAt, dayNumber, dayOf } from '../../model/date-part.ts';
import { release } from '../../typed-arrays.ts';
import type { AnyColumn, Column } from './table.ts';

/** A number per lead; NaN is missing. */
export interface NumberFeature {
  readonly kind: 'number';
  readonly field: string;
  readonly part?: NumberPart;
  /** The numbers are estimates of a category's rare levels, made for a fit. */
  readonly ofLevels?: true;
  readonly values: Float64Array;
}

/** A level per lead, as an index into `levels`; `levels.length` is missing. */
export interface LevelFeature {
  readonly kind: 'level';
  readonly field: string;
  readonly part?: DatePart;
  readonly levels: readonly string[];
  readonly codes: LevelCodes;
}

/** One byte where the levels are few enough. */
export type LevelCodes = Uint8Array | Uint16Array;

export type Feature = NumberFeature | LevelFeature;

/** The training leads, as columns. */
export interface EncodedLeads {
  readonly count: number;
  readonly features: readonly Feature[];
}

/** Months say something about the season only when each was seen in two years. */
const FEWEST_MONTHS = 24;

/**
 * Reads the leads' words by the schema, with the same rules as scoring does. A date becomes its weekday, and
 * its month when the dates span at least 24 months and its part of day when there are times of day; its place in time,
 * which does not come back, only with `absoluteDate`. The features are in the order of their fields' names.
 *
 * The columns are used up: numbers are reordered in place, codes given back, so that a large table is not held twice.
 *
 * @param rows the leads' rows in the columns' table
 * @param columns one per field of the schema, in its order
 */
export function encodeLeads(
  schema: LeadSchema,
  columns: readonly AnyColumn[],
  rows: Int32Array,
  rules: WordRules,
  absoluteDate = false,
): EncodedLeads {
  const scratch = new Float64Array(columns.some(({ kind }) => kind === 'numbers') ? rows.length : 0);
  const features = schema.fields.flatMap((field, f) => {
    const column = columns[f]!;
    if (column.kind !== 'words') {
      const numbers = encodeNumbers(field.name, column, rows, scratch);
      return field.type === 'date' ? encodeTimes(field, column, numbers.values, absoluteDate) : [numbers];
    }
    const encoded = encodeWords(field, column, rows, rules, absoluteDate);
    release(column.codes);
    return encoded;
  });
  release(scratch);
  // Not the order of the file's columns, so that it cannot matter.
  features.sort((a, b) => (a.field < b.field ? -1 : a.field > b.field ? 1 : 0));
  return { count: rows.length, features };
}

/** In place, by way of one scratch column for all of them. */
function encodeNumbers(
  field: string,
  column: AnyColumn,
  rows: Int32Array,
  scratch: Float64Array,
): NumberFeature {
  if (column.kind !== 'numbers') throw new Error(`encode leads: expected the numbers of ${field}`);
  const { values } = column;
  for (let i = 0; i < rows.length; i++) scratch[i] = values[rows[i]!]!;
  values.set(scratch);
  return { kind: 'number', field, values: values.subarray(0, rows.length) };
}

/**
 * A column of dates of which no words were kept.
 *
 * @param times as the column has them, one per lead; becomes the days
 */
function encodeTimes(
  field: DateField,
  column: AnyColumn,
  times: Float64Array,
  absoluteDate: boolean,
): Feature[] {
  const form = 'dates' in column ? undefined : (field.form as NumberDateForm);
  if (form !== undefined) for (let i = 0; i < times.length; i++) times[i] = timeOfNumber(form, times[i]!);
  const dayparts = new Set<string | null>();
  for (const time of times) if (!Number.isNaN(time)) dayparts.add(datePartAt('daypart', time));
  const parts = partsOf(field, dayparts).map((part): Feature => {
    const levels = PARTS[part];
    const index = new Map(levels.map((name, i) => [name, i]));
    const codes = Uint8Array.from(times, (time) =>
      Number.isNaN(time) ? levels.length : (index.get(datePartAt(part, time) ?? '') ?? levels.length),
    );
    return { kind: 'level', field: field.name, part, levels, codes };
  });
  if (!absoluteDate) return parts;
  for (let i = 0; i < times.length; i++) times[i] = dayOf(times[i]!);
  return [...parts, { kind: 'number', field: field.name, part: 'days', values: times }];
}

function encodeWords(
  field: Field,
  { words, codes }: Column,
  rows: Int32Array,
  rules: WordRules,
  absoluteDate: boolean,
): Feature[] {
  // A word that stands in no training row may not fit the field; no lead has it.
  const values = words.map((word) => parseWord(field, word, rules) ?? null);
  const numbers = (numberOf: (value: LeadValue) => number, part?: NumberPart): Feature => {
    const byCode = Float64Array.from(values, (value) => (value === null ? Number.NaN : numberOf(value)));
    const ordered = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) ordered[i] = byCode[codes[rows[i]!]!]!;
    return { kind: 'number', field: field.name, ...(part === undefined ? {} : { part }), values: ordered };
  };
  const levels = (
    names: readonly string[],
    nameOf: (value: LeadValue) => string | null,
    part?: DatePart,
  ): Feature => {
    const index = new Map(names.map((name, i) => [name, i]));
    const missing = names.length;
    const byCode = Uint16Array.from(values, (value) =>
      value === null ? missing : (index.get(nameOf(value) ?? '') ?? missing),
    );
    const ordered = names.length < 0x100 ? new Uint8Array(rows.length) : new Uint16Array(rows.length);
    for (let i = 0; i < rows.length; i++) ordered[i] = byCode[codes[rows[i]!]!]!;
    const of = part === undefined ? {} : { part };
    return { kind: 'level', field: field.name, ...of, levels: names, codes: ordered };
  };
  switch (field.type) {
    case 'number':
      return [numbers(Number)];
    case 'category':
      return [levels(field.levels, String)];
    case 'boolean':
      return [levels(['true', 'false'], String)];
    case 'date': {
      const dayparts = values.flatMap((value) =>
        value === null ? [] : [datePart('daypart', String(value))],
      );
      const parts = partsOf(field, new Set(dayparts)).map((part) =>
        levels(PARTS[part], (value) => datePart(part, String(value)), part),
      );
      return absoluteDate ? [...parts, numbers((value) => dayNumber(String(value)), 'days')] : parts;
    }
  }
}

const PARTS: Readonly<Record<DatePart, readonly string[]>> = {
  weekday: ['1', '2', '3', '4', '5', '6', '7'],
  month: Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0')),
  daypart: DAYPARTS,
  hour: Array.from({ length: 24 }, (_, i) => String(i).padStart(2, '0')),
};

/** The parts of the calendar that a date field is read as. @param dayparts that there are: most exports of plain dates write midnight */
function partsOf({ range: [first, last] }: DateField, dayparts: ReadonlySet<string | null>): DatePart[] {
  const months = (day: string) => 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7));
  const whole = months(last) - months(first) - (last.slice(8) < first.slice(8) ? 1 : 0);
  return [
    'weekday',
    ...(whole >= FEWEST_MONTHS ? (['month'] as const) : []),
    ...(dayparts.size > 1 ? (['daypart'] as const) : []),
  ];
}
