import type { Evaluation } from '../../model/artifact.ts';

/**
 * The figures of predicted probabilities against what happened.
 *
 * @param labels 1 or 0 per probability, both present
 */
export function evaluate(probabilities: Float64Array, labels: Uint8Array): Evaluation {
  const baseRate = labels.reduce((sum, label) => sum + label, 0) / labels.length;
  const area = rocAuc(probabilities, labels);
  const constant = new Float64Array(labels.length).fill(baseRate);
  return {
    rows: labels.length,
    base_rate: baseRate,
    roc_auc: area,
    gini: 2 * area - 1,
    ks: kolmogorovSmirnov(probabilities, labels),
    pr_auc: averagePrecision(probabilities, labels),
    log_loss: logLoss(probabilities, labels),
    brier: brierScore(probabilities, labels),
    ece: expectedCalibrationError(probabilities, labels),
    constant_log_loss: logLoss(constant, labels),
    constant_brier: brierScore(constant, labels),
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

/** The largest distance of the cumulative shares of the converted and of the unconverted leads over the scores. */
export function kolmogorovSmirnov(scores: Float64Array, labels: Uint8Array): number {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const negatives = labels.length - positives;
  let [below, belowPositive, largest] = [0, 0, 0];
  forEachTie(
    scores,
    labels,
    (size, positive) => {
      below += size;
      belowPositive += positive;
      largest = Math.max(largest, (below - belowPositive) / negatives - belowPositive / positives);
    },
    'ascending',
  );
  return largest;
}

/**
 * Expected calibration error: over bins of equal width, the mean distance of a bin's mean probability and its
 * share of converted leads, weighted by the bin's leads (Guo et al. 2017, On calibration of modern neural
 * networks, eq. 3).
 */
export function expectedCalibrationError(probabilities: Float64Array, labels: Uint8Array, bins = 10): number {
  const gap = new Float64Array(bins);
  for (let i = 0; i < labels.length; i++) {
    const p = probabilities[i]!;
    gap[Math.min(bins - 1, Math.floor(p * bins))]! += p - labels[i]!;
  }
  return gap.reduce((sum, difference) => sum + Math.abs(difference), 0) / labels.length;
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
