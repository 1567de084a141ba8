import { leadLoss } from './log-loss.ts';
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
  const lossesOf = (probabilities: Float64Array) => probabilities.map((p, i) => leadLoss(p, labels[i]!));
  const [before, after] = [lossesOf(first), lossesOf(second)];
  const gains = before.map((loss, i) => loss - after[i]!);
  const difference = sum(gains) / rows;
  const deviations = gains.map((gain) => gain - difference);
  const sums = groups === undefined ? deviations : sumGroups(deviations, groups);
  const count = sums.length;
  if (count < 2) throw new Error(`compare losses: expected at least 2 groups of leads, got ${count}`);
  return {
    rows,
    first: sum(before) / rows,
    second: sum(after) / rows,
    difference,
    standardError: Math.sqrt((count / (count - 1)) * sum(sums.map((value) => value * value))) / rows,
  };
}

function sumGroups(deviations: Float64Array, groups: Uint32Array): Float64Array {
  const sums = new Map<number, number>();
  groups.forEach((group, i) => {
    sums.set(group, (sums.get(group) ?? 0) + deviations[i]!);
  });
  return Float64Array.from(sums.values());
}
