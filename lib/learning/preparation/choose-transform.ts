import { yeoJohnson } from '../../model/apply-steps.ts';
import type { NumberStep } from '../../model/artifact.ts';
import { moments } from '../../statistics/moments.ts';
import { skewness } from '../../statistics/skewness.ts';
import type { PreparationOptions } from './preparation-options.ts';

/** "Highly skewed" (Bulmer, Principles of Statistics, 1979): such numbers are transformed. */
export const LARGE_SKEWNESS = 1;
const LOWEST_LAMBDA = -4;
const HIGHEST_LAMBDA = 4;

/**
 * The transformation of a number, if one helps: it must bring the skewness nearer to 0.
 *
 * @param sorted the clipped known values of the training leads, or an even part of them
 */
export function chooseTransform(
  sorted: Float64Array,
  transform: PreparationOptions['transform'],
): NumberStep | undefined {
  if (transform === 'none' || sorted.length === 0) return undefined;
  const before = skewness(sorted);
  if (transform === 'auto' && Math.abs(before) <= LARGE_SKEWNESS) return undefined;
  const canLog = sorted[0]! >= 0 && before > 0;
  if (transform === 'log1p' && !canLog) return undefined;
  const step: NumberStep =
    transform === 'log1p' || (transform === 'auto' && canLog)
      ? { op: 'log1p' }
      : { op: 'yeo-johnson', lambda: fitYeoJohnson(sorted) };
  const apply =
    step.op === 'log1p' ? Math.log1p : (x: number) => yeoJohnson(x, (step as { lambda: number }).lambda);
  const transformed = sorted.map(apply);
  return Math.abs(skewness(transformed)) < Math.abs(before) ? step : undefined;
}

/** The lambda of highest likelihood under a normal distribution (Yeo & Johnson 2000, eq. 3.1), to 1e-6. */
export function fitYeoJohnson(values: Float64Array): number {
  const jacobian = values.reduce((sum, x) => sum + Math.sign(x) * Math.log1p(Math.abs(x)), 0);
  const logLikelihood = (lambda: number) => {
    const { variance } = moments(values.map((x) => yeoJohnson(x, lambda)));
    return -0.5 * values.length * Math.log(variance) + (lambda - 1) * jacobian;
  };
  return maximise(logLikelihood, LOWEST_LAMBDA, HIGHEST_LAMBDA);
}

/** Golden-section search for the maximum of a unimodal function (Kiefer 1953). */
function maximise(f: (x: number) => number, from: number, to: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [from, to];
  let [x, y] = [b - ratio * (b - a), a + ratio * (b - a)];
  let [fx, fy] = [f(x), f(y)];
  while (b - a > 1e-6) {
    if (fx > fy) {
      [b, y, fy] = [y, x, fx];
      x = b - ratio * (b - a);
      fx = f(x);
    } else {
      [a, x, fx] = [x, y, fy];
      y = a + ratio * (b - a);
      fy = f(y);
    }
  }
  return (a + b) / 2;
}
