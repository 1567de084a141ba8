import { toWord } from '../to-word.ts';
import type { CategoryField } from './schema.ts';

/** A level as others may write it → the level. */
type Spellings = (value: string) => string | undefined;

const known = new WeakMap<readonly string[], Spellings>();

/**
 * The level that a text is one of, however it is spelled: with space around it, in another form of Unicode, or in other
 * case where the field merges that. A text of no level is given back as a word.
 */
export function levelOf(field: CategoryField, value: string): string {
  let spellings = known.get(field.levels);
  if (spellings === undefined) {
    spellings = listSpellings(field);
    known.set(field.levels, spellings);
  }
  const word = toWord(value);
  return spellings(word) ?? word;
}

function listSpellings({ levels, merge_case }: CategoryField): Spellings {
  const exact = new Map<string, string>();
  const byCase = new Map<string, string>();
  for (const level of levels) {
    const word = toWord(level);
    // The level that is spelled so is meant before one that has to be composed.
    if (!exact.has(word) || word === level) exact.set(word, level);
    // The most frequent spelling comes first.
    if (merge_case === true && !byCase.has(foldCase(word))) byCase.set(foldCase(word), level);
  }
  return merge_case === true
    ? (word) => exact.get(word) ?? byCase.get(foldCase(word))
    : (word) => exact.get(word);
}

/** Two words that differ only by case have one folded form; “Straße” and “STRASSE” do, too. */
export const foldCase = (word: string): string => word.toUpperCase().toLowerCase().normalize('NFC');
