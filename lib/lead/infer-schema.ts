import { quoteForShell } from '../quoting.ts';
import { toWord } from '../to-word.ts';
import { type ColumnSummary, type Inference, selectPresent } from './column-checks.ts';
import { NUMBER_FORMS } from './date-form.ts';
import { inferCategory } from './infer-category.ts';
import { type DatesFound, fieldOf, inferDate, inferNumberDate, type NumbersSeen } from './infer-date.ts';
import {
  findNumbers,
  inferManyNumbers,
  inferNumber,
  type NumberSummary,
  refuseAmbiguous,
} from './infer-number.ts';
import type { Field, LeadSchema } from './schema.ts';
import { shortenWord } from './shorten-word.ts';
import { rulesOf, type ToldColumn, type ToldColumns } from './told-columns.ts';
import { parseBooleanWord, type WordRules } from './value-words.ts';

export type { ColumnSummary } from './column-checks.ts';
export type { NumberSummary } from './infer-number.ts';

/** A column of more different dates than its words were kept for; or why they cannot be read. */
export interface DateSummary {
  readonly name: string;
  readonly dates: DatesFound | { readonly refused: string };
}

/** A column of more different words than a category can have. */
export interface TextSummary {
  readonly name: string;
  readonly differentWords: 'too many';
  /** Every word before this one was a number. */
  readonly noNumber?: string;
  /** Every word before this one was a date. */
  readonly noDate?: string;
}

type AnySummary = ColumnSummary | NumberSummary | DateSummary | TextSummary;

export interface InferredSchema {
  readonly schema: LeadSchema;
  /** Column → why it tells nothing about a lead. */
  readonly leftOut: ReadonlyMap<string, string>;
  /** Column → why it cannot be read before the user says how; nothing is to be learned before. */
  readonly refused: ReadonlyMap<string, string>;
  /** Sentences for the user: what they may want to change and how. */
  readonly warnings: readonly string[];
}

/**
 * Infers what a lead is from the columns of a training table. Depends on the words and their counts only,
 * not on the order of the rows. The types, tried in this order, must fit every word that is not missing:
 * boolean (true/false, yes/no, t/f, y/n), number (in one form per column; codes with leading zeros are none), date (in one
 * form); everything else is a category. Identifiers, free text, constants and empty columns are left out.
 *
 * @param told what the user says of columns, which goes before all of this
 */
export function inferSchema(
  columns: Iterable<AnySummary>,
  rules: WordRules,
  told: ToldColumns = new Map(),
): InferredSchema {
  const fields: Field[] = [];
  const leftOut = new Map<string, string>();
  const refused = new Map<string, string>();
  const warnings: string[] = [];
  for (const column of columns) {
    const { name } = column;
    const said = told.get(name);
    const found = inferField(column, rulesOf(rules, said), said);
    if ('reason' in found) leftOut.set(name, found.reason);
    else if ('refused' in found) refused.set(name, found.refused);
    else if (said?.type !== undefined && said.type !== found.field.type) {
      refused.set(name, refuseType(said.type, found));
    } else {
      fields.push(applyTold(found.field, said));
      warnings.push(...found.warnings.map((warning) => `${name}: ${warning}`));
    }
  }
  const schema = { fields, missing_words: [...rules.missingWords].sort() };
  return { schema, leftOut, refused, warnings };
}

