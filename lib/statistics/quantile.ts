import { lowerBound } from './lower-bound.ts';

/**
 * A quantile, interpolated linearly between the two nearest numbers (Hyndman & Fan 1996, Sample quantiles in statistical packages,
 * type 7: the default of numpy, pandas and R).
 *
 * @param sorted ascending, at least one
 * @param share 0–1
 * @param upTo how many numbers there are up to each one and with it, where they are counted; without it each is there once
 * @example quantile([1, 2, 3, 4], 0.5) // 2.5
 */
export function quantile(sorted: ArrayLike<number>, share: number, upTo?: ArrayLike<number>): number {
  const valueAt = (rank: number) => sorted[upTo === undefined ? rank : lowerBound(upTo, rank + 1)]!;
  const last = (upTo === undefined ? sorted.length : upTo[upTo.length - 1]!) - 1;
  const rank = last * share;
  const low = Math.floor(rank);
  const below = valueAt(low);
  return below + (rank - low) * (valueAt(Math.min(low + 1, last)) - below);
}
