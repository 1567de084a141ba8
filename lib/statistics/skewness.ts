import { moments } from './moments.ts';

/**
 * The third standardised moment, without a unit, as scipy's `skew` has it: above 0 with a long right tail; 0 for a constant.
 *
 * @param values at least one
 * @param counts how often each value occurs; once without it
 * @example skewness([1, 2, 3, 10]) // 1.02
 */
export function skewness(values: ArrayLike<number>, counts?: ArrayLike<number>): number {
  const { mean, sd } = moments(values, counts);
  let [third, n] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const count = counts === undefined ? 1 : counts[i]!;
    third += count * (values[i]! - mean) ** 3;
    n += count;
  }
  // Of a constant, rounding may leave a deviation.
  return sd > 1e-12 * Math.abs(mean) ? third / n / sd ** 3 : 0;
}
