import { leadLoss } from './log-loss.ts';
import { meanError } from './mean-error.ts';
import { sum } from './sum.ts';

export interface LossComparison {
  readonly rows: number;
  /** Mean losses, nats. */
  readonly first: number;
  readonly second: number;
  /** first − second, the mean over the leads: above 0 the second is better. */
  readonly difference: number;
  /** Of that mean. */
  readonly standardError: number;
}

/**
 * Compares two models' probabilities of the same leads by their log-loss, lead by lead: what is hard about a lead is hard
 * for both, so the paired difference tells more than the two means (Dietterich 1998, Approximate statistical tests for
 * comparing supervised classification learning algorithms); `meanError` tells what groups change.
 *
 * @param labels 1 or 0 per lead
 * @param groups per lead, leads that belong together having the same number; at least two groups
 */
export function compareLosses(
  first: Float64Array,
  second: Float64Array,
  labels: Uint8Array,
  groups?: Uint32Array,
): LossComparison {
  const rows = labels.length;
  const lossesOf = (probabilities: Float64Array) => probabilities.map((p, i) => leadLoss(p, labels[i]!));
  const [before, after] = [lossesOf(first), lossesOf(second)];
  const gains = before.map((loss, i) => loss - after[i]!);
  const { mean: difference, standardError } = meanError(gains, groups);
  return { rows, first: sum(before) / rows, second: sum(after) / rows, difference, standardError };
}
