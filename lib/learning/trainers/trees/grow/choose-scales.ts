import type { GrowTarget } from './tree-grower.ts';

/** Sums of quantised gradients and hessians stay below it, in 32 bits with a sign. */
const MOST = 2 ** 31 - 1;
/** The sigmoid of the kernels is right to 1e−9. */
const ERROR = 1e-8;

/** Bounds of the sums over all leads that a tree may learn from: of |gradient| and of the hessian. */
export interface Bounds {
  readonly gradient: number;
  readonly hessian: number;
}

/** What a lead's share of a bound is rounded up to a multiple of, so that the sum is the same in any order. */
const FINE = 2 ** 20;

/** @param scores log-odds of the leads before the first tree */
export function boundStart(
  scores: Float64Array,
  { labels, heldOut, positiveWeight }: Omit<GrowTarget, 'start'>,
): Bounds {
  let [gradient, hessian] = [0, 0];
  for (let lead = 0; lead < scores.length; lead++) {
    if (heldOut?.[lead]) continue;
    const p = 1 / (1 + Math.exp(-scores[lead]!));
    const weight = labels[lead] === 1 ? positiveWeight : 1;
    gradient += Math.ceil(weight * Math.abs(p - labels[lead]!) * FINE) + 1;
    hessian += Math.ceil(weight * p * (1 - p) * FINE) + 1;
  }
  return { gradient: gradient / FINE, hessian: hessian / FINE };
}

/**
 * Bounds after scores moved by at most `step`. With p' = p(1 − p) and |(ln p')'| ≤ 1, a hessian grows by a factor of
 * e^step at most, and a gradient by its hessian · step · e^step. The gradient of a lead too young moves by a quarter of the step at
 * most, as p' and σ' are a quarter at most and it is their difference that it moves by.
 */
export function boundNext(
  sums: Bounds,
  scales: Bounds,
  leads: number,
  { positiveWeight, maturity }: Pick<GrowTarget, 'positiveWeight' | 'maturity'>,
  step: number,
): Bounds {
  const error = ERROR * Math.max(1, positiveWeight) * leads;
  // Each lead's integer is within a half of what was rounded.
  const hessian = (sums.hessian + leads / 2) / scales.hessian + error;
  const gradient = (sums.gradient + leads / 2) / scales.gradient + error;
  const growth = Math.exp(step);
  const moved = maturity === undefined ? hessian * step * growth : (leads * step) / 4;
  return { gradient: gradient + moved, hessian: hessian * growth };
}

/**
 * By what gradients and hessians are multiplied before they are rounded to integers: the largest powers of two with which no sum
 * over any of the leads can pass 31 bits. Powers of two, because then integers times the inverse are exact, and because a bound
 * that differs in its last bits gives the same scale nearly always.
 */
export const chooseScales = (bounds: Bounds, leads: number): Bounds => ({
  gradient: powerBelow((MOST - leads / 2 - 1) / bounds.gradient),
  hessian: powerBelow((MOST - leads / 2 - 1) / bounds.hessian),
});

function powerBelow(limit: number): number {
  // A lead's own integer must fit as well, which it does: it is one of the sum's. 2^40 keeps the inverse exact where nothing is left to learn.
  const power = 2 ** Math.min(40, Math.floor(Math.log2(limit)));
  return power > limit ? power / 2 : power;
}
