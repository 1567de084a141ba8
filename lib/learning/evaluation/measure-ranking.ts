import type { Evaluation } from '../../model/artifact.ts';
import { countPairs } from '../../statistics/count-pairs.ts';
import type { Ranking } from '../../statistics/rank-scores.ts';

/**
 * How well a ranking tells the leads that converted from the others, in one pass over its distinct scores:
 *
 * - `roc_auc`: the share of pairs of a converted and an unconverted lead in which the converted one scores
 *   higher, ties counting half (Mann & Whitney 1947), and `gini` = 2 · ROC-AUC − 1;
 * - `ks`: the largest lead of the share of all converted over the share of all unconverted leads at or above a
 *   score (the one-sided Kolmogorov–Smirnov statistic, so a ranking upside down has 0);
 * - `pr_auc`: average precision, Σ (Rₙ − Rₙ₋₁) Pₙ over the distinct scores, without interpolation
 *   (as scikit-learn's `average_precision_score`).
 *
 * @param ranking of leads of both classes
 */
export function measureRanking(ranking: Ranking): Pick<Evaluation, 'roc_auc' | 'gini' | 'ks' | 'pr_auc'> {
  const { rows, converted, total } = ranking;
  const positives = total.converted;
  const negatives = total.rows - positives;
  let [seen, found, precisions, ks] = [0, 0, 0, 0];
  for (let i = 0; i < rows.length; i++) {
    seen += rows[i]!;
    found += converted[i]!;
    precisions += converted[i]! * (found / seen);
    ks = Math.max(ks, found / positives - (seen - found) / negatives);
  }
  const { later, pairs } = countPairs({ total: rows, converted });
  const area = 1 - later / pairs;
  return { roc_auc: area, gini: 2 * area - 1, ks, pr_auc: precisions / positives };
}
