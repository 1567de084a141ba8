import { type Inference, isDateInOtherForm, looksLikeIdentifier, type Present } from './column-checks.ts';
import { type Field, MAX_TEXT_LENGTH } from './schema.ts';
import { shortenWord } from './shorten-word.ts';
import type { WordRules } from './value-words.ts';

/**
 * Of a level in one row nothing is learned that holds for another row, and of levels in two next to nothing (measured, ADR 46).
 * Identifiers of leads that a file has twice are among those.
 */
const FEWEST_ROWS_PER_LEVEL = 3;
/** With no more levels than this a category is kept, however few rows there are. */
const FEW_LEVELS = 50;

/** A column of words that are neither numbers nor dates nor yes and no. */
export function inferCategory(
  present: Present,
  numbers: readonly (number | undefined)[],
  required: boolean,
  rules: WordRules,
): Inference {
  const { name, words, rows } = present;
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
  if (words.length > FEW_LEVELS && rows < FEWEST_ROWS_PER_LEVEL * words.length) {
    return withHint(
      `${words.length.toLocaleString('en-US')} different values in ${rows.toLocaleString('en-US')} rows: fewer than ${FEWEST_ROWS_PER_LEVEL} rows per value`,
    );
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
  const shown = others.slice(0, 3).map((word) => `“${shortenWord(word)}”`);
  return (
    `${otherRows.toLocaleString('en-US')} of ${rows.toLocaleString('en-US')} values are not numbers ` +
    `(${shown.join(', ')}${others.length > 3 ? ' …' : ''}), so it is not read as numbers: correct them` +
    (others.length <= 5
      ? `, or pass --missing ${quoteForShell(others.join(','))} if they mean “missing”`
      : '')
  );
}

const quoteForShell = (text: string): string => (/^[\w,./-]+$/.test(text) ? text : `'${text}'`);
