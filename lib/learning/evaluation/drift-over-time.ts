import { formatPercent } from '../../format-figures.ts';
import { sum } from '../../statistics/sum.ts';
import { range } from '../../typed-arrays.ts';
import { cutByTime } from './cut-by-time.ts';

/** Whether the conversion rate moves with time. */
export interface Drift {
  /** Leads per fifth, earliest first: about as many each, none parted from others of its time. */
  readonly rows: readonly number[];
  /** Conversion rate per fifth. */
  readonly rates: readonly number[];
  /** Cochran–Armitage test for trend: about standard normal when nothing moves, positive when the rate rises. */
  readonly z: number;
  /** A sentence, only when the trend is both certain (p < .001) and large (a factor of 1.25 from end to end). */
  readonly warning?: string;
}

const FIFTHS = [0.2, 0.2, 0.2, 0.2, 0.2];
/** Two-sided p = .001 of the standard normal distribution. */
const CERTAIN = 3.2905;
const LARGE = 1.25;

/**
 * Compares the conversion rates of five stretches of time (Cochran 1954, Armitage 1955: chi-square test for a
 * linear trend in proportions; z² is the chi-square of R's `prop.trend.test`).
 *
 * @param times per lead, ascending with time; NaN: unknown
 * @param labels 1 or 0 per lead
 * @param column the name of the times' column, for the warning
 * @param advice what to do, for the warning
 * @returns undefined when there are fewer than five different times, or the leads that have one are of one class
 */
export function measureDrift(
  times: Float64Array,
  labels: Uint8Array,
  column: string,
  advice = `measure forward in time (--time ${column}) and retrain often`,
): Drift | undefined {
  const stretches = cutByTime(times, range(times.length), FIFTHS);
  if (stretches === undefined) return undefined;
  const rows = new Array<number>(FIFTHS.length).fill(0);
  const converted = new Array<number>(FIFTHS.length).fill(0);
  stretches.forEach((stretch, lead) => {
    if (stretch < 0) return;
    rows[stretch]! += 1;
    converted[stretch]! += labels[lead]!;
  });
  const z = testTrend(rows, converted);
  if (z === undefined) return undefined;
  const rates = converted.map((count, i) => count / rows[i]!);
  const [first, last] = [rates[0]!, rates.at(-1)!];
  const isLarge = Math.max(first, last) > LARGE * Math.min(first, last);
  if (Math.abs(z) < CERTAIN || !isLarge) return { rows, rates, z };
  const warning = `the conversion rate moves with ${column}: ${formatPercent(first)} in the first fifth of the leads, ${formatPercent(last)} in the last; what is learned from the past may not hold, so ${advice}`;
  return { rows, rates, z, warning };
}

/** z with the scores 0, 1, 2 …; undefined when there is nothing to compare. */
function testTrend(rows: readonly number[], converted: readonly number[]): number | undefined {
  const total = sum(rows);
  const rate = sum(converted) / total;
  const meanScore = sum(rows.map((count, score) => score * count)) / total;
  const covariance = sum(converted.map((count, score) => count * (score - meanScore)));
  const variance = rate * (1 - rate) * sum(rows.map((count, score) => count * (score - meanScore) ** 2));
  return variance > 0 ? covariance / Math.sqrt(variance) : undefined;
}
