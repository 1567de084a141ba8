import { bootstrap } from '../../statistics/bootstrap.ts';
import { type AreaError, type Clusters, delong } from '../../statistics/delong.ts';
import { leadLoss } from '../../statistics/log-loss.ts';
import { logit } from '../../statistics/logit.ts';
import { meanError } from '../../statistics/mean-error.ts';
import { type Ranking, rankScores } from '../../statistics/rank-scores.ts';
import { sigmoid } from '../../statistics/sigmoid.ts';
import { Z_95 } from '../../statistics/z-95.ts';
import type { FigureInterval, FigureIntervals } from '../training-record.ts';
import type { Predictions } from './summarise-folds.ts';

/**
 * 95 % intervals of the figures of leads that were not fitted: of ROC-AUC by DeLong's standard error, on the scale of its log-odds,
 * so that the interval stays within 0 and 1 (Pepe 2003, The statistical evaluation of medical tests, §5.2.4); of log-loss and Brier
 * score by the standard error of a mean; of PR-AUC by the bootstrap. They say how much the figures owe to which leads were held out;
 * a model that is fitted anew is another matter. Where a figure has none (a ROC-AUC of 1, too few leads of a class), it is absent.
 *
 * @param predictions of leads of both classes
 * @param seed of the bootstrap
 * @param groups per lead, leads that belong together having the same number: then whole groups vary
 */
export function measureIntervals(
  { probabilities, labels }: Predictions,
  seed: number,
  groups?: Uint32Array,
): FigureIntervals {
  // Of one group nothing can be told.
  if (groups !== undefined && new Set(groups).size < 2) return {};
  const ranking = rankScores(probabilities, labels);
  const clusters = groups === undefined ? undefined : { scores: probabilities, labels, groups };
  const area = areaInterval(delong(ranking, clusters));
  const precision = bootstrap(labels, averagePrecision(probabilities, labels), {
    seed,
    ...(groups === undefined ? {} : { groups }),
  });
  const losses = probabilities.map((p, i) => leadLoss(p, labels[i]!));
  const squares = probabilities.map((p, i) => (p - labels[i]!) ** 2);
  return {
    ...(area === undefined ? {} : { roc_auc: area, gini: giniOf(area) }),
    ...(precision === undefined
      ? {}
      : {
          pr_auc: {
            low: precision.low,
            high: precision.high,
            standard_error: precision.standardError,
            samples: precision.samples,
          },
        }),
    log_loss: meanInterval(losses, groups),
    brier: meanInterval(squares, groups),
  };
}

/** A ROC-AUC with its 95 % interval; undefined where it has none. */
export function areaOf(
  ranking: Ranking,
  clusters?: Clusters,
): { readonly value: number; readonly low: number; readonly high: number } | undefined {
  const found = delong(ranking, clusters);
  const interval = areaInterval(found);
  return interval && { value: found!.area, low: interval.low, high: interval.high };
}

/** @returns undefined where there is no uncertainty to be seen, which does not mean that there is none */
function areaInterval(found: AreaError | undefined): FigureInterval | undefined {
  if (found === undefined || found.standardError === 0 || found.area <= 0 || found.area >= 1)
    return undefined;
  const { area, standardError } = found;
  const half = (Z_95 * standardError) / (area * (1 - area));
  return {
    low: sigmoid(logit(area) - half),
    high: sigmoid(logit(area) + half),
    standard_error: standardError,
  };
}

const giniOf = ({ low, high, standard_error }: FigureInterval): FigureInterval => ({
  low: 2 * low - 1,
  high: 2 * high - 1,
  standard_error: 2 * standard_error,
});

function meanInterval(values: Float64Array, groups: Uint32Array | undefined): FigureInterval {
  const { mean, standardError } = meanError(values, groups);
  const half = Z_95 * standardError;
  // Neither figure is ever negative.
  return { low: Math.max(0, mean - half), high: mean + half, standard_error: standardError };
}

/** The average precision of a sample, as `measureRanking` has it; NaN without a lead that converted. */
function averagePrecision(probabilities: Float64Array, labels: Uint8Array): (counts: Uint32Array) => number {
  const order = Uint32Array.from(labels.keys()).sort((a, b) => probabilities[b]! - probabilities[a]!);
  return (counts) => {
    let [seen, found, tied, precisions] = [0, 0, 0, 0];
    for (let i = 0; i < order.length; i++) {
      const lead = order[i]!;
      seen += counts[lead]!;
      if (labels[lead] === 1) tied += counts[lead]!;
      // Leads of one probability are one entry: their precision is that at its end.
      const isEnd = i + 1 === order.length || probabilities[order[i + 1]!] !== probabilities[lead];
      if (!isEnd || tied === 0) continue;
      found += tied;
      precisions += tied * (found / seen);
      tied = 0;
    }
    return precisions / found;
  };
}
