import { PLAIN_FORM } from '../../lead/number-form.ts';
import type { Field, LeadValue } from '../../lead/schema.ts';
import { isMissingIn, parseWord, someMeanMissing, type WordRules } from '../../lead/value-words.ts';
import { toWord } from '../../to-word.ts';
import { textOfValue } from './json-object.ts';

/** The word of a JSON value in a table. */
export const wordOfValue = (value: unknown): string => toWord(textOfValue(value));

/**
 * Makes a function that reads a JSON value of a file in a field as training reads it: by its word, in the form that the field's
 * words have. Only a JSON number in a field of numbers is one whatever that form is.
 *
 * @returns a function whose result is the value as it is where it does not fit, so that `validateLead` says why
 */
export function createValueReader(field: Field, rules: WordRules): (value: unknown) => unknown {
  const words = field.missing_words ?? rules.missingWords;
  const isNumber = field.type === 'number';
  const mayBeMissing = isNumber && someMeanMissing(words, PLAIN_FORM);
  return (value) => {
    if (value === null || typeof value === 'object') return value;
    if (isNumber && typeof value === 'number') {
      return mayBeMissing && isMissingIn(field, wordOfValue(value), rules) ? null : value;
    }
    const read: LeadValue | undefined = parseWord(field, wordOfValue(value), rules);
    return read === undefined ? value : read;
  };
}
