import { PREPARATION_DEFAULTS, type PreparationOptions } from '../preparation/preparation-options.ts';
import { type BoostedOptions, createBoostedTrainer } from './boosted.ts';
import { createGradientDescentTrainer, type GradientDescentOptions } from './gradient-descent.ts';
import { createLogisticTrainer, LOGISTIC_DEFAULTS, type LogisticTrainerOptions } from './logistic.ts';
import { createScorecardTrainer } from './scorecard.ts';
import type { ScorecardOptions } from './scorecard-options.ts';
import type { Trainer, TrainerName } from './trainer.ts';
import { createTreesTrainer, type TreesOptions } from './trees.ts';

/** What the trainers can be told; plain data. */
export interface TrainerSettings {
  readonly preparation: PreparationOptions;
  readonly logistic: LogisticTrainerOptions;
  readonly scorecard: Partial<ScorecardOptions>;
  readonly boosted: Partial<BoostedOptions>;
  readonly trees: Partial<TreesOptions>;
  readonly gradientDescent: GradientDescentOptions;
}

export const DEFAULT_SETTINGS: TrainerSettings = {
  preparation: PREPARATION_DEFAULTS,
  logistic: LOGISTIC_DEFAULTS,
  scorecard: {},
  boosted: {},
  trees: {},
  gradientDescent: {},
};

/** Lower is simpler: of candidates that are about as good, the simplest is taken. */
export const SIMPLICITY: Readonly<Record<TrainerName, number>> = {
  logistic: 1,
  'gradient-descent': 2,
  scorecard: 3,
  boosted: 4,
  trees: 5,
};

export function createTrainer(name: TrainerName, settings: TrainerSettings): Trainer {
  switch (name) {
    case 'logistic':
      return createLogisticTrainer(settings.logistic, settings.preparation);
    case 'gradient-descent':
      return createGradientDescentTrainer(settings.preparation, settings.gradientDescent);
    case 'scorecard':
      return createScorecardTrainer(settings.scorecard);
    case 'boosted':
      return createBoostedTrainer(settings.boosted);
    case 'trees':
      return createTreesTrainer(settings.trees, settings.boosted);
  }
}

/**
 * The settings of a fit that only measures: of several fits that would be averaged one is enough to compare trainers, and the model
 * itself is at least as good.
 */
export const measuringSettings = (name: TrainerName, settings: TrainerSettings): TrainerSettings =>
  name === 'trees'
    ? { ...settings, trees: { ...settings.trees, bags: 1 }, boosted: { ...settings.boosted, bags: 1 } }
    : settings;
