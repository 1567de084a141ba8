import { countCharacters, isLonger } from '../contract/characters.ts';
import {
  beginsWithDate,
  type Inference,
  looksLikeIdentifier,
  NEARLY_ALL,
  type Present,
} from './column-checks.ts';
import { hintAtDates, hintAtNumbers, hintAtPlaceholders, hintAtSpellings } from './infer-hints.ts';
import type { FoundNumbers } from './infer-number.ts';
import { foldCase } from './level-of.ts';
import { type Field, MAX_TEXT_LENGTH } from './schema.ts';
import { shortenWord } from './shorten-word.ts';
import type { ToldColumn } from './told-columns.ts';
import { isDateWord } from './value-words.ts';

/**
 * Of a level in one row nothing is learned that holds for another row, and of levels in two next to nothing (measured, ADR 46).
 * Identifiers of leads that a file has twice are among those.
 */
const FEWEST_ROWS_PER_LEVEL = 3;
/** With no more levels than this a category is kept, however few rows there are. */
const FEW_LEVELS = 50;

/**
 * A column of words that are neither numbers nor dates nor yes and no.
 *
 * @param numbers what of it looks like numbers; undefined: that does not matter, as when the type is told
 */
export function inferCategory(
  found: Present,
  numbers: Extract<FoundNumbers, { kind: 'no numbers' }> | undefined,
  required: boolean,
  told: ToldColumn | undefined,
): Inference {
  const present = told?.mergeCase === true ? mergeCase(found) : found;
  const { name, words, rows } = present;
  const hint = numbers && (hintAtNumbers(found, numbers) ?? hintAtDates(found, isDateWord));
  const withHint = (reason: string) => ({ reason: hint === undefined ? reason : `${reason}; ${hint}` });
  const isTold = told?.type === 'category';
  if (!isTold && hint === undefined && words.filter(beginsWithDate).length >= NEARLY_ALL * words.length) {
    const unread = words.find((word) => !isDateWord(word)) ?? words[0]!;
    return {
      reason: `dates in a form that is not read (“${shortenWord(unread)}”): write them as 2026-01-31 to use them`,
    };
  }
  const long = words.filter((word) => isLonger(word, MAX_TEXT_LENGTH));
  if (long.length > 0) {
    const longest = long.reduce((most, word) => Math.max(most, countCharacters(word)), 0);
    return withHint(`free text: values of up to ${longest.toLocaleString('en-US')} characters`);
  }
  const reason = isTold ? undefined : looksLikeIdentifier(present);
  if (reason !== undefined) return withHint(reason);
  if (!isTold && words.length > FEW_LEVELS && rows < FEWEST_ROWS_PER_LEVEL * words.length) {
    return withHint(
      `${words.length.toLocaleString('en-US')} different values in ${rows.toLocaleString('en-US')} rows: fewer than ${FEWEST_ROWS_PER_LEVEL} rows per value`,
    );
  }
  const merged = told?.mergeCase === true ? ({ merge_case: true } as const) : {};
  const field: Field = { name, type: 'category', required, levels: words, ...merged };
  const saysMissing = told?.missing !== undefined;
  const hints = [
    hint ?? (saysMissing ? undefined : hintAtPlaceholders(present)),
    hintAtSpellings(present, told?.mergeCase === true),
  ];
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
