import type { CrossValidation, Metric } from '../../model/artifact.ts';
import { moments } from '../../statistics/moments.ts';
import { concat } from '../../typed-arrays.ts';
import { evaluate } from './evaluate.ts';

/** Probabilities of leads that were not fitted, and what became of them. */
export interface Predictions {
  readonly probabilities: Float64Array;
  /** 1 or 0. */
  readonly labels: Uint8Array;
}

/** Predictions of a test, and what the leads that were learned from tell of it. */
export interface MeasuredLeads extends Predictions {
  /** The share of the leads learned from that converted, without which nobody could predict: the figure to beat. */
  readonly constant: number;
  /** A number per lead; leads that belong together have the same one. Absent: each is its own. */
  readonly groups?: Uint32Array;
}

/**
 * The figures out of fold. Ranking figures are means over the folds, for every fold has a model of its own and
 * their scores do not rank together; the others are pooled over all leads. `sd` is the population standard
 * deviation of the folds' figures, as numpy's `std` and the reference figures have it: it tells how much the
 * figure varies from fold to fold, and is no standard error of the mean. The constant is that of each fold's own training
 * leads.
 *
 * @param folds at least one, each with leads of both classes
 */
export function summariseFolds(
  folds: readonly (Predictions & Partial<Pick<MeasuredLeads, 'constant'>>)[],
): CrossValidation {
  const perFold = folds.map(({ probabilities, labels, constant }) =>
    evaluate(probabilities, labels, constant),
  );
  const { probabilities, labels } = poolFolds(folds);
  const over = (metric: Metric) => moments(perFold.map((figures) => figures[metric]));
  const ranking = ['roc_auc', 'gini', 'ks', 'pr_auc'] as const;
  const figuresOf = <Name extends Metric>(names: readonly Name[], figure: 'mean' | 'sd') =>
    Object.fromEntries(names.map((name) => [name, over(name)[figure]])) as Record<Name, number>;
  const overLeads = (figure: 'constant_log_loss' | 'constant_brier') =>
    perFold.reduce((total, figures) => total + (figures[figure] * figures.rows) / labels.length, 0);
  return {
    ...evaluate(probabilities, labels),
    ...(folds.some(({ constant }) => constant !== undefined)
      ? { constant_log_loss: overLeads('constant_log_loss'), constant_brier: overLeads('constant_brier') }
      : {}),
    ...figuresOf(ranking, 'mean'),
    folds: folds.length,
    sd: figuresOf([...ranking, 'log_loss', 'brier', 'ece'], 'sd'),
  };
}

/** The predictions of all folds, one behind the other. */
export const poolFolds = (folds: readonly Predictions[]): Predictions => ({
  probabilities: concat(
    Float64Array,
    folds.map(({ probabilities }) => probabilities),
  ),
  labels: concat(
    Uint8Array,
    folds.map(({ labels }) => labels),
  ),
});
