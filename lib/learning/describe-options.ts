import { OPTION_DEFAULTS } from '../contract/training-words.ts';
import { PREPARATION_DEFAULTS, SELECTION_DEFAULTS } from './preparation/preparation-options.ts';
import type { TrainInput } from './train-input.ts';
import type { TrainingOptionsRecord } from './training-record.ts';

/**
 * What a training was told, defaults included: with the same file, these and the `options` of the candidates repeat it, in any later
 * version. Names are those of `POST /train`, where it has them.
 */
export function describeOptions(input: TrainInput): TrainingOptionsRecord {
  const { positive, negative, drop, missing, encoding, decimal, on, group, time, tune } = input;
  const columns = { ...input.columnsIfThere, ...input.columns };
  const required = input.required ?? input.requiredIfThere;
  const dropped = [...new Set([...(drop ?? []), ...(input.dropIfThere ?? [])])];
  const given = { positive, negative, missing, required, encoding, decimal, on, group, time, tune };
  const preparation = { ...PREPARATION_DEFAULTS, ...input.settings?.preparation };
  const selection = { ...SELECTION_DEFAULTS, ...input.selection };
  return {
    target: input.target,
    ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as typeof given),
    ...(input.horizon === undefined
      ? {}
      : {
          horizon: input.horizon.days,
          converted_at: input.target,
          ...(input.horizon.asOf === undefined ? {} : { as_of: input.horizon.asOf }),
        }),
    ...(dropped.length === 0 ? {} : { drop: dropped }),
    ...(Object.keys(columns).length === 0 ? {} : { columns }),
    trainers: [...new Set(input.trainers ?? OPTION_DEFAULTS.trainers)],
    metric: input.metric ?? OPTION_DEFAULTS.metric,
    calibration: input.calibration ?? OPTION_DEFAULTS.calibration,
    class_weight: input.classWeight ?? 'none',
    folds: input.folds ?? OPTION_DEFAULTS.folds,
    holdout: input.holdout ?? OPTION_DEFAULTS.holdout,
    seed: input.seed ?? OPTION_DEFAULTS.seed,
    absolute_date: input.absoluteDate === true,
    impute: preparation.impute,
    missing_effect: preparation.missingEffect,
    winsorise: preparation.winsorise,
    transform: preparation.transform,
    normalise: preparation.normalise,
    rare_levels: preparation.rareLevelRows,
    min_iv: selection.informationValue,
    near_duplicates: selection.nearDuplicates,
    force: input.force === true,
  };
}
