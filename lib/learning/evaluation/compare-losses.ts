import { leadLoss } from './evaluate.ts';

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
 * comparing supervised classification learning algorithms). Leads of a group may be alike, so the error is that of the
 * groups' sums (Cameron & Miller 2015, A practitioner's guide to cluster-robust inference, §II.A, with G ÷ (G − 1)); when every
 * lead is its own group it is the standard deviation of the differences ÷ √rows.
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
  const losses = Array.from(
    labels,
    (label, i) => [leadLoss(first[i]!, label), leadLoss(second[i]!, label)] as const,
  );
  const mean = (of: (loss: readonly [number, number]) => number) =>
    losses.reduce((sum, loss) => sum + of(loss), 0) / rows;
  const difference = mean(([a, b]) => a - b);
  const sums = new Map<number, number>();
  losses.forEach(([a, b], i) => {
    const group = groups?.[i] ?? i;
    sums.set(group, (sums.get(group) ?? 0) + (a - b - difference));
  });
  const count = sums.size;
  if (count < 2) throw new Error(`compare losses: expected at least 2 groups of leads, got ${count}`);
  const squares = [...sums.values()].reduce((total, sum) => total + sum * sum, 0);
  return {
    rows,
    first: mean(([a]) => a),
    second: mean(([, b]) => b),
    difference,
    standardError: Math.sqrt((count / (count - 1)) * squares) / rows,
  };
}
