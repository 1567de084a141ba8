import {
  dateRange,
  FEWEST_ROWS,
  type Inference,
  NEARLY_ALL,
  numbersAreIdentifier,
  type Present,
} from './column-checks.ts';
import { inferCategory } from './infer-category.ts';
import type { Field, LeadSchema } from './schema.ts';
import { shortenWord } from './shorten-word.ts';
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

function inferField(column: ColumnSummary | NumberSummary | TextSummary, rules: WordRules): Inference {
  if ('differentWords' in column)
    return { reason: 'identifier or free text: more than 65,535 different values' };
  if ('countDifferent' in column) return inferManyNumbers(column);
  const present = selectPresent(column, rules);
  const { words, rows, name } = present;
  if (rows === 0) return { reason: 'every value is missing' };
  const required = present.missingRows === 0;
  if (words.length === 1 && required)
    return { reason: `constant: every value is “${shortenWord(words[0]!)}”` };
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
