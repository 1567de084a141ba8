import { meanError } from '../../statistics/mean-error.ts';
import { wilsonInterval } from '../../statistics/wilson-interval.ts';

/**
 * The Wilson interval of the share of ones. Where leads of a group may be alike, of as many leads as would have the standard error
 * that the groups show, and never more than there are (Korn & Graubard 1998, Confidence intervals for proportions with small
 * expected number of positive counts estimated from survey data).
 *
 * @param hits 1 or 0 per lead
 * @param groups per lead, leads that belong together having the same number
 * @param z of another interval than that of 95 %
 * @returns undefined where all leads are of one group, or there are none
 */
export function intervalOfShare(
  hits: Uint8Array,
  groups?: Uint32Array,
  z?: number,
): { readonly low: number; readonly high: number } | undefined {
  const rows = hits.length;
  if (rows === 0) return undefined;
  const found = hits.reduce((sum, hit) => sum + hit, 0);
  if (groups === undefined) return wilsonInterval(found, rows, z);
  if (new Set(groups).size < 2) return undefined;
  const share = found / rows;
  const alone = (share * (1 - share)) / rows;
  const { standardError } = meanError(Float64Array.from(hits), groups);
  const inflation = alone === 0 ? rows / new Set(groups).size : Math.max(1, standardError ** 2 / alone);
  return wilsonInterval(found / inflation, rows / inflation, z);
}
