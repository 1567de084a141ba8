import type { Evaluation } from '../model/artifact.ts';

/**
 * The figures of predicted probabilities against what happened.
 *
 * @param labels 1 or 0 per probability, both present
 */
export function evaluate(probabilities: Float64Array, labels: Uint8Array): Evaluation {
  const baseRate = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  return {
    rows: labels.length,
    base_rate: baseRate,
    roc_auc: rocAuc(probabilities, labels),
    pr_auc: averagePrecision(probabilities, labels),
    log_loss: logLoss(probabilities, labels),
    brier: brierScore(probabilities, labels),
    constant_log_loss: logLoss(new Float64Array(labels.length).fill(baseRate), labels),
  };
}

/**
 * Area under the ROC curve: the share of pairs of a converted and an unconverted lead in which the converted
 * one scores higher, ties counting half (Mann–Whitney U by midranks).
 */
export function rocAuc(scores: Float64Array, labels: Uint8Array): number {
  let rankSum = 0;
  let positives = 0;
  forEachTie(
    scores,
    labels,
    (size, positive, before) => {
      rankSum += positive * (before + (size + 1) / 2);
      positives += positive;
    },
    'ascending',
  );
  const negatives = labels.length - positives;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/**
 * Area under the precision–recall curve as average precision: Σ (Rₙ − Rₙ₋₁) Pₙ over the distinct scores,
 * highest first, without interpolation (as scikit-learn's `average_precision_score`).
 */
export function averagePrecision(scores: Float64Array, labels: Uint8Array): number {
  let area = 0;
  let positives = 0;
  forEachTie(
    scores,
    labels,
    (size, positive, before) => {
      positives += positive;
      area += positive * (positives / (before + size));
    },
    'descending',
  );
  return area / positives;
}

/** Mean of −ln of the probability that was given to what happened; probabilities are kept off 0 and 1 by 2⁻⁵². */
export function logLoss(probabilities: Float64Array, labels: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const p = Math.min(Math.max(probabilities[i]!, Number.EPSILON), 1 - Number.EPSILON);
    sum -= labels[i] === 1 ? Math.log(p) : Math.log1p(-p);
  }
  return sum / labels.length;
}

/** Mean squared difference of probability and outcome (Brier, 1950). */
export function brierScore(probabilities: Float64Array, labels: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += (probabilities[i]! - labels[i]!) ** 2;
  return sum / labels.length;
}

/** Calls back for every group of equal scores, in order: its size, its converted ones, and how many came before. */
function forEachTie(
  scores: Float64Array,
  labels: Uint8Array,
  onTie: (size: number, positive: number, before: number) => void,
  order: 'ascending' | 'descending',
): void {
  const sign = order === 'ascending' ? 1 : -1;
  const sorted = Uint32Array.from(scores.keys()).sort((a, b) => sign * (scores[a]! - scores[b]!));
  let start = 0;
  while (start < sorted.length) {
    let end = start;
    let positive = 0;
    while (end < sorted.length && scores[sorted[end]!] === scores[sorted[start]!]) {
      positive += labels[sorted[end]!]!;
      end += 1;
    }
    onTie(end - start, positive, start);
    start = end;
  }
}
