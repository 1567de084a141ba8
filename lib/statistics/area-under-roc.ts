import type { ClassCounts } from './count-classes.ts';
import { countPairs } from './count-pairs.ts';

/**
 * The area under the ROC curve of leads in ascending order of a score: the share of pairs in which the converted lead scores
 * higher, ties counting half.
 *
 * @returns 0–1; .5 when the leads are of one class
 * @example areaUnderRoc({ total: [1, 2, 1], converted: [0, 1, 1] }) // 0.875
 */
export function areaUnderRoc(ascending: ClassCounts): number {
  const { later, pairs } = countPairs(ascending);
  return pairs === 0 ? 0.5 : later / pairs;
}
