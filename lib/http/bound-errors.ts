import { MOST_ERRORS } from '../contract/words.ts';
import type { FieldError } from '../lead/schema.ts';

/** How long what errors say may be, characters. */
const LONGEST_FIELD = 101;
const LONGEST_MESSAGE = 600;

/**
 * Everything that is wrong with a request, in an answer that stays short: the first hundred, and how many there are in all.
 * A request of 1 MB may have more than 100,000 wrong fields.
 */
export function boundErrors<E extends FieldError>(
  errors: readonly E[],
): { readonly errors: readonly E[]; readonly errors_total: number } {
  return {
    errors: errors.slice(0, MOST_ERRORS).map((error) => ({
      ...error,
      field: cutText(error.field, LONGEST_FIELD),
      message: cutText(error.message, LONGEST_MESSAGE),
    })),
    errors_total: errors.length,
  };
}

/** Never half of a surrogate pair, which is no text. */
export const cutText = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
