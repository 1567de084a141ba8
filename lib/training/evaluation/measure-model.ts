import type { Metric, ModelMetrics } from '../../model/artifact.ts';
import { fitAdditive, predictLeads } from '../fit-additive.ts';
import type { EncodedLeads } from '../table/encode-leads.ts';
import type { GradientDescentOptions } from '../trainers/gradient-descent.ts';
import { evaluate } from './evaluate.ts';
import { type Split, splitFolds, splitHoldout } from './split-leads.ts';

export const HOLDOUT_SHARE = 0.2;
export const FOLDS = 5;

/** Says what is being done, for a progress line. */
export type OnProgress = (step: string) => void;

/**
 * Fits on 80 % of the leads and measures on the rest, and once more in stratified folds. ROC-AUC and PR-AUC
 * of the folds are means over the folds; log-loss and Brier score are pooled over all out-of-fold leads.
 */
export function measureModel(
  leads: EncodedLeads,
  labels: Uint8Array,
  options: GradientDescentOptions,
  onProgress: OnProgress = () => {},
): ModelMetrics {
  const predictHeldOut = ({ train, test }: Split) => ({
    probabilities: predictLeads(fitAdditive(leads, labels, train, options), leads, test),
    labels: Uint8Array.from(test, (row) => labels[row]!),
  });
  onProgress('hold-out');
  const heldOut = predictHeldOut(splitHoldout(labels, HOLDOUT_SHARE));
  const folds = splitFolds(labels, FOLDS).map((split, fold) => {
    onProgress(`cross-validation, fold ${fold + 1} of ${FOLDS}`);
    return predictHeldOut(split);
  });
  const perFold = folds.map((fold) => evaluate(fold.probabilities, fold.labels));
  const pooled = evaluate(
    Float64Array.from(folds.flatMap((fold) => [...fold.probabilities])),
    Uint8Array.from(folds.flatMap((fold) => [...fold.labels])),
  );
  const over = (metric: Metric) => summarise(perFold.map((figures) => figures[metric]));
  return {
    holdout: evaluate(heldOut.probabilities, heldOut.labels),
    cross_validated: {
      ...pooled,
      roc_auc: over('roc_auc').mean,
      gini: over('gini').mean,
      ks: over('ks').mean,
      pr_auc: over('pr_auc').mean,
      folds: FOLDS,
      sd: {
        roc_auc: over('roc_auc').sd,
        gini: over('gini').sd,
        ks: over('ks').sd,
        pr_auc: over('pr_auc').sd,
        log_loss: over('log_loss').sd,
        brier: over('brier').sd,
        ece: over('ece').sd,
      },
    },
  };
}

/** Mean and population standard deviation. */
function summarise(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, sd: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}
