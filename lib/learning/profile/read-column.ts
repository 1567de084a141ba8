import { findNumbers } from '../../lead/infer-number.ts';
import { inferSchema } from '../../lead/infer-schema.ts';
import { describeNumberForm, type NumberForm } from '../../lead/number-form.ts';
import type { Field } from '../../lead/schema.ts';
import { rulesOf, type ToldColumns } from '../../lead/told-columns.ts';
import {
  isDateWord,
  isMissingWord,
  parseBooleanWord,
  parseNumberIn,
  type WordRules,
} from '../../lead/value-words.ts';
import { dayOf } from '../../model/date-part.ts';
import { fill } from '../../typed-arrays.ts';
import { MOST_WORDS } from '../table/column-builder.ts';
import { encodeLeads, type LevelFeature } from '../table/encode-leads.ts';
import { type AnyColumn, type Column, summariseAnyColumn } from '../table/table.ts';
import type { ColumnType } from './profile.ts';
import type { Levels } from './tally.ts';

/** The values of a column, one per lead: a number, NaN is missing; or a level. */
type Reading =
  | { readonly kind: 'number'; readonly values: Float64Array }
  /** Whole days since 1970-01-01, and the parts of the calendar that training makes of them. */
  | { readonly kind: 'date'; readonly values: Float64Array; readonly parts: readonly LevelFeature[] }
  | ({ readonly kind: 'level' } & Levels);

export interface ReadColumn {
  readonly name: string;
  /** Place in the file, from 1. */
  readonly position: number;
  readonly type: ColumnType;
  /** How its words are written, unless as programs write them. */
  readonly form?: string;
  /** Why training leaves it out. */
  readonly leftOut: string | undefined;
  /** Training refuses the file before the user says how it is read. */
  readonly isUnclear: boolean;
  /** What the user may want to change, and how. */
  readonly warnings: readonly string[];
  readonly reading: Reading;
}

/**
 * Reads a column as training does; one that training leaves out, by what its words are. A column of numbers is
 * empty afterwards, so that it is not held twice.
 *
 * @param rows the leads' rows in the table
 * @param leftOut why the user left it out
 */
export function readColumn(
  column: AnyColumn,
  position: number,
  rows: Int32Array,
  rules: WordRules,
  leftOut: string | undefined,
  told?: ToldColumns,
): ReadColumn {
  const { name } = column;
  const inferred = inferSchema([summarise(column, rows)], rules, told);
  const { schema, warnings } = inferred;
  const field = schema.fields[0];
  const found =
    field === undefined
      ? readUntyped(column, rows, rulesOf(rules, told?.get(name)))
      : { type: field.type, reading: readField(field, column, rows, rules) };
  const form = field === undefined ? undefined : describeForm(field);
  return {
    name,
    position,
    ...found,
    ...(form === undefined ? {} : { form }),
    leftOut: leftOut ?? inferred.leftOut.get(name) ?? inferred.refused.get(name),
    isUnclear: leftOut === undefined && inferred.refused.has(name),
    warnings: leftOut === undefined ? warnings : [],
  };
}

function describeForm(field: Field): string | undefined {
  if (field.type === 'date') return field.form;
  return field.type === 'number' && field.form !== undefined ? describeNumberForm(field.form) : undefined;
}

/** A column with more words than a category can have is text for training, which does not keep them. */
const summarise = (column: AnyColumn, rows: Int32Array) =>
  column.kind === 'words' && column.words.length > MOST_WORDS
    ? summariseAnyColumn({ ...column, kind: 'text' }, rows)
    : summariseAnyColumn(column, rows);

function readField(field: Field, column: AnyColumn, rows: Int32Array, rules: WordRules): Reading {
  const schema = { fields: [field], missing_words: [] };
  const { features } = encodeLeads(schema, [column], rows, rules, true);
  const number = features.find((feature) => feature.kind === 'number');
  const levels = features.filter((feature) => feature.kind === 'level');
  if (number === undefined) return levels[0]!;
  const { values } = number;
  return field.type === 'date' ? { kind: 'date', values, parts: levels } : { kind: 'number', values };
}

/** A column that training has no type for: its numbers where all of it is numbers, else its words. */
function readUntyped(
  column: AnyColumn,
  rows: Int32Array,
  rules: WordRules,
): Pick<ReadColumn, 'type' | 'reading'> {
  if (column.kind === 'text') throw new Error(`profile: expected the words of ${column.name} to be kept`);
  const numbers = (valueAt: (row: number) => number) => {
    const values = fill(new Float64Array(rows.length), (i) => valueAt(rows[i]!));
    return { type: 'number', reading: { kind: 'number', values } } as const;
  };
  if (column.kind === 'numbers') {
    const { values, dates } = column;
    if (dates === undefined) return numbers((row) => values[row]!);
    const days = fill(new Float64Array(rows.length), (i) => dayOf(values[rows[i]!]!));
    return { type: 'date', reading: { kind: 'date', values: days, parts: [] } };
  }
  const { words, codes } = column;
  const { type, form } = guessType(column, rows, rules);
  if (form !== undefined) {
    const byCode = words.map((word) => parseNumberIn(word, form) ?? Number.NaN);
    return numbers((row) => byCode[codes[row]!]!);
  }
  const levels = words.filter((word) => !isMissingWord(word, rules));
  let next = 0;
  const codeOf = words.map((word) => (isMissingWord(word, rules) ? levels.length : next++));
  const reading = {
    kind: 'level' as const,
    levels,
    codes: fill(new Int32Array(rows.length), (i) => codeOf[codes[rows[i]!]!]!),
  };
  return { type, reading };
}

/** What the words of the leads have in common; of numbers, their form. */
function guessType(
  { words, codes }: Column,
  rows: Int32Array,
  rules: WordRules,
): { readonly type: ColumnType; readonly form?: NumberForm } {
  const stands = new Uint8Array(words.length);
  for (const row of rows) stands[codes[row]!] = 1;
  const present = words.filter((word, code) => stands[code] === 1 && !isMissingWord(word, rules));
  if (present.length === 0) return { type: 'empty' };
  const numbers = findNumbers(present, rules);
  if (numbers.kind === 'numbers') return { type: 'number', form: numbers.form };
  if (present.every(isDateWord)) return { type: 'date' };
  return { type: present.every((word) => parseBooleanWord(word) !== undefined) ? 'boolean' : 'text' };
}
