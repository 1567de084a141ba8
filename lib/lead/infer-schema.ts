import {
  dateRange,
  FEWEST_ROWS,
  isDateInOtherForm,
  looksLikeIdentifier,
  NEARLY_ALL,
  numbersAreIdentifier,
  type Present,
} from './column-checks.ts';
import { type Field, type LeadSchema, MAX_TEXT_LENGTH } from './schema.ts';
import {
  isMissingWord,
  parseBooleanWord,
  parseDateWord,
  parseNumberWord,
  type WordRules,
} from './value-words.ts';

/** The distinct words of a column, trimmed, and in how many rows each stands. */
export interface ColumnSummary {
  readonly name: string;
  readonly words: readonly string[];
  readonly counts: ArrayLike<number>;
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
}

/** A column of more different words than a category can have. */
export interface TextSummary {
  readonly name: string;
  readonly differentWords: 'too many';
}

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
 * boolean (true/false, yes/no, t/f, y/n), number (no leading zeros, no thousands signs), date (ISO 8601);
 * everything else is a category. Identifiers, free text, constants and empty columns are left out.
 */
export function inferSchema(
  columns: Iterable<ColumnSummary | NumberSummary | TextSummary>,
  rules: WordRules,
): InferredSchema {
  const fields: Field[] = [];
  const leftOut = new Map<string, string>();
  const warnings: string[] = [];
  for (const column of columns) {
    const found = inferField(column, rules);
    if ('reason' in found) leftOut.set(column.name, found.reason);
    else fields.push(found.field);
    if ('field' in found && found.warning !== undefined) warnings.push(found.warning);
  }
  return { schema: { fields, missing_words: [...rules.missingWords].sort() }, leftOut, warnings };
}

type Inference = { field: Field; warning?: string } | { reason: string };

function inferField(column: ColumnSummary | NumberSummary | TextSummary, rules: WordRules): Inference {
  if ('differentWords' in column)
    return { reason: 'identifier or free text: more than 65,535 different values' };
  if ('countDifferent' in column) return inferManyNumbers(column);
  const present = selectPresent(column, rules);
  const { words, rows, name } = present;
  if (rows === 0) return { reason: 'every value is missing' };
  const required = present.missingRows === 0;
  if (words.length === 1 && required) return { reason: `constant: every value is “${shorten(words[0]!)}”` };
  if (words.every((word) => parseBooleanWord(word) !== undefined)) {
    // "yes" and "Y" in one column and nothing else is still a constant.
    const values = new Set(words.map(parseBooleanWord));
    if (values.size === 1 && required) return { reason: `constant: every value means ${[...values][0]}` };
    return { field: { name, type: 'boolean', required } };
  }
  const numbers = words.map((word) => parseNumberWord(word, rules.decimal));
  if (numbers.every((value) => value !== undefined)) return inferNumber(present, numbers, required);
  if (words.every((word) => parseDateWord(word) !== undefined)) {
    return { field: { name, type: 'date', required, range: dateRange(words) } };
  }
  return inferCategory(present, numbers, required, rules);
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
  const reason =
    integer && rows >= FEWEST_ROWS ? numbersAreIdentifier(name, rows, words.length, [min, max]) : undefined;
  if (reason !== undefined) return { reason };
  if (min === max && required) return { reason: `constant: every value is ${min}` };
  // -0 would not survive JSON.
  return { field: { name, type: 'number', required, integer, range: [min + 0, max + 0] } };
}

/** There are many different ones, so it is neither a constant nor a category. */
function inferManyNumbers({
  name,
  range,
  integer,
  rows,
  missingRows,
  countDifferent,
}: NumberSummary): Inference {
  // Whole numbers within a range are no more than fit in it: often there is no need to count.
  const mayDiffer = integer && range[1] - range[0] + 1 > NEARLY_ALL * rows;
  const reason = mayDiffer ? numbersAreIdentifier(name, rows, countDifferent(), range) : undefined;
  if (reason !== undefined) return { reason };
  return { field: { name, type: 'number', required: missingRows === 0, integer, range } };
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
  const hint = hintAtNumbers(present, numbers, rules);
  const withHint = (reason: string) => ({ reason: hint === undefined ? reason : `${reason}; ${hint}` });
  if (words.filter(isDateInOtherForm).length >= 0.9 * words.length) {
    return { reason: `dates that are not ISO 8601 (“${words[0]}”): write them as 2026-01-31 to use them` };
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
  return hint === undefined ? { field } : { field, warning: `${name}: ${hint}` };
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
  const otherRows = counts.reduce((sum, count, i) => (numbers[i] === undefined ? sum + count : sum), 0);
  // Digits that are no number (007, twenty digits) make a code, not a damaged number.
  if (otherRows > 0.1 * rows || others.some((word) => /^\d+$/.test(word))) return undefined;
  const shown = others.slice(0, 3).map((word) => `“${shorten(word)}”`);
  return (
    `${otherRows.toLocaleString('en-US')} of ${rows.toLocaleString('en-US')} values are not numbers ` +
    `(${shown.join(', ')}${others.length > 3 ? ' …' : ''}), so it is not read as numbers: correct them` +
    (others.length <= 5
      ? `, or pass --missing ${quoteForShell(others.join(','))} if they mean “missing”`
      : '')
  );
}

const shorten = (word: string): string => (word.length > 40 ? `${word.slice(0, 40)}…` : word);
const quoteForShell = (text: string): string => (/^[\w,./-]+$/.test(text) ? text : `'${text}'`);
