/**
 * The characters of a text as JSON Schema counts them: Unicode code points, so that an emoji is one (JSON Schema 2020-12
 * Validation §6.3.1). A text's `length` counts it as two.
 */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Whether a text has more characters than so many; of a long text no more are counted than need be. */
export const isLonger = (text: string, most: number): boolean =>
  text.length > most && (text.length > 2 * most || countCharacters(text) > most);

/** The first so many characters of a text. Never half of one. */
export const firstCharacters = (text: string, most: number): string =>
  text.length <= most
    ? text
    : Array.from(text.slice(0, 2 * most))
        .slice(0, most)
        .join('');
