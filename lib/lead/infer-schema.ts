import { toWord } from '../to-word.ts';
import {
  type ColumnSummary,
  dateRange,
  isDateInOtherForm,
  looksLikeIdentifier,
  type Present,
  selectPresent,
} from './column-checks.ts';
import { hintAtNumbers, hintAtPlaceholders, hintAtSpellings, shorten } from './infer-hints.ts';
import {
  type FoundNumbers,
  findNumbers,
  inferManyNumbers,
  inferNumber,
  type NumberSummary,
  refuseAmbiguous,
} from './infer-number.ts';
import { foldCase } from './level-of.ts';
import { quoteForShell } from './quote-for-shell.ts';
import { type Field, type LeadSchema, MAX_TEXT_LENGTH } from './schema.ts';
import { rulesOf, type ToldColumn, type ToldColumns } from './told-columns.ts';
import { parseBooleanWord, parseDateWord, type WordRules } from './value-words.ts';

export type { ColumnSummary } from './column-checks.ts';
export type { NumberSummary } from './infer-number.ts';

/** A column of more different words than a category can have. */
export interface TextSummary {
  readonly name: string;
  readonly differentWords: 'too many';
  /** Every word before this one was a number. */
  readonly noNumber?: string;
}

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
 * boolean (true/false, yes/no, t/f, y/n), number (in one form per column; codes with leading zeros are none), date
 * (ISO 8601); everything else is a category. Identifiers, free text, constants and empty columns are left out.
 *
 * @param told what the user says of columns, which goes before all of this
 */
export function inferSchema(
  columns: Iterable<ColumnSummary | NumberSummary | TextSummary>,
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

type Inference =
  | { readonly field: Field; readonly warnings: readonly string[] }
  | { readonly reason: string }
  | { readonly refused: string };

const withoutWarnings = (found: { field: Field } | { reason: string }): Inference =>
  'field' in found ? { ...found, warnings: [] } : found;

function inferField(
  column: ColumnSummary | NumberSummary | TextSummary,
  rules: WordRules,
  told: ToldColumn | undefined,
): Inference {
  if ('differentWords' in column) return { reason: tellText(column) };
  if ('countDifferent' in column) {
    return column.ambiguous === undefined
      ? withoutWarnings(inferManyNumbers(column, told))
      : { refused: refuseAmbiguous(column.name, column.ambiguous) };
  }
  const present = selectPresent(column, rules);
  const { words, rows, name } = present;
  if (rows === 0) return { reason: 'every value is missing' };
  const required = present.missingRows === 0;
  if (words.length === 1 && required) return { reason: `constant: every value is “${shorten(words[0]!)}”` };
  if (told?.type === 'category') return inferCategory(present, undefined, required, told);
  if (words.every((word) => parseBooleanWord(word) !== undefined)) {
    // "yes" and "Y" in one column and nothing else is still a constant.
    const values = new Set(words.map(parseBooleanWord));
    if (values.size === 1 && required) return { reason: `constant: every value means ${[...values][0]}` };
    return { field: { name, type: 'boolean', required }, warnings: [] };
  }
  const numbers = findNumbers(words, rules, told);
  if (numbers.kind === 'numbers')
    return withoutWarnings(inferNumber(present, numbers.values, numbers.form, required, told));
  if (numbers.kind === 'ambiguous') return { refused: refuseAmbiguous(name, numbers) };
  if (words.every((word) => parseDateWord(word) !== undefined)) {
    return { field: { name, type: 'date', required, range: dateRange(words) }, warnings: [] };
  }
  return inferCategory(present, numbers, required, told);
}

/** A column of very many words; the one that is no number may be all that is wrong with it. */
const tellText = ({ name, noNumber }: TextSummary): string =>
  `identifier or free text: more than 65,535 different values${
    noNumber === undefined
      ? ''
      : `; the first of them are numbers and “${shorten(noNumber)}” is none: pass --missing ${quoteForShell(`${name}:${shorten(noNumber)}`)} if it means “missing”`
  }`;

const NAMES = { number: 'numbers', date: 'dates', boolean: 'yes and no', category: 'a category' } as const;

const refuseType = (type: Field['type'], { field, warnings }: Extract<Inference, { field: Field }>): string =>
  `expected ${NAMES[type]}, as --type says, found ${NAMES[field.type]}${
    field.type === 'category'
      ? ` (${field.levels
          .slice(0, 3)
          .map((level) => `“${shorten(level)}”`)
          .join(', ')}${field.levels.length > 3 ? ' …' : ''})`
      : ''
  }${warnings.map((warning) => `; ${warning}`).join('')}`;

function applyTold(field: Field, told: ToldColumn | undefined): Field {
  if (told === undefined) return field;
  const { missing, required = field.required } = told;
  const words = missing?.map((word) => toWord(word).toLowerCase()).sort();
  return { ...field, required, ...(words === undefined ? {} : { missing_words: words }) };
}

/** A level in fewer rows gets no weight of its own (training folds it into "other"). */
const RARE_ROWS = 20;
/** With no more levels than this a category is kept, however few rows there are. */
const FEW_LEVELS = 50;

function inferCategory(
  found: Present,
  numbers: Extract<FoundNumbers, { kind: 'no numbers' }> | undefined,
  required: boolean,
  told: ToldColumn | undefined,
): Inference {
  const present = told?.mergeCase === true ? mergeCase(found) : found;
  const { name, words, counts } = present;
  const hint = numbers && hintAtNumbers(found, numbers);
  const withHint = (reason: string) => ({ reason: hint === undefined ? reason : `${reason}; ${hint}` });
  const isTold = told?.type === 'category';
  if (!isTold && words.filter(isDateInOtherForm).length >= 0.9 * words.length) {
    return { reason: `dates that are not ISO 8601 (“${words[0]}”): write them as 2026-01-31 to use them` };
  }
  const longest = words.reduce((length, word) => Math.max(length, word.length), 0);
  if (longest > MAX_TEXT_LENGTH)
    return withHint(`free text: values of up to ${longest.toLocaleString('en-US')} characters`);
  const reason = isTold ? undefined : looksLikeIdentifier(present);
  if (reason !== undefined) return withHint(reason);
  if (!isTold && words.length > FEW_LEVELS && counts[0]! < RARE_ROWS) {
    return withHint(`${words.length.toLocaleString('en-US')} different values, none in as many as 20 rows`);
  }
  const merged = told?.mergeCase === true ? ({ merge_case: true } as const) : {};
  const field: Field = { name, type: 'category', required, levels: words, ...merged };
  const hints = [hint ?? hintAtPlaceholders(present), hintAtSpellings(present, told?.mergeCase === true)];
  return { field, warnings: hints.flatMap((one) => one ?? []) };
}

/** Words that differ only by case as one, spelled as most rows have it. */
function mergeCase(present: Present): Present {
  const merged = new Map<string, { word: string; count: number }>();
  present.words.forEach((word, i) => {
    const folded = foldCase(word);
    const level = merged.get(folded) ?? { word, count: 0 };
    level.count += present.counts[i]!;
    merged.set(folded, level);
  });
  const levels = [...merged.values()].sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
  return { ...present, words: levels.map(({ word }) => word), counts: levels.map(({ count }) => count) };
}
