import type { Scale } from '../../model/artifact.ts';
import { scoreOf } from '../../model/scale.ts';
import { rankScores } from '../../statistics/rank-scores.ts';
import { runningSums } from '../../statistics/running-sums.ts';
import type { CutOffRecord } from './evaluation-record.ts';
import { type Contacted, measureCutOff, type Prices, profitOf, sharesOf } from './measure-cut-off.ts';
import type { Predictions } from './summarise-folds.ts';

const SHARES = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const PROBABILITIES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

export interface CutOffOptions {
  /** Of the published model, for the borders of its grades. */
  readonly scale: Scale;
  readonly groups?: Uint32Array;
  readonly prices?: Prices;
}

/**
 * The cut-offs that people ask for: shares of the leads, probabilities, the borders of the grades, the best by F1 and by Youden's
 * J (recall + specificity − 1), and with prices the most profitable one and the one where a contact just pays. Leads of one
 * probability are contacted together, so a share may be a little off.
 *
 * @param predictions of leads of both classes
 */
export function tabulateCutOffs(
  predictions: Predictions,
  on: CutOffRecord['on'],
  { scale, groups, prices }: CutOffOptions,
): CutOffRecord {
  const ranking = rankScores(predictions.probabilities, predictions.labels);
  const { scores, total } = ranking;
  const [rows, converted] = [runningSums(ranking.rows), runningSums(ranking.converted)];
  const at = (entry: number): Contacted => ({ rows: rows[entry]!, converted: converted[entry]! });
  const marks = new Map<number, string[]>();
  const mark = (entry: number, name: string) => {
    if (entry >= 0) marks.set(entry, [...(marks.get(entry) ?? []), name]);
  };
  const lowestWith = (fits: (probability: number) => boolean) => {
    const first = scores.findIndex((probability) => !fits(probability));
    return (first < 0 ? scores.length : first) - 1;
  };
  const best = (worth: (contacted: Contacted) => number) => {
    let [found, most] = [0, Number.NEGATIVE_INFINITY];
    for (let entry = 0; entry < scores.length; entry++) {
      const worthy = worth(at(entry));
      if (worthy > most) [found, most] = [entry, worthy];
    }
    return { entry: found, most };
  };
  for (const share of SHARES) mark(nearest(rows, share * total.rows), `top ${Math.round(100 * share)} %`);
  for (const p of PROBABILITIES)
    mark(
      lowestWith((probability) => probability >= p),
      `p ≥ ${p}`,
    );
  for (const grade of ['A', 'B', 'C'] as const)
    mark(
      lowestWith((probability) => scoreOf(scale, probability) >= scale.grades[grade]),
      `grade ${grade}`,
    );
  mark(best((contacted) => sharesOf(contacted, total).f1).entry, 'best F1');
  mark(
    best((contacted) => {
      const { recall, specificity } = sharesOf(contacted, total);
      return recall + specificity;
    }).entry,
    'best Youden',
  );
  mark(scores.length - 1, 'everyone');
  const gain = prices && best((contacted) => profitOf(prices, contacted));
  const pays = gain !== undefined && gain.most > 0;
  if (prices !== undefined) {
    mark(
      lowestWith((probability) => probability * prices.value >= prices.cost),
      'cost ÷ value',
    );
    if (pays) mark(gain.entry, 'best profit');
  }
  return {
    on,
    rows: total.rows,
    converted: total.converted,
    points: [...marks]
      .sort(([a], [b]) => a - b)
      .map(([entry, names]) => ({
        marks: names,
        ...measureCutOff(predictions, scores[entry]!, groups, prices),
      })),
    ...(prices === undefined
      ? {}
      : { profit: { ...prices, best_probability: pays ? scores[gain.entry]! : null } }),
  };
}

/** The entry whose running sum is nearest to a number of leads; of two, the earlier. */
function nearest(sums: ArrayLike<number>, wanted: number): number {
  let found = 0;
  for (let entry = 1; entry < sums.length; entry++)
    if (Math.abs(sums[entry]! - wanted) < Math.abs(sums[found]! - wanted)) found = entry;
  return found;
}
