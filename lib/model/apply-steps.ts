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
      case 'affine':
        x = x * step.factor + step.add;
        break;
      case 'scale':
        x = (x - step.mean) / step.sd;
    }
  }
  return x;
}

/** `applySteps`, made ready: what most numbers go through, a clip, perhaps a logarithm, a scale, without a loop. */
export class CompiledSteps {
  readonly #steps: readonly NumberStep[];
  readonly #usual: boolean;
  readonly #logarithm: boolean;
  readonly #low: number = Number.NEGATIVE_INFINITY;
  readonly #high: number = Number.POSITIVE_INFINITY;
  readonly #mean: number = 0;
  readonly #sd: number = 1;

  constructor(steps: readonly NumberStep[]) {
    const [clip, ...others] = steps;
    const scale = others.at(-1);
    this.#steps = steps;
    this.#logarithm = others.length === 2 && others[0]!.op === 'log1p';
    this.#usual = clip?.op === 'clip' && scale?.op === 'scale' && (others.length === 1 || this.#logarithm);
    if (clip?.op === 'clip') [this.#low, this.#high] = [clip.low, clip.high];
    if (scale?.op === 'scale') [this.#mean, this.#sd] = [scale.mean, scale.sd];
  }

  apply(value: number): number {
    if (!this.#usual) return applySteps(this.#steps, value);
    const x = value < this.#low ? this.#low : value > this.#high ? this.#high : value;
    return ((this.#logarithm ? Math.log1p(x) : x) - this.#mean) / this.#sd;
  }
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
