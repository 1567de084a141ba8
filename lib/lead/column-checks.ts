import { parseDateWord } from './value-words.ts';

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
const FEWEST_ROWS = 20;
const NEARLY_ALL = 0.9;
/** A level in fewer rows gets no weight of its own (training folds it into "other"). */
const RARE_ROWS = 20;
/** With no more levels than this a category is kept, however few rows there are. */
const FEW_LEVELS = 50;

/**
 * Why a column names a lead instead of describing it, or undefined. Text is an identifier when nearly all
 * values differ; whole numbers are one when nearly all differ and the name says so, or when they count up.
 */
export function looksLikeIdentifier(present: Present, numbers?: readonly number[]): string | undefined {
  const { name, words, rows } = present;
  if (rows < FEWEST_ROWS) return undefined;
  const share = words.length / rows;
  const differ = `${words.length.toLocaleString('en-US')} different values in ${rows.toLocaleString('en-US')} rows`;
  if (numbers !== undefined) {
    if (share <= NEARLY_ALL || !numbers.every(Number.isInteger)) return undefined;
    if (saysIdentifier(name)) return `identifier: ${differ}`;
    return countsUp(numbers, rows) ? 'identifier: the numbers count the rows' : undefined;
  }
  if (share > 0.5 && words.every((word) => HEX.test(word))) return `identifier: ${differ}`;
  if (share > NEARLY_ALL) return `identifier or free text: ${differ}`;
  const spaced = words.filter((word) => word.split(' ').length >= 4).length;
  return share > 0.5 && spaced > words.length / 2 ? `free text: ${differ}` : undefined;
}

/** `looksLikeIdentifier` for whole numbers that are too many to be told one by one. */
export function manyNumbersAreIdentifier({
  name,
  rows,
  range: [min, max],
  countDifferent,
}: {
  readonly name: string;
  readonly rows: number;
  readonly range: readonly [min: number, max: number];
  readonly countDifferent: () => number;
}): string | undefined {
  // Whole numbers within a range are no more than fit in it: often there is no need to count.
  if (max - min + 1 <= NEARLY_ALL * rows) return undefined;
  const different = countDifferent();
  if (different / rows <= NEARLY_ALL) return undefined;
  if (saysIdentifier(name)) {
    return `identifier: ${different.toLocaleString('en-US')} different values in ${rows.toLocaleString('en-US')} rows`;
  }
  return different === rows && max - min + 1 === rows ? 'identifier: the numbers count the rows' : undefined;
}

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

function countsUp(numbers: readonly number[], rows: number): boolean {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of numbers) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return numbers.length === rows && max - min + 1 === rows;
}

/** Whether some level has enough rows to be learned from. */
export function isFrequentEnough({ words, counts }: Present): boolean {
  return words.length <= FEW_LEVELS || counts[0]! >= RARE_ROWS;
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
