import { logit } from './logit.ts';
import { sigmoid } from './sigmoid.ts';
import { sum } from './sum.ts';
import { wilsonInterval } from './wilson-interval.ts';
import { Z_95 } from './z-95.ts';

/** Leads of each score, by ascending score. */
export interface ScoreCounts {
  readonly converted: ArrayLike<number>;
  readonly others: ArrayLike<number>;
}

export interface AucOfCounts {
  /** Under the ROC curve; leads with the same score count half. */
  readonly area: number;
  readonly standardError: number;
  /** 95 %. */
  readonly low: number;
  readonly high: number;
  /** The area under the ROC curve of the numbers that the scores were rounded from is at most this far away. */
  readonly exactWithin: number;
}

/**
 * The area under the ROC curve of counts per score, with its standard error by the placements of each class among the other (DeLong,
 * DeLong & Clarke-Pearson 1988, Comparing the areas under two or more correlated receiver operating characteristic curves) and
 * an interval on the log-odds of the area, where it stays inside [0, 1] (Pepe 2003, The statistical evaluation of medical tests for
 * classification and prediction). Rounding to a score makes ties of pairs, each of which moves the area by half a pair at
 * most: ½ · Σ converted · others ÷ pairs bounds the distance from the exact one.
 *
 * An area of 0 or 1 has no error to go by. Its interval is Wilson's, as if it were the share of as many leads as the smaller
 * class has.
 *
 * @returns undefined with fewer than two leads of either class
 * @example aucOfCounts({ converted: [1, 2, 3, 4], others: [10, 8, 4, 2] }) // area 0.7708…, standardError 0.0901…
 */
export function aucOfCounts({ converted, others }: ScoreCounts): AucOfCounts | undefined {
  const [positives, negatives] = [sum(converted), sum(others)];
  if (positives < 2 || negatives < 2) return undefined;
  let [area, tied] = [0, 0];
  const below = new Float64Array(converted.length);
  const above = new Float64Array(converted.length);
  for (let i = 0, passed = 0, found = 0; i < below.length; i++) {
    const [p, n] = [converted[i]!, others[i]!];
    below[i] = (passed + n / 2) / negatives;
    above[i] = (positives - found - p / 2) / positives;
    area += (p * below[i]!) / positives;
    tied += p * n;
    passed += n;
    found += p;
  }
  // Rounding may carry it past the ends.
  area = Math.min(1, area);
  let variance = 0;
  for (let i = 0; i < below.length; i++) {
    variance += (converted[i]! * (below[i]! - area) ** 2) / ((positives - 1) * positives);
    variance += (others[i]! * (above[i]! - area) ** 2) / ((negatives - 1) * negatives);
  }
  const standardError = Math.sqrt(variance);
  const exactWithin = tied / 2 / (positives * negatives);
  return {
    area,
    standardError,
    ...interval(area, standardError, Math.min(positives, negatives)),
    exactWithin,
  };
}

function interval(area: number, standardError: number, fewer: number): { low: number; high: number } {
  const half = (Z_95 * standardError) / (area * (1 - area));
  if (!Number.isFinite(half)) return wilsonInterval(area * fewer, fewer);
  return { low: sigmoid(logit(area) - half), high: sigmoid(logit(area) + half) };
}
