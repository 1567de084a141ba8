import { logit } from '../../statistics/logit.ts';
import { sum } from '../../statistics/sum.ts';
import { thinnedRate } from '../../statistics/thinned-rate.ts';

/**
 * The log-odds that all leads begin with: of the weighted share of those that converted, or, where some are too young, of the rate
 * that makes their outcomes so far most likely.
 *
 * @param leads labels of both kinds, and as many maturities, if any
 */
export function baseOf({
  labels,
  positiveWeight,
  maturity,
}: {
  readonly labels: Uint8Array;
  readonly positiveWeight: number;
  readonly maturity?: Float64Array | undefined;
}): number {
  if (maturity !== undefined) return logit(thinnedRate({ labels, maturity }));
  const converted = sum(labels);
  return Math.log((positiveWeight * converted) / (labels.length - converted));
}
