import type { Field } from './schema.ts';
import { parseDateWord } from './value-words.ts';

/** The field that a column becomes, or why it becomes none. */
export type Inference = { field: Field; warning?: string } | { reason: string };

/** The words that are not missing, most frequent first, ties in code-unit order. */
export interface Present {
  readonly name: string;
  readonly words: readonly string[];
  readonly counts: readonly number[];
  /** How many rows they stand in. */
  readonly rows: number;
  readonly missingRows: number;
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
function saysIdentifier(name: string): boolean {
  const parts = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/);
  return parts[0] === 'id' || /^(id|uuid|guid|key|no|nr|number|index|row)$/.test(parts.at(-1) ?? '');
}

/** `31.01.2026`, `1/31/26`, `2026/01/31`. */
export function isDateInOtherForm(word: string): boolean {
  return /^(\d{1,2}[./-]\d{1,2}[./-](\d{4}|\d{2})|\d{4}[./]\d{1,2}[./]\d{1,2})(\D|$)/.test(word);
}

/** First and last calendar day of ISO 8601 dates. */
export function dateRange(words: readonly string[]): readonly [first: string, last: string] {
  // Calendar dates of four-digit years sort as text.
  const days = words.map((word) => parseDateWord(word)!.slice(0, 10)).sort();
  return [days[0]!, days.at(-1)!];
}
