import { sum } from './sum.ts';
import { Z_95 } from './z-95.ts';

/**
 * Spearman's rank correlation, ties by their mean rank, with its 95 % interval on Fisher's z, whose variance is
 * (1 + r² ÷ 2) ÷ (n − 3) (Bonett & Wright 2000, Sample size requirements for estimating Pearson, Kendall and Spearman correlations).
 *
 * @returns undefined with fewer than 4 pairs, and when all numbers of a side are the same
 * @throws when the two have different lengths
 * @example rankCorrelation([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]) // { value: .8, low: -.457…, high: .990… }
 */
export function rankCorrelation(
  one: ArrayLike<number>,
  other: ArrayLike<number>,
): { readonly value: number; readonly low: number; readonly high: number } | undefined {
  const { length } = one;
  if (other.length !== length)
    throw new Error(
      `rank correlation: expected two lists of the same length, got ${length} and ${other.length}`,
    );
  if (length < 4) return undefined;
  const [a, b] = [centredRanks(one), centredRanks(other)];
  const spread = Math.sqrt(dot(a, a) * dot(b, b));
  if (spread === 0) return undefined;
  const value = Math.max(-1, Math.min(1, dot(a, b) / spread));
  // Of a perfect order Fisher's z is infinite, and so is every end of its interval.
  const half = Z_95 * Math.sqrt((1 + value ** 2 / 2) / (length - 3));
  return { value, low: Math.tanh(Math.atanh(value) - half), high: Math.tanh(Math.atanh(value) + half) };
}

/** Ranks minus their mean. */
function centredRanks(numbers: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: numbers.length }, (_, i) => i).sort(
    (i, j) => numbers[i]! - numbers[j]!,
  );
  const ranks = new Float64Array(order.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && numbers[order[to]!] === numbers[order[from]!]) to += 1;
    for (let i = from; i < to; i++) ranks[order[i]!] = (from + to - order.length) / 2;
    from = to;
  }
  return ranks;
}

const dot = (a: Float64Array, b: Float64Array): number => sum(a.map((x, i) => x * b[i]!));
