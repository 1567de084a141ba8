import { take, takeEach } from '../../typed-arrays.ts';
import { PREPARATION_DEFAULTS, type PreparationOptions } from '../preparation/preparation-options.ts';
import { prepareFeatures } from '../preparation/prepare-features.ts';
import { buildTerms } from './build-terms.ts';
import { buildDesign } from './design.ts';
import { findCollinear, findSeparation } from './diagnose-design.ts';
import { fitLogistic, type LogisticOptions } from './fit-logistic.ts';
import type { Trainer } from './trainer.ts';

export type LogisticTrainerOptions = Required<Pick<LogisticOptions, 'l2' | 'l1'>>;

export const LOGISTIC_DEFAULTS: LogisticTrainerOptions = { l2: 1, l1: 0 };

/** Logistic regression on standardised numbers and one-hot levels, with an elastic-net penalty. */
export function createLogisticTrainer(
  options: LogisticTrainerOptions = LOGISTIC_DEFAULTS,
  preparation: PreparationOptions = PREPARATION_DEFAULTS,
): Trainer {
  const { l2, l1 } = options;
  return {
    name: 'logistic',
    options: { l2, l1 },
    fit({ features, labels, rows, positiveWeight, maturity: all }) {
      const prepared = prepareFeatures(features, rows, preparation);
      const design = buildDesign(prepared, rows);
      const fitted = take(labels, rows);
      const maturity = all && takeEach(all, rows);
      const { weights, converged } = fitLogistic(design, fitted, { l2, l1, positiveWeight, maturity });
      const warnings = [...findSeparation(design, weights, fitted), ...findCollinear(prepared, design)];
      if (!converged) warnings.push('logistic: the optimum was not reached; a larger l2 helps');
      return { intercept: weights[0]!, terms: buildTerms(prepared, design, weights), warnings };
    },
  };
}
