import { InputError } from '../errors.ts';
import { quoteForShell } from '../quote-for-shell.ts';
import { type Quoting, quoting } from '../quoting.ts';
import {
  beginsWithDate,
  FEWEST_ROWS,
  looksLikeIdentifier,
  NEARLY_ALL,
  numbersAreIdentifier,
  type Present,
} from './column-checks.ts';
import { MOST_WRONG } from './date-tally.ts';
import { type DatesFound, fieldOf, inferDate, inferNumberDate } from './infer-date.ts';
import { type Field, type LeadSchema, MAX_TEXT_LENGTH } from './schema.ts';
import {
  isDateWord,
  isMissingWord,
  parseBooleanWord,
  parseNumberWord,
  type WordRules,
} from './value-words.ts';

/** The distinct words of a column, trimmed, and in how many rows each stands. */
export interface ColumnSummary {
  readonly name: string;
  readonly words: readonly string[];
  readonly counts: ArrayLike<number>;
  /** The first row of the table that a word stands in, from 1. */
  readonly rowOf?: (word: string) => number;
}

/** A column of more different numbers than its words were kept for. */
export interface NumberSummary {
  readonly name: string;
  readonly range: readonly [min: number, max: number];
  readonly integer: boolean;
  /** Rows with a number. */
  readonly rows: number;
  readonly missingRows: number;
  /** How many different ones there are; counted when it is asked for. */
  readonly countDifferent: () => number;
  readonly forEach: (visit: (value: number, rows: number) => void) => void;
}

/** A column of more different dates than its words were kept for; or why they cannot be read. */
export interface DateSummary {
  readonly name: string;
  readonly dates: DatesFound | { readonly refused: Quoting };
}

/** A column of more different words than a category can have. */
export interface TextSummary {
  readonly name: string;
  readonly differentWords: 'too many';
}

type AnySummary = ColumnSummary | NumberSummary | DateSummary | TextSummary;

export interface InferredSchema {
  readonly schema: LeadSchema;
  /** Column → why it tells nothing about a lead. */
  readonly leftOut: ReadonlyMap<string, string>;
  /** Sentences for the user: what they may want to change and how. */
  readonly warnings: readonly string[];
}

/**
 * Infers what a lead is from the columns of a training table. Depends on the words and their counts only,
 * not on the order of the rows. The types, tried in this order, must fit every word that is not missing:
 * boolean (true/false, yes/no, t/f, y/n), number (no leading zeros, no thousands signs), date (`infer-date.ts`);
 * everything else is a category. Identifiers, free text, constants and empty columns are left out.
 *
 * @throws {InputError} for columns that may be read in more than one way
 */
export function inferSchema(columns: Iterable<AnySummary>, rules: WordRules): InferredSchema {
  const fields: Field[] = [];
  const leftOut = new Map<string, string>();
  const warnings: string[] = [];
  const refused: Quoting[] = [];
  for (const column of columns) {
    const found = inferField(column, rules);
    if ('refused' in found) refused.push(found.refused);
    else if ('reason' in found) leftOut.set(column.name, found.reason);
    else {
      fields.push(found.field);
      warnings.push(...found.warnings);
    }
  }
  if (refused.length > 0) throw new InputError(refused.reduce((all, one) => quoting`${all} ${one}`));
  return { schema: { fields, missing_words: [...rules.missingWords].sort() }, leftOut, warnings };
}

type Inference = { field: Field; warnings: readonly string[] } | { reason: string } | { refused: Quoting };

function inferField(column: AnySummary, rules: WordRules): Inference {
  if ('differentWords' in column)
    return { reason: 'identifier or free text: more than 65,535 different values' };
  if ('countDifferent' in column) return inferManyNumbers(column);
  if ('dates' in column) return 'refused' in column.dates ? column.dates : fieldOf(column.dates);
  const present = selectPresent(column, rules);
  const { words, rows, name } = present;
  if (rows === 0) return { reason: 'every value is missing' };
  const required = present.missingRows === 0;
  if (words.length === 1 && required) return { reason: `constant: every value is “${shorten(words[0]!)}”` };
  if (words.every((word) => parseBooleanWord(word) !== undefined)) {
    // "yes" and "Y" in one column and nothing else is still a constant.
    const values = new Set(words.map(parseBooleanWord));
    if (values.size === 1 && required) return { reason: `constant: every value means ${[...values][0]}` };
    return { field: { name, type: 'boolean', required }, warnings: [] };
  }
  const numbers = words.map((word) => parseNumberWord(word, rules.decimal));
  if (numbers.every((value) => value !== undefined)) return inferNumber(present, numbers, required);
  return inferDate(present) ?? inferCategory(present, numbers, required, rules);
}

function selectPresent(column: ColumnSummary, rules: WordRules): Present {
  const kept: { word: string; count: number }[] = [];
  let missingRows = 0;
  column.words.forEach((word, i) => {
    const count = column.counts[i]!;
    if (isMissingWord(word, rules)) missingRows += count;
    else kept.push({ word, count });
  });
  kept.sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
  return {
    name: column.name,
    words: kept.map(({ word }) => word),
    counts: kept.map(({ count }) => count),
    rows: kept.reduce((sum, { count }) => sum + count, 0),
    missingRows,
    decimal: rules.decimal,
    ...(column.rowOf === undefined ? {} : { rowOf: column.rowOf }),
  };
}

