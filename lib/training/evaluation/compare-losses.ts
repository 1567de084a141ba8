import { leadLoss } from './evaluate.ts';

export interface LossComparison {
  readonly rows: number;
  /** Mean losses, nats. */
  readonly first: number;
  readonly second: number;
  /** first − second, the mean over the leads: above 0 the second is better. */
  readonly difference: number;
  /** Of that mean: the standard deviation of the leads' differences ÷ √rows. */
  readonly standardError: number;
}

/**
 * Compares two models' probabilities of the same leads by their log-loss, lead by lead: what is hard about a lead is hard
 * for both, so the paired difference tells more than the two means (Dietterich 1998, Approximate statistical tests for
 * comparing supervised classification learning algorithms).
 *
 * @param labels 1 or 0 per lead; at least two leads
 */
export function compareLosses(first: Float64Array, second: Float64Array, labels: Uint8Array): LossComparison {
  const rows = labels.length;
  if (rows < 2) throw new Error(`compare losses: expected at least 2 leads, got ${rows}`);
  const losses = Array.from(
    labels,
    (label, i) => [leadLoss(first[i]!, label), leadLoss(second[i]!, label)] as const,
  );
  const mean = (of: (loss: readonly [number, number]) => number) =>
    losses.reduce((sum, loss) => sum + of(loss), 0) / rows;
  const difference = mean(([a, b]) => a - b);
  const variance = (mean(([a, b]) => (a - b - difference) ** 2) * rows) / (rows - 1);
  return {
    rows,
    first: mean(([a]) => a),
    second: mean(([, b]) => b),
    difference,
    standardError: Math.sqrt(variance / rows),
  };
}
