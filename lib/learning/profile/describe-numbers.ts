import { moments } from '../../statistics/moments.ts';
import { quantile } from '../../statistics/quantile.ts';
import { runningSums } from '../../statistics/running-sums.ts';
import { skewness } from '../../statistics/skewness.ts';
import { sum } from '../../statistics/sum.ts';
import type { NumberFigures } from './profile.ts';
import type { NumberTally } from './tally.ts';

/** Values further than this many interquartile ranges outside the quartiles are outliers (Tukey 1977). */
const FENCE = 1.5;

/** The figures of a number's known values; undefined when there is none. */
export function describeNumbers(tally: NumberTally): NumberFigures | undefined {
  const { values, total } = tally;
  if (values.length === 0) return undefined;
  const known = sum(total);
  const [q1, median, q3] = findQuantiles(tally, [0.25, 0.5, 0.75]) as [number, number, number];
  const [low, high] = [q1 - FENCE * (q3 - q1), q3 + FENCE * (q3 - q1)];
  const { mean, sd } = moments(values, total);
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
    mean,
    sd,
    skewness: skewness(values, total),
    integer: values.every(Number.isInteger),
    zeros_share: zeros / known,
    negatives_share: negatives / known,
    outliers_share: outliers / known,
  };
}

/** Of the known values, at least one. */
export function findQuantiles(
  { values, total }: Pick<NumberTally, 'values' | 'total'>,
  shares: readonly number[],
): number[] {
  const upTo = runningSums(total);
  return shares.map((share) => quantile(values, share, upTo));
}
