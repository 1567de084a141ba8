import type { CrossValidation, Evaluation, Metric } from '../../model/artifact.ts';
import { evaluate } from './evaluate.ts';

/** Probabilities of leads that were not fitted, and what became of them. */
export interface Predictions {
  readonly probabilities: Float64Array;
  /** 1 or 0. */
  readonly labels: Uint8Array;
}

/**
 * The figures out of fold. Ranking figures are means over the folds, for every fold has a model of its own and
 * their scores do not rank together; the others are pooled over all leads. `sd` is the population standard
 * deviation of the folds' figures, as numpy's `std` and the reference figures have it: it tells how much the
 * figure varies from fold to fold, and is no standard error of the mean.
 *
 * @param folds at least one, each with leads of both classes
 */
export function summariseFolds(folds: readonly Predictions[]): CrossValidation {
  const perFold = folds.map(({ probabilities, labels }) => evaluate(probabilities, labels));
  const { probabilities, labels } = poolFolds(folds);
  const mean = (metric: Metric) => averageOf(perFold, metric);
  return {
    ...evaluate(probabilities, labels),
    roc_auc: mean('roc_auc'),
    gini: mean('gini'),
    ks: mean('ks'),
    pr_auc: mean('pr_auc'),
    folds: folds.length,
    sd: {
      roc_auc: deviationOf(perFold, 'roc_auc'),
      gini: deviationOf(perFold, 'gini'),
      ks: deviationOf(perFold, 'ks'),
      pr_auc: deviationOf(perFold, 'pr_auc'),
      log_loss: deviationOf(perFold, 'log_loss'),
      brier: deviationOf(perFold, 'brier'),
      ece: deviationOf(perFold, 'ece'),
    },
  };
}

/** The predictions of all folds, one behind the other. */
export function poolFolds(folds: readonly Predictions[]): Predictions {
  const size = folds.reduce((sum, { labels }) => sum + labels.length, 0);
  const probabilities = new Float64Array(size);
  const labels = new Uint8Array(size);
  let at = 0;
  for (const fold of folds) {
    probabilities.set(fold.probabilities, at);
    labels.set(fold.labels, at);
    at += fold.labels.length;
  }
  return { probabilities, labels };
}

const averageOf = (figures: readonly Evaluation[], metric: Metric): number =>
  figures.reduce((sum, figure) => sum + figure[metric], 0) / figures.length;

function deviationOf(figures: readonly Evaluation[], metric: Metric): number {
  const mean = averageOf(figures, metric);
  const squares = figures.reduce((sum, figure) => sum + (figure[metric] - mean) ** 2, 0);
  return Math.sqrt(squares / figures.length);
}
