import { omitUndefined } from '../options.ts';
import { toEvaluationInput } from './add-evaluation-options.ts';
import type { TrainOptions } from './add-train-options.ts';

/** The options of the command as the training takes them. */
export function toTrainInput(options: TrainOptions) {
  const { on, absoluteDate, force, required, monotone, pairs } = options;
  const { encoding, decimal, name, seed, threads, metric, calibration, folds, holdout } = options;
  const {
    classWeight,
    impute,
    missingEffect,
    winsorise,
    transform,
    normalise,
    rareLevels: rareLevelRows,
  } = options;
  return {
    ...omitUndefined({ on, absoluteDate, force, required }),
    ...toEvaluationInput(options),
    ...omitUndefined({ trainers: options.trainer, decimal }),
    ...{ encoding, name, seed, threads, metric, calibration, folds, holdout, classWeight },
    selection: { informationValue: options.minIv, nearDuplicates: options.nearDuplicates },
    settings: {
      preparation: { impute, missingEffect, winsorise, transform, normalise, rareLevelRows },
      logistic: { l2: options.l2, l1: options.l1 },
      scorecard: omitUndefined({ monotone: monotone?.all, monotoneBy: monotone?.byField }),
      boosted: omitUndefined({ pairs, rareLevelRows }),
    },
  };
}