function inferNumber(present: Present, numbers: readonly number[], required: boolean): Inference {
  const { name, rows, words } = present;
  let [min, max, integer] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  for (const value of numbers) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    integer &&= Number.isInteger(value);
  }
  const { missingRows, counts } = present;
  const date = inferNumberDate({
    ...{ name, max, missingRows },
    forEach: (visit) => {
      for (let i = 0; i < numbers.length; i++) visit(numbers[i]!, counts[i]!);
    },
  });
  if (date !== undefined && !('suggestion' in date)) return date;
  const warnings = date === undefined ? [] : [`${name}: ${date.suggestion}`];
  const reason =
    integer && rows >= FEWEST_ROWS ? numbersAreIdentifier(name, rows, words.length, [min, max]) : undefined;
  if (reason !== undefined) return { reason };
  if (min === max && required) return { reason: `constant: every value is ${min}` };
  // -0 would not survive JSON.
  return { field: { name, type: 'number', required, integer, range: [min + 0, max + 0] }, warnings };
}

/** There are many different ones, so it is neither a constant nor a category. */
function inferManyNumbers({
  name,
  range,
  integer,
  rows,
  missingRows,
  countDifferent,
  forEach,
}: NumberSummary): Inference {
  const date = inferNumberDate({ name, max: range[1], missingRows, forEach });
  if (date !== undefined && !('suggestion' in date)) return date;
  const warnings = date === undefined ? [] : [`${name}: ${date.suggestion}`];
  // Whole numbers within a range are no more than fit in it: often there is no need to count.
  const mayDiffer = integer && range[1] - range[0] + 1 > NEARLY_ALL * rows;
  const reason = mayDiffer ? numbersAreIdentifier(name, rows, countDifferent(), range) : undefined;
  if (reason !== undefined) return { reason };
  return { field: { name, type: 'number', required: missingRows === 0, integer, range }, warnings };
}

/** A level in fewer rows gets no weight of its own (training folds it into "other"). */
const RARE_ROWS = 20;
/** With no more levels than this a category is kept, however few rows there are. */
const FEW_LEVELS = 50;

function inferCategory(
  present: Present,
  numbers: readonly (number | undefined)[],
  required: boolean,
  rules: WordRules,
): Inference {
  const { name, words, counts } = present;
  const hint = hintAtNumbers(present, numbers, rules) ?? hintAtDates(present);
  const withHint = (reason: string) => ({ reason: hint === undefined ? reason : `${reason}; ${hint}` });
  if (hint === undefined && words.filter(beginsWithDate).length >= NEARLY_ALL * words.length) {
    const unread = words.find((word) => !isDateWord(word)) ?? words[0]!;
    return {
      reason: `dates in a form that is not read (“${shorten(unread)}”): write them as 2026-01-31 to use them`,
    };
  }
  const longest = words.reduce((length, word) => Math.max(length, word.length), 0);
  if (longest > MAX_TEXT_LENGTH)
    return withHint(`free text: values of up to ${longest.toLocaleString('en-US')} characters`);
  const reason = looksLikeIdentifier(present);
  if (reason !== undefined) return withHint(reason);
  if (words.length > FEW_LEVELS && counts[0]! < RARE_ROWS) {
    return withHint(`${words.length.toLocaleString('en-US')} different values, none in as many as 20 rows`);
  }
  const field: Field = { name, type: 'category', required, levels: words };
  return { field, warnings: hint === undefined ? [] : [`${name}: ${hint}`] };
}

/** What to do about a column that would be numbers but for a few words or its decimal sign. */
function hintAtNumbers(
  { words, counts, rows }: Present,
  numbers: readonly (number | undefined)[],
  { decimal }: WordRules,
): string | undefined {
  const example = words.find((word) => word.includes(','));
  if (decimal === '.' && example !== undefined) {
    const readable = (word: string) => word.split(',').every((part) => /^-?\d*(\.\d+)?$/.test(part));
    if (words.every(readable)) {
      return `numbers with a comma (“${example}”) are not read as numbers: pass --decimal , if it is the decimal sign, or remove it if it separates thousands`;
    }
  }
  const others = words.filter((_, i) => numbers[i] === undefined);
  // Digits that are no number (007, twenty digits) make a code, not a damaged number.
  if (others.some((word) => /^\d+$/.test(word))) return undefined;
  return hintAtOthers({ counts, rows, words }, (_, i) => numbers[i] === undefined, 'numbers');
}

/** What to do about a column that would be dates but for a few words. */
const hintAtDates = (present: Present): string | undefined =>
  hintAtOthers(present, (word) => !isDateWord(word), 'dates');

function hintAtOthers(
  { words, counts, rows }: Pick<Present, 'words' | 'counts' | 'rows'>,
  isOther: (word: string, i: number) => boolean,
  what: 'numbers' | 'dates',
): string | undefined {
  const others = words.filter(isOther);
  const otherRows = counts.reduce((sum, count, i) => (isOther(words[i]!, i) ? sum + count : sum), 0);
  if (otherRows > MOST_WRONG * rows) return undefined;
  const shown = others.slice(0, 3).map((word) => `“${shorten(word)}”`);
  return (
    `${otherRows.toLocaleString('en-US')} of ${rows.toLocaleString('en-US')} values are not ${what} ` +
    `(${shown.join(', ')}${others.length > 3 ? ' …' : ''}), so it is not read as ${what}: correct them` +
    (others.length <= 5
      ? `, or pass --missing ${quoteForShell(others.join(','))} if they mean “missing”`
      : '')
  );
}

const shorten = (word: string): string => (word.length > 40 ? `${word.slice(0, 40)}…` : word);
