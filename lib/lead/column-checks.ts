import type { Field } from './schema.ts';
import { isMissingWord, type WordRules } from './value-words.ts';

/** The distinct words of a column, as `toWord` makes them, and in how many rows each stands. */
export interface ColumnSummary {
  readonly name: string;
  readonly words: readonly string[];
  readonly counts: ArrayLike<number>;
  /** The first row of the table that a word stands in, from 1. */
  readonly rowOf?: (word: string) => number;
}

/** The field that a column becomes; why it becomes none; or why the user must first say how it is read. */
export type Inference =
  | { readonly field: Field; readonly warnings: readonly string[] }
  | { readonly reason: string }
  | { readonly refused: string };

/** The words that are not missing, most frequent first, ties in code-unit order. */
export interface Present {
  readonly name: string;
  readonly words: readonly string[];
  readonly counts: readonly number[];
  /** How many rows they stand in. */
  readonly rows: number;
  readonly missingRows: number;
  /** The decimal sign of all numbers, where the user says it. */
  readonly decimal?: '.' | ',';
  /** The first row of the table that a word stands in, from 1. */
  readonly rowOf?: (word: string) => number;
}

export function selectPresent(column: ColumnSummary, rules: WordRules): Present {
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
    ...(rules.decimal === undefined ? {} : { decimal: rules.decimal }),
    ...(column.rowOf === undefined ? {} : { rowOf: column.rowOf }),
  };
}

/** Fewer rows than this say nothing about how many values a column has. */
export const FEWEST_ROWS = 20;
export const NEARLY_ALL = 0.9;

/**
 * Why a column of words names a lead instead of describing it, or undefined: nearly all values differ.
 */
export function looksLikeIdentifier({ words, rows }: Present): string | undefined {
  if (rows < FEWEST_ROWS) return undefined;
  const share = words.length / rows;
  const differ = tellDifferent(words.length, rows);
  if (share > 0.5 && words.every((word) => HEX.test(word))) return `identifier: ${differ}`;
  if (share > NEARLY_ALL) return `identifier or free text: ${differ}`;
  const spaced = words.filter((word) => word.split(' ').length >= 4).length;
  return share > 0.5 && spaced > words.length / 2 ? `free text: ${differ}` : undefined;
}

/** The same of whole numbers, of which nearly all differ: the name says so, or they count up. */
export function numbersAreIdentifier(
  name: string,
  rows: number,
  different: number,
  [min, max]: readonly [min: number, max: number],
): string | undefined {
  if (different / rows <= NEARLY_ALL) return undefined;
  if (saysIdentifier(name)) return `identifier: ${tellDifferent(different, rows)}`;
  return different === rows && max - min + 1 === rows ? 'identifier: the numbers count the rows' : undefined;
}

const tellDifferent = (values: number, rows: number): string =>
  `${values.toLocaleString('en-US')} different values in ${rows.toLocaleString('en-US')} rows`;

/** UUIDs and hexadecimal hashes. */
const HEX = /^(?=.*\d)\{?[0-9a-f]{8}[0-9a-f-]{8,}\}?$/i;

/** `id`, `lead_id`, `leadId`, `id_client`, `Customer No`; not `paid`. */
export function saysIdentifier(name: string): boolean {
  const parts = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  return parts[0] === 'id' || /^(id|uuid|guid|key|no|nr|number|index|row)$/.test(parts.at(-1) ?? '');
}

/** A date, also with something behind it that is no time of day: `31.01.2026 09:30 CET`, of a zone whose name may mean several. */
export const beginsWithDate = (word: string): boolean =>
  /^(\d{1,2}([./-])\d{1,2}\2\d{4}|\d{4}([./-])\d{1,2}\3\d{1,2})(\D|$)/.test(word);
