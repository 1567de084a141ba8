import { InputError } from '../errors.ts';
import { parseBooleanWord } from '../lead/value-words.ts';
import type { Input } from '../model/artifact.ts';
import type { ImportedField } from './imported-model.ts';

/**
 * The field and the input of a column whose codes stand for words, in the order of a list: numbers stay numbers and true and false stay
 * so, as callers have them; everything else is a category. What is not in the list is missing, as it is for pandas.
 *
 * @throws {InputError} the list has words of several kinds
 */
export function inputOfCategories(
  feature: string,
  categories: readonly unknown[],
  place: string,
): { readonly field: ImportedField; readonly input: Input } {
  const are = (type: string) => categories.every((category) => typeof category === type);
  if (categories.length > 0 && are('number')) {
    const numbers = categories as readonly number[];
    return {
      field: {
        name: feature,
        type: 'number',
        range: [Math.min(...numbers), Math.max(...numbers)],
      },
      input: inputOfPoints(feature, numbers),
    };
  }
  if (categories.length > 0 && are('boolean'))
    return {
      field: { name: feature, type: 'boolean' },
      input: inputOfLevels(feature, categories.map(String)),
    };
  if (!are('string'))
    throw new InputError(
      `${place}: expected categories of ${feature} that are all text, all numbers or all true and false, got several kinds.`,
    );
  const words = categories as readonly string[];
  return {
    field: { name: feature, type: 'category', levels: words },
    input: inputOfLevels(feature, words),
  };
}

const inputOfLevels = (feature: string, levels: readonly string[]): Input => ({
  kind: 'level',
  feature,
  values: Object.fromEntries(levels.map((level, code) => [level, code])),
  other: null,
  missing: null,
});

/** Each number is a bin of its own; between them nothing is known. */
function inputOfPoints(feature: string, numbers: readonly number[]): Input {
  const points = numbers.map((number, code) => ({ number, code })).sort((a, b) => a.number - b.number);
  const edges: number[] = [];
  const values: (number | null)[] = [];
  for (const { number, code } of points) {
    const below = nextBelow(number);
    // Two whole numbers have others between them; two neighbouring doubles have not.
    if (edges.at(-1) !== below) {
      edges.push(below);
      values.push(null);
    }
    edges.push(number);
    values.push(code);
  }
  return { kind: 'bins', feature, edges, values: [...values, null], missing: null };
}

/** The largest double that is less. */
function nextBelow(number: number): number {
  if (number === 0) return -Number.MIN_VALUE;
  const bits = new BigInt64Array(1);
  const value = new Float64Array(bits.buffer);
  value[0] = number;
  bits[0]! += number > 0 ? -1n : 1n;
  return value[0]!;
}

/** Whether words of leads are true and false. */
export const areBooleans = (words: readonly string[]): boolean =>
  words.length > 0 && words.every((word) => parseBooleanWord(word) !== undefined);
