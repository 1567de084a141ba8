import type { NumberStep } from './artifact.ts';

/** A number after its steps, in order; the same in training and in scoring. */
export function applySteps(steps: readonly NumberStep[], value: number): number {
  let x = value;
  for (const step of steps) {
    if (step.op === 'clip') x = Math.min(Math.max(x, step.low), step.high);
    else if (step.op === 'log1p') x = Math.log1p(x);
    else x = (x - step.mean) / step.sd;
  }
  return x;
}
