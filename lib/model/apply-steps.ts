import type { NumberStep } from './artifact.ts';

/** A number after its steps, in order; the same in training and in scoring. */
export function applySteps(steps: readonly NumberStep[], value: number): number {
  let x = value;
  for (const step of steps) {
    switch (step.op) {
      case 'clip':
        x = Math.min(Math.max(x, step.low), step.high);
        break;
      case 'log1p':
        x = Math.log1p(x);
        break;
      case 'yeo-johnson':
        x = yeoJohnson(x, step.lambda);
        break;
      case 'scale':
        x = (x - step.mean) / step.sd;
    }
  }
  return x;
}

/** `applySteps`, made ready: what most numbers go through, a clip, perhaps a logarithm, a scale, without a loop. */
export function compileSteps(steps: readonly NumberStep[]): (value: number) => number {
  const [clip, ...others] = steps;
  const scale = others.at(-1);
  const logarithm = others.length === 2 && others[0]!.op === 'log1p';
  if (clip?.op !== 'clip' || scale?.op !== 'scale' || (others.length !== 1 && !logarithm)) {
    return (value) => applySteps(steps, value);
  }
  const { low, high } = clip;
  const { mean, sd } = scale;
  const clipped = (x: number) => (x < low ? low : x > high ? high : x);
  if (logarithm) return (x) => (Math.log1p(clipped(x)) - mean) / sd;
  return (x) => (clipped(x) - mean) / sd;
}

/**
 * The power transformation of Yeo and Johnson, A new family of power transformations to improve normality or
 * symmetry, Biometrika 87 (2000), eq. 2.1. Strictly increasing in x for every lambda.
 */
export function yeoJohnson(x: number, lambda: number): number {
  if (x >= 0) return lambda === 0 ? Math.log1p(x) : Math.expm1(lambda * Math.log1p(x)) / lambda;
  const mirrored = 2 - lambda;
  return mirrored === 0 ? -Math.log1p(-x) : -Math.expm1(mirrored * Math.log1p(-x)) / mirrored;
}
