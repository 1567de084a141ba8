import { meanError } from './mean-error.ts';
import { studentQuantile } from './student-quantile.ts';

/**
 * A mean and its 95 % interval by Student's t distribution (Student 1908, The probable error of a mean).
 *
 * @param values at least two
 * @throws with fewer
 * @example meanInterval(Float64Array.of(1, 2, 3)) // mean 2, low -0.484…, high 4.484…
 */
export function meanInterval(values: Float64Array): {
  readonly mean: number;
  readonly standardError: number;
  readonly low: number;
  readonly high: number;
} {
  const { mean, standardError } = meanError(values);
  const half = studentQuantile(values.length - 1) * standardError;
  return { mean, standardError, low: mean - half, high: mean + half };
}
