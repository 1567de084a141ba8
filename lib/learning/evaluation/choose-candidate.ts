import type { SELECTION_METRICS } from '../../contract/training-words.ts';
import { logLoss } from '../../statistics/log-loss.ts';
import { rankScores } from '../../statistics/rank-scores.ts';
import { brierScore, rocAuc } from './evaluate.ts';
import { measureRanking } from './measure-ranking.ts';
import type { Predictions } from './summarise-folds.ts';

/** What the winner is chosen by. */
export type SelectionMetric = (typeof SELECTION_METRICS)[number];

export interface Contestant {
  readonly name: string;
  /** Lower is simpler. */
  readonly simplicity: number;
  /** Out-of-fold predictions; the same leads in the same folds for all contestants. */
  readonly folds: readonly Predictions[];
}

export interface Choice {
  /** Index of the winner. */
  readonly winner: number;
  /** Why, in a sentence without a full stop. */
  readonly text: string;
}

interface MetricRule {
  readonly label: string;
  /** Of all leads it is the mean over leads, and lower is better; else the mean over folds, and higher is. */
  readonly isLoss: boolean;
  measure(probabilities: Float64Array, labels: Uint8Array): number;
}

const METRICS: Readonly<Record<SelectionMetric, MetricRule>> = {
  log_loss: { label: 'log-loss', isLoss: true, measure: logLoss },
  brier: { label: 'Brier score', isLoss: true, measure: brierScore },
  roc_auc: { label: 'ROC-AUC', isLoss: false, measure: rocAuc },
  pr_auc: {
    label: 'PR-AUC',
    isLoss: false,
    measure: (probabilities, labels) => measureRanking(rankScores(probabilities, labels)).pr_auc,
  },
};

/**
 * The simplest contestant within one standard error of the best (Breiman et al. 1984, Classification and regression
 * trees, §3.4.3; Hastie, Tibshirani & Friedman 2009, §7.10). The standard error is that of the paired differences
 * over the folds: what makes a fold hard makes it hard for all, and cancels out.
 *
 * @param contestants at least one; several need at least two folds
 */
export function chooseCandidate(contestants: readonly Contestant[], metric: SelectionMetric): Choice {
  const [only] = contestants;
  if (only === undefined) throw new Error('choose candidate: expected at least one');
  if (contestants.length === 1) return { winner: 0, text: `${only.name}: the only candidate` };
  if (only.folds.length < 2) throw new Error('choose candidate: expected at least two folds to compare in');
  const { label, isLoss, measure } = METRICS[metric];
  const sign = isLoss ? 1 : -1;
  const losses = contestants.map(({ folds }) =>
    folds.map(({ probabilities, labels }) => sign * measure(probabilities, labels)),
  );
  const weights = weighFolds(only.folds, isLoss);
  const means = losses.map((perFold) => weightedMean(perFold, weights));
  const describe = (i: number) => `${contestants[i]!.name} (${formatFigure(sign * means[i]!)})`;
  const indices = [...contestants.keys()];
  const byLoss = indices.toSorted(
    (a, b) => means[a]! - means[b]! || contestants[a]!.simplicity - contestants[b]!.simplicity,
  );
  const best = byLoss[0]!;
  const simpler = byLoss
    .filter((i) => contestants[i]!.simplicity < contestants[best]!.simplicity)
    .map((i) => ({ i, ...comparePaired(losses[i]!, losses[best]!, weights) }));
  const [near] = simpler
    .filter(({ difference, error }) => difference <= error)
    .toSorted((a, b) => contestants[a.i]!.simplicity - contestants[b.i]!.simplicity);
  if (near !== undefined) {
    const figure = `${label} ${formatFigure(sign * means[near.i]!)}`;
    const text = `${contestants[near.i]!.name}: ${figure}, within one standard error of the best, ${describe(best)}, and simpler`;
    return { winner: near.i, text };
  }
  const figure = `${contestants[best]!.name}: ${label} ${formatFigure(sign * means[best]!)}`;
  const [rival] = simpler;
  if (rival === undefined) {
    return {
      winner: best,
      text: `${figure}, the best score, and the simplest; next ${describe(byLoss[1]!)}`,
    };
  }
  const by = countErrors(rival.difference, rival.error);
  return { winner: best, text: `${figure}, better than the simpler ${describe(rival.i)} by ${by}` };
}

/** A figure of some folds as contestants are compared by it: the mean, lower is better whatever the metric. */
export function lossOf(folds: readonly Predictions[], metric: SelectionMetric): number {
  const { isLoss, measure } = METRICS[metric];
  const losses = folds.map(({ probabilities, labels }) => (isLoss ? 1 : -1) * measure(probabilities, labels));
  return weightedMean(losses, weighFolds(folds, isLoss));
}

/** The figure itself, of a loss so made. */
export const figureOf = (loss: number, metric: SelectionMetric): number =>
  METRICS[metric].isLoss ? loss : -loss;

/** Each fold's part in the figure of all: its share of the leads, or one of the folds. */
function weighFolds(folds: readonly Predictions[], isPooled: boolean): number[] {
  const total = folds.reduce((sum, { labels }) => sum + labels.length, 0);
  return folds.map(({ labels }) => (isPooled ? labels.length / total : 1 / folds.length));
}

const weightedMean = (values: readonly number[], weights: readonly number[]): number =>
  values.reduce((sum, value, i) => sum + weights[i]! * value, 0);

/** The mean difference of two contestants' losses, and its standard error, over the folds. */
function comparePaired(
  losses: readonly number[],
  others: readonly number[],
  weights: readonly number[],
): { difference: number; error: number } {
  const differences = losses.map((loss, fold) => loss - others[fold]!);
  const difference = weightedMean(differences, weights);
  const squares = differences.reduce((sum, d, fold) => sum + (weights[fold]! * (d - difference)) ** 2, 0);
  return { difference, error: Math.sqrt((squares * losses.length) / (losses.length - 1)) };
}

const formatFigure = (figure: number): string => figure.toFixed(4).replace(/^(-?)0\./, '$1.');

function countErrors(difference: number, error: number): string {
  const errors = difference / error;
  if (errors >= 100) return 'more than 100 standard errors';
  return `${errors.toFixed(errors < 10 ? 1 : 0)} standard errors`;
}
