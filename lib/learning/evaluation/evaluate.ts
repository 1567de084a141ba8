import type { Evaluation } from '../../model/artifact.ts';
import { logLoss } from '../../statistics/log-loss.ts';
import { rankScores } from '../../statistics/rank-scores.ts';
import { measureRanking } from './measure-ranking.ts';

/**
 * The figures of predicted probabilities against what happened.
 *
 * @param labels 1 or 0 per probability
 * @param constant what always answering the base rate answers: the conversion rate of the leads that were learned from; by
 * default that of these leads
 * @throws when the leads are of one class: half of the figures do not exist then
 */
export function evaluate(probabilities: Float64Array, labels: Uint8Array, constant?: number): Evaluation {
  const ranking = rankScores(probabilities, labels);
  const { rows, converted } = ranking.total;
  if (converted === 0 || converted === rows) {
    throw new Error(`evaluate: expected leads of both classes, got ${converted} converted of ${rows}`);
  }
  const rate = converted / rows;
  return {
    rows,
    base_rate: rate,
    ...measureRanking(ranking),
    log_loss: logLoss(probabilities, labels),
    brier: brierScore(probabilities, labels),
    ece: expectedCalibrationError(probabilities, labels),
    ...evaluateConstant(rate, constant ?? rate),
  };
}

/** Losses of always answering `constant` on leads of which `rate` convert. */
const evaluateConstant = (rate: number, constant: number) => ({
  constant_log_loss: -rate * Math.log(constant) - (1 - rate) * Math.log1p(-constant),
  constant_brier: rate * (1 - rate) + (rate - constant) ** 2,
});

/** Area under the ROC curve of scores on any scale; both classes present. */
export const rocAuc = (scores: Float64Array, labels: Uint8Array): number =>
  measureRanking(rankScores(scores, labels)).roc_auc;

/** Mean squared difference of probability and outcome (Brier 1950). */
export function brierScore(probabilities: Float64Array, labels: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += (probabilities[i]! - labels[i]!) ** 2;
  return sum / labels.length;
}

/**
 * Expected calibration error: over bins of equal width, the mean distance of a bin's mean probability and its
 * share of converted leads, weighted by the bin's leads (Guo et al. 2017, On calibration of modern neural
 * networks, eq. 3). Bin i holds i ÷ bins ≤ p < (i + 1) ÷ bins, the last one 1, too.
 */
export function expectedCalibrationError(probabilities: Float64Array, labels: Uint8Array, bins = 10): number {
  const gaps = new Float64Array(bins);
  for (let i = 0; i < labels.length; i++) {
    const p = probabilities[i]!;
    gaps[Math.min(bins - 1, Math.floor(p * bins))]! += p - labels[i]!;
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / labels.length;
}
