import { parseNumberWord } from './value-words.ts';

export type DecimalMark = '.' | ',';

/** Which decimal mark the numbers of a file have, as far as they show it. */
export interface DecimalDecision {
  /** Undefined: there are marks, and nothing says whether they part decimals or thousands. */
  readonly decimal: DecimalMark | undefined;
  /** A word that shows it; one that may be either, where nothing decides. Undefined where no number has a mark. */
  readonly example: string | undefined;
}

/** One mark before three digits: 1,200 is 1.2 or 1200. A number that begins with 0 has no thousands. */
const EITHER = /^-?[1-9]\d{0,2}[.,]\d{3}$/;
const THOUSANDS = {
  // The mark of the thousands says what the other one is.
  ',': /^-?[1-9]\d{0,2}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})$/,
  '.': /^-?[1-9]\d{0,2}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})$/,
} as const;

/**
 * Decides the decimal mark of a whole file: the one that most words show that can be read in one way only.
 *
 * @param words of all columns of numbers; words that are no numbers show nothing
 *
 * @example
 * decideDecimal(['1,200', '3,5']); // { decimal: ',', example: '3,5' }
 * decideDecimal(['1,200', '7']); // { decimal: undefined, example: '1,200' }
 */
export function decideDecimal(words: Iterable<string>): DecimalDecision {
  const shown = { '.': 0, ',': 0 };
  const examples: Partial<Record<DecimalMark | 'either', string>> = {};
  for (const word of words) {
    const mark = markOf(word);
    if (mark === undefined) continue;
    examples[mark] ??= word;
    if (mark !== 'either') shown[mark] += 1;
  }
  if (shown['.'] !== shown[',']) {
    const decimal = shown['.'] > shown[','] ? '.' : ',';
    return { decimal, example: examples[decimal] };
  }
  const example = examples.either ?? examples['.'];
  return { decimal: example === undefined ? '.' : undefined, example };
}

function markOf(word: string): DecimalMark | 'either' | undefined {
  if (!/[.,]/.test(word)) return undefined;
  if (EITHER.test(word)) return 'either';
  for (const mark of ['.', ','] as const)
    if (parseNumberWord(word, mark) !== undefined || THOUSANDS[mark].test(word)) return mark;
  return undefined;
}

/** What a word such as `1,200` may mean, with thousands and with decimals; undefined for any other word. */
export function bothReadings(word: string): readonly [thousands: number, decimals: number] | undefined {
  if (!EITHER.test(word)) return undefined;
  return [Number(word.replace(/[.,]/, '')), Number(word.replace(',', '.'))];
}
