import type { Metric } from '../model/artifact.ts';

/** A candidate's figures as report and page show them, with the decimals that tell candidates apart. */
export const FIGURES: readonly (readonly [metric: Metric, name: string, digits: number])[] = [
  ['roc_auc', 'ROC-AUC', 3],
  ['gini', 'Gini', 3],
  ['ks', 'KS', 3],
  ['pr_auc', 'PR-AUC', 3],
  ['log_loss', 'Log-loss', 4],
  ['brier', 'Brier', 4],
  ['ece', 'ECE', 4],
];
