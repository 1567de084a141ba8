import type { ClassCounts } from './count-classes.ts';

/**
 * Of the pairs of a converted and an unconverted lead, in how many the converted one comes later, ties counting half: later ÷ pairs
 * is the area under the ROC curve of ascending scores, 1 − later ÷ pairs that of descending ones (Mann & Whitney 1947, On a
 * test of whether one of two random variables is stochastically larger than the other).
 *
 * @param counts of the leads in an order, those that nothing tells apart as one entry
 * @example countPairs({ total: [1, 2, 1], converted: [0, 1, 1] }) // { later: 3.5, pairs: 4 }
 */
export function countPairs({ total, converted }: ClassCounts): { later: number; pairs: number } {
  let [later, others, converts] = [0, 0, 0];
  for (let i = 0; i < total.length; i++) {
    const c = converted[i]!;
    const n = total[i]! - c;
    later += c * (others + n / 2);
    others += n;
    converts += c;
  }
  return { later, pairs: others * converts };
}
