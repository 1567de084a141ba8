import type { Node } from './parse-json.ts';

/**
 * The categories that XGBoost keeps since 3.1, in the order of their codes: `cats.enc` has an entry per column, of words as UTF-8 with
 * offsets, or of numbers; that of a column of numbers is empty.
 *
 * @returns per column its categories; undefined where it has none
 */
export function readCategories(cats: Node): (readonly unknown[] | undefined)[] {
  if (!cats.isThere || !cats.get('enc').isThere) return [];
  return cats
    .get('enc')
    .list()
    .map((column) => {
      const values = column.get('values').numbers();
      const known = column.get('offsets').isThere
        ? cutWords(column.get('offsets'), Uint8Array.from(values))
        : values;
      return known.length === 0 ? undefined : known;
    });
}

function cutWords(offsets: Node, bytes: Uint8Array): string[] {
  const bounds = offsets.numbers();
  const isAscending = bounds.every((bound, i) => bound >= (bounds[i - 1] ?? 0) && bound <= bytes.length);
  if (!isAscending) offsets.refuse('ascending places in the words');
  const decoder = new TextDecoder();
  return bounds.slice(1).map((end, i) => decoder.decode(bytes.subarray(bounds[i]!, end)));
}
