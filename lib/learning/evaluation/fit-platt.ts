import type { Calibration } from '../../model/artifact.ts';
import { sum } from '../../statistics/sum.ts';
import { fitSigmoid } from './fit-sigmoid.ts';

/**
 * Platt scaling: p = sigmoid(slope · z + offset), fitted to the targets (N₁ + 1) ÷ (N₁ + 2) for the N₁ leads that
 * converted and 1 ÷ (N₀ + 2) for the others instead of 1 and 0, so that the fit exists even when a threshold
 * separates them (Platt 1999, Probabilistic outputs for support vector machines, §2.2). A calibration may not turn
 * the order of the leads round: where the best slope is negative, it is 0.
 *
 * @param z raw log-odds of leads that were not fitted
 */
export function fitPlatt(z: Float64Array, labels: Uint8Array): Extract<Calibration, { method: 'platt' }> {
  const converted = sum(labels);
  const others = labels.length - converted;
  const targets = [1 / (others + 2), (converted + 1) / (converted + 2)] as const;
  const { slope, offset } = fitSigmoid(z, labels, targets);
  if (slope >= 0) return { method: 'platt', slope, offset };
  return {
    method: 'platt',
    slope: 0,
    offset: fitSigmoid(new Float64Array(z.length), labels, targets).offset,
  };
}
