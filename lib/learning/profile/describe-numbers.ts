import type { NumberFigures } from './profile.ts';
import { type NumberTally, sum } from './tally.ts';

/** Values further than this many interquartile ranges outside the quartiles are outliers (Tukey 1977). */
const FENCE = 1.5;

/** The figures of a number's known values; undefined when there is none. */
export function describeNumbers(tally: NumberTally): NumberFigures | undefined {
  const { values, total } = tally;
  if (values.length === 0) return undefined;
  const known = sum(total);
  const [q1, median, q3] = findQuantiles(tally, [0.25, 0.5, 0.75]) as [number, number, number];
  const [low, high] = [q1 - FENCE * (q3 - q1), q3 + FENCE * (q3 - q1)];
  let [zeros, negatives, outliers] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === 0) zeros += total[i]!;
    if (value < 0) negatives += total[i]!;
    if (value < low || value > high) outliers += total[i]!;
  }
  return {
    min: values[0]!,
    q1,
    median,
    q3,
    max: values.at(-1)!,
    ...measureMoments(tally, known),
    integer: values.every(Number.isInteger),
    zeros_share: zeros / known,
    negatives_share: negatives / known,
    outliers_share: outliers / known,
  };
}

/**
 * Quantiles of the known values, interpolated linearly between the two nearest (type 7 of Hyndman and Fan 1996,
 * as NumPy and pandas do).
 *
 * @param tally with at least one known value
 * @param shares ascending, each in [0, 1]
 */
export function findQuantiles(
  { values, total }: Pick<NumberTally, 'values' | 'total'>,
  shares: readonly number[],
): number[] {
  const known = sum(total);
  let i = 0;
  let upTo = total[0]!;
  return shares.map((share) => {
    const rank = share * (known - 1);
    const below = Math.floor(rank);
    while (upTo <= below) {
      i += 1;
      upTo += total[i]!;
    }
    const next = below + 1 < upTo ? values[i]! : (values[i + 1] ?? values[i]!);
    return values[i]! + (rank - below) * (next - values[i]!);
  });
}

/** Mean, population standard deviation, and skewness as the third standardised moment (0 for a constant). */
function measureMoments({ values, total }: NumberTally, known: number) {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += values[i]! * (total[i]! / known);
  let [second, third] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const deviation = values[i]! - mean;
    second += (total[i]! / known) * deviation ** 2;
    third += (total[i]! / known) * deviation ** 3;
  }
  const sd = Math.sqrt(second);
  return { mean, sd, skewness: values.length > 1 && sd > 0 ? third / sd ** 3 : 0 };
}
