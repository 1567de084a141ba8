import { lowerBound } from './lower-bound.ts';

/**
 * Piecewise linear through the points (x, y); constant outside them.
 *
 * @param x strictly ascending, at least one
 * @param y as many as x
 * @example interpolate([0, 10], [0, 1], 2.5) // 0.25
 */
export function interpolate(x: readonly number[], y: readonly number[], at: number): number {
  const last = x.length - 1;
  if (at <= x[0]!) return y[0]!;
  if (at >= x[last]!) return y[last]!;
  const high = lowerBound(x, at);
  // On a point the value is that of the point, to the last bit.
  if (x[high] === at) return y[high]!;
  const low = high - 1;
  const share = (at - x[low]!) / (x[high]! - x[low]!);
  return y[low]! + share * (y[high]! - y[low]!);
}
