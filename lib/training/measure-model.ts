import type { LeadSchema } from '../lead/schema.ts';
import type { Evaluation, ModelMetrics } from '../model/artifact.ts';
import type { EncodedLeads } from './encode-leads.ts';
import { evaluate } from './evaluate.ts';
import { compileFit, fitAdditive, predictLeads } from './fit-additive.ts';
import { type Split, splitFolds, splitHoldout } from './split-leads.ts';
import type { GradientDescentOptions } from './trainers/gradient-descent.ts';

export const HOLDOUT_SHARE = 0.2;
export const FOLDS = 5;

/** Says what is being done, for a progress line. */
export type OnProgress = (step: string) => void;

/**
 * Fits on 80 % of the leads and measures on the rest, and once more in stratified folds. ROC-AUC and PR-AUC
 * of the folds are means over the folds; log-loss and Brier score are pooled over all out-of-fold leads.
 */
export function measureModel(
  schema: LeadSchema,
  leads: EncodedLeads,
  labels: Uint8Array,
  options: GradientDescentOptions,
  onProgress: OnProgress = () => {},
): ModelMetrics {
  const predictHeldOut = ({ train, test }: Split) => ({
    probabilities: predictLeads(compileFit(fitAdditive(leads, labels, train, options), schema), leads, test),
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
  const over = (metric: keyof Evaluation) => summarise(perFold.map((figures) => figures[metric]));
  const sd = (['roc_auc', 'pr_auc', 'log_loss', 'brier'] as const).map((metric) => [metric, over(metric).sd]);
  return {
    holdout: evaluate(heldOut.probabilities, heldOut.labels),
    cross_validated: {
      ...pooled,
      roc_auc: over('roc_auc').mean,
      pr_auc: over('pr_auc').mean,
      folds: FOLDS,
      sd: Object.fromEntries(sd),
    },
  };
}

/** Mean and population standard deviation. */
function summarise(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, sd: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) };
}
