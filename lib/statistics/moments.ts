/** Of a distribution, in the unit of its numbers (the variance in its square). */
export interface Moments {
  readonly mean: number;
  /** Of the population: divided by n. */
  readonly variance: number;
  /** Population standard deviation. */
  readonly sd: number;
}

/**
 * Mean, variance and standard deviation as numpy's `mean`, `var` and `std` have them. Two passes: exact where sums of squares
 * are not (Chan, Golub & LeVeque 1983, Algorithms for computing the sample variance).
 *
 * @param values at least one
 * @param counts how often each value occurs; once without it
 * @example moments([2, 4, 4, 4, 5, 5, 7, 9]) // { mean: 5, variance: 4, sd: 2 }
 */
export function moments(values: ArrayLike<number>, counts?: ArrayLike<number>): Moments {
  let [sum, n] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const count = counts === undefined ? 1 : counts[i]!;
    sum += count * values[i]!;
    n += count;
  }
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < values.length; i++)
    squares += (counts === undefined ? 1 : counts[i]!) * (values[i]! - mean) ** 2;
  return { mean, variance: squares / n, sd: Math.sqrt(squares / n) };
}
