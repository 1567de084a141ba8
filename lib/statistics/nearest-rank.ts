/**
 * The smallest number that at least this share of the numbers does not exceed (Hyndman & Fan 1996, type 1): always one of them.
 *
 * @param sorted ascending, at least one
 * @param share 0–1
 * @example nearestRank([1, 2, 3, 4], 0.5) // 2
 */
export function nearestRank(sorted: ArrayLike<number>, share: number): number {
  // The product may land a hair above a whole number: 0.07 * 100 = 7.000000000000001.
  return sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)]!;
}
