import { InputError } from '../../errors.ts';
import { type InferredSchema, inferSchema } from '../../lead/infer-schema.ts';
import type { Field } from '../../lead/schema.ts';
import {
  isDateWord,
  isMissingWord,
  parseBooleanWord,
  parseNumberWord,
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
  /** How its dates are written. */
  readonly form: string | undefined;
  /** Why training leaves it out. */
  readonly leftOut: string | undefined;
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
): ReadColumn {
  const { schema, leftOut: inferredOut, warnings } = infer(column, rows, rules, leftOut !== undefined);
  const field = schema.fields[0];
  const found =
    field === undefined
      ? readUntyped(column, rows, rules)
      : { type: field.type, reading: readField(field, column, rows, rules) };
  return {
    name: column.name,
    position,
    ...found,
    form: field?.type === 'date' ? field.form : undefined,
    leftOut: leftOut ?? inferredOut.get(column.name),
    warnings: leftOut === undefined ? warnings : [],
  };
}

/** @param isOut the user left it out: it need not be clear how it is read */
function infer(column: AnyColumn, rows: Int32Array, rules: WordRules, isOut: boolean): InferredSchema {
  try {
    return inferSchema([summarise(column, rows)], rules);
  } catch (error) {
    if (!isOut || !(error instanceof InputError)) throw error;
    return { schema: { fields: [], missing_words: [] }, leftOut: new Map(), warnings: [] };
  }
}

/** A column with more words than a category can have is text for training, which does not keep them. */
const summarise = (column: AnyColumn, rows: Int32Array) =>
  column.kind === 'words' && column.words.length > MOST_WORDS
    ? ({ name: column.name, differentWords: 'too many' } as const)
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
  const type = guessType(column, rows, rules);
  if (type === 'number') {
    const byCode = words.map((word) => parseNumberWord(word, rules.decimal) ?? Number.NaN);
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

/** What the words of the leads have in common. */
function guessType({ words, codes }: Column, rows: Int32Array, rules: WordRules): ColumnType {
  const stands = new Uint8Array(words.length);
  for (const row of rows) stands[codes[row]!] = 1;
  const present = words.filter((word, code) => stands[code] === 1 && !isMissingWord(word, rules));
  if (present.length === 0) return 'empty';
  if (present.every((word) => parseNumberWord(word, rules.decimal) !== undefined)) return 'number';
  if (present.every((word) => isDateWord(word))) return 'date';
  return present.every((word) => parseBooleanWord(word) !== undefined) ? 'boolean' : 'text';
}
