/**
 * What the figures of a version were measured on: a version's record holds those of the hold-out, or of the
 * cross-validation where nothing was held out, which alone have `folds`.
 *
 * @returns `hold-out`, `5 folds`; `–` without figures
 */
export function measuredOn(metrics: Readonly<Record<string, number>>): string {
  if (metrics.folds !== undefined) return `${metrics.folds} folds`;
  return metrics.roc_auc === undefined ? '–' : 'hold-out';
}
