import { changesOf, mergeChanges } from '../../lib/learning/trainers/set-trainer.ts';
import { omitUndefined } from '../options.ts';
import { toEvaluationInput } from './add-evaluation-options.ts';
import type { TrainOptions } from './add-train-options.ts';
import { readSettingValues } from './add-trainer-options.ts';

/** The options of the command as the training takes them. */
export function toTrainInput(options: TrainOptions) {
  const { horizon, asOf, on, absoluteDate, force, required, monotone, tune } = options;
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
  const rules = omitUndefined({ monotone: monotone?.all, monotoneBy: monotone?.byField });
  return {
    ...omitUndefined({ on, absoluteDate, force, required, tune }),
    ...(horizon === undefined ? {} : { horizon: { days: horizon, ...omitUndefined({ asOf }) } }),
    ...toEvaluationInput(options),
    ...omitUndefined({ trainers: options.trainer, decimal }),
    ...{ encoding, name, seed, threads, metric, calibration, folds, holdout, classWeight },
    selection: { informationValue: options.minIv, nearDuplicates: options.nearDuplicates },
    settings: mergeChanges(changesOf(readSettingValues(options)), {
      preparation: { impute, missingEffect, winsorise, transform, normalise, rareLevelRows },
      scorecard: rules,
      boosted: { rareLevelRows },
      trees: { rareLevelRows, ...rules },
    }),
  };
}
