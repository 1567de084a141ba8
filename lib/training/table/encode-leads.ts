import type { DateField, Field, Lead, LeadSchema, LeadValue } from '../../lead/schema.ts';
import { parseWord, type WordRules } from '../../lead/value-words.ts';
import type { DatePart, NumberPart } from '../../model/artifact.ts';
import { datePart } from '../../model/date-part.ts';
import type { Column } from './table.ts';

/** A number per lead; NaN is missing. */
export interface NumberFeature {
  readonly kind: 'number';
  readonly field: string;
  readonly part?: NumberPart;
  readonly values: Float64Array;
}

/** A level per lead, as an index into `levels`; `levels.length` is missing. */
export interface LevelFeature {
  readonly kind: 'level';
  readonly field: string;
  readonly part?: DatePart;
  readonly levels: readonly string[];
  readonly codes: Uint16Array;
}

export type Feature = NumberFeature | LevelFeature;

/** The training leads, read once: as columns for the trainer, and one by one for the scorer. */
export interface EncodedLeads {
  readonly count: number;
  readonly features: readonly Feature[];
  leadAt(index: number): Lead;
}

/** Months say something about the season only when each was seen in two years. */
const FEWEST_MONTHS = 24;

/**
 * Reads the leads' words by the schema, with the same rules as scoring does. A date becomes its weekday, and
 * its month when the dates span at least 24 months; never its place in time, which does not come back.
 *
 * @param rows the leads' rows in the columns' table
 * @param columns one per field of the schema, in its order
 */
export function encodeLeads(
  schema: LeadSchema,
  columns: readonly Column[],
  rows: Int32Array,
  rules: WordRules,
): EncodedLeads {
  const valuesByCode = schema.fields.map((field, f) =>
    // A word that stands in no training row may not fit the field; no lead has it.
    columns[f]!.words.map((word) => parseWord(field.type, word, rules) ?? null),
  );
  const codesByField = columns.map(({ codes }) => Int32Array.from(rows, (row) => codes[row]!));
  const features = schema.fields.flatMap((field, f) =>
    encodeField(field, valuesByCode[f]!, codesByField[f]!),
  );
  return {
    count: rows.length,
    features,
    leadAt: (index) =>
      Object.fromEntries(
        schema.fields.map(({ name }, f) => [name, valuesByCode[f]![codesByField[f]![index]!]!]),
      ),
  };
}

function encodeField(field: Field, values: readonly LeadValue[], codes: Int32Array): Feature[] {
  const levels = (
    names: readonly string[],
    nameOf: (value: LeadValue) => string,
    part?: DatePart,
  ): Feature => {
    const index = new Map(names.map((name, i) => [name, i]));
    const missing = names.length;
    const byCode = values.map((value) => (value === null ? missing : (index.get(nameOf(value)) ?? missing)));
    return {
      kind: 'level',
      field: field.name,
      ...(part === undefined ? {} : { part }),
      levels: names,
      codes: Uint16Array.from(codes, (code) => byCode[code]!),
    };
  };
  switch (field.type) {
    case 'number': {
      const byCode = values.map((value) => (value === null ? Number.NaN : (value as number)));
      return [
        { kind: 'number', field: field.name, values: Float64Array.from(codes, (code) => byCode[code]!) },
      ];
    }
    case 'category':
      return [levels(field.levels, String)];
    case 'boolean':
      return [levels(['true', 'false'], String)];
    case 'date':
      return dateParts(field).map((part) =>
        levels(PARTS[part], (value) => datePart(part, String(value)), part),
      );
  }
}

const PARTS: Readonly<Record<DatePart, readonly string[]>> = {
  weekday: ['1', '2', '3', '4', '5', '6', '7'],
  month: Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0')),
  hour: Array.from({ length: 24 }, (_, i) => String(i).padStart(2, '0')),
};

/** The parts of the calendar that a date field is read as. */
export function dateParts({ range: [first, last] }: DateField): DatePart[] {
  const months = (day: string) => 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7));
  const whole = months(last) - months(first) - (last.slice(8) < first.slice(8) ? 1 : 0);
  return whole >= FEWEST_MONTHS ? ['weekday', 'month'] : ['weekday'];
}