function inferField(column: AnySummary, rules: WordRules, told: ToldColumn | undefined): Inference {
  if ('differentWords' in column) return { reason: tellText(column) };
  if ('dates' in column) return 'refused' in column.dates ? column.dates : fieldOf(column.dates);
  if ('countDifferent' in column) {
    if (column.ambiguous !== undefined) return { refused: refuseAmbiguous(column.name, column.ambiguous) };
    const { range, name, missingRows, forEach } = column;
    return orDates({ name, max: range[1], missingRows, forEach }, told, () => inferManyNumbers(column, told));
  }
  const present = selectPresent(column, rules);
  const { words, rows, name } = present;
  if (rows === 0) return { reason: 'every value is missing' };
  const required = present.missingRows === 0;
  if (words.length === 1 && required)
    return { reason: `constant: every value is “${shortenWord(words[0]!)}”` };
  if (told?.type === 'category') return inferCategory(present, undefined, required, told);
  if (words.every((word) => parseBooleanWord(word) !== undefined)) {
    // "yes" and "Y" in one column and nothing else is still a constant.
    const values = new Set(words.map(parseBooleanWord));
    if (values.size === 1 && required) return { reason: `constant: every value means ${[...values][0]}` };
    return { field: { name, type: 'boolean', required }, warnings: [] };
  }
  const numbers = findNumbers(words, rules, told);
  if (numbers.kind === 'numbers') {
    const { values, form } = numbers;
    const seen = {
      ...{ name, missingRows: present.missingRows },
      max: values.reduce((max, value) => Math.max(max, value), Number.NEGATIVE_INFINITY),
      forEach: (visit: (value: number, rows: number) => void) => {
        for (let i = 0; i < values.length; i++) visit(values[i]!, present.counts[i]!);
      },
    };
    return orDates(seen, told, () => inferNumber(present, values, form, required, told));
  }
  if (numbers.kind === 'ambiguous' && told?.type !== 'date')
    return { refused: refuseAmbiguous(name, numbers) };
  const dates =
    told?.type === undefined || told.type === 'date' ? inferDate(present, formOf(told)) : undefined;
  if (dates !== undefined) return dates;
  return inferCategory(present, numbers.kind === 'ambiguous' ? undefined : numbers, required, told);
}

/** The form of dates that is said: null is ISO 8601. */
const formOf = (told: ToldColumn | undefined): string | null | undefined =>
  told?.dateForm === 'iso' ? null : told?.dateForm;

/** Numbers that are dates, where they are; else a field of numbers. */
function orDates(
  seen: NumbersSeen,
  told: ToldColumn | undefined,
  inferNumbers: () => { field: Field } | { reason: string },
): Inference {
  const isOther = told?.type !== undefined && told.type !== 'date';
  const form = NUMBER_FORMS.find((known) => known === told?.dateForm);
  const date = isOther ? undefined : inferNumberDate(seen, form);
  if (date !== undefined && !('suggestion' in date)) return date;
  const found = inferNumbers();
  return 'field' in found ? { ...found, warnings: date === undefined ? [] : [date.suggestion] } : found;
}

/** A column of very many words; the one that is no number may be all that is wrong with it. */
const tellText = ({ name, noNumber, noDate }: TextSummary): string => {
  const other = noNumber ?? noDate;
  if (other === '') return `dates in more than one form: write them in one, such as 2026-01-31, to use them`;
  return `identifier or free text: more than 65,535 different values${
    other === undefined
      ? ''
      : `; the first of them are ${noNumber === undefined ? 'dates' : 'numbers'} and “${shortenWord(other)}” is none: pass --missing ${quoteForShell(`${name}:${shortenWord(other)}`)} if it means “missing”`
  }`;
};

const NAMES = { number: 'numbers', date: 'dates', boolean: 'yes and no', category: 'a category' } as const;

const refuseType = (type: Field['type'], { field, warnings }: Extract<Inference, { field: Field }>): string =>
  `expected ${NAMES[type]}, as --type says, found ${NAMES[field.type]}${
    field.type === 'category'
      ? ` (${field.levels
          .slice(0, 3)
          .map((level) => `“${shortenWord(level)}”`)
          .join(', ')}${field.levels.length > 3 ? ' …' : ''})`
      : ''
  }${warnings.map((warning) => `; ${warning}`).join('')}`;

function applyTold(field: Field, told: ToldColumn | undefined): Field {
  if (told === undefined) return field;
  const { missing } = told;
  const words = missing?.map((word) => toWord(word).toLowerCase()).sort();
  return { ...field, ...(words === undefined ? {} : { missing_words: words }) };
}
