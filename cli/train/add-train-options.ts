import { type Command, Option } from 'commander';
import {
  CALIBRATIONS,
  OPTION_DEFAULTS,
  OPTION_TEXTS,
  SELECTION_METRICS,
  TRAINERS,
  type TrainerName,
} from '../../lib/contract/training-words.ts';
import type { Formulas } from '../../lib/files/csv/formulas.ts';
import type { CalibrationMethod } from '../../lib/learning/evaluation/choose-calibration.ts';
import type { SelectionMetric } from '../../lib/learning/evaluation/choose-candidate.ts';
import type { RequiredColumns } from '../../lib/learning/finish-schema.ts';
import type { ClassWeight } from '../../lib/learning/preparation/correct-intercept.ts';
import {
  PREPARATION_DEFAULTS,
  type PreparationOptions,
  SELECTION_DEFAULTS,
} from '../../lib/learning/preparation/preparation-options.ts';
import { type DataOptions, parseCount, parseNonNegative, parseShare } from '../options.ts';
import { addEvaluationOptions, type EvaluationOptions } from './add-evaluation-options.ts';
import {
  type MonotoneRules,
  parseClassWeight,
  parseFolds,
  parseHorizon,
  parseRequired,
  parseTrainers,
} from './train-options.ts';

/** What `scorelane train` takes. */
export interface TrainOptions extends DataOptions, EvaluationOptions {
  readonly target?: string;
  readonly group?: string;
  readonly time?: string;
  /** Days. */
  readonly horizon?: number;
  readonly convertedAt?: string;
  readonly asOf?: string;
  readonly absoluteDate?: boolean;
  readonly trainer?: readonly TrainerName[];
  readonly metric: SelectionMetric;
  readonly calibration: CalibrationMethod;
  readonly folds: number;
  readonly holdout: number;
  readonly classWeight: ClassWeight;
  readonly impute: PreparationOptions['impute'];
  readonly missingEffect: boolean;
  readonly winsorise: number;
  readonly transform: PreparationOptions['transform'];
  readonly normalise: boolean;
  readonly rareLevels: number;
  readonly minIv: number;
  readonly nearDuplicates: boolean;
  readonly monotone?: MonotoneRules;
  readonly tune?: number;
  readonly oof?: string;
  readonly formulas: Formulas;
  readonly force?: boolean;
  readonly required?: RequiredColumns;
  readonly name: string;
  readonly seed: number;
  readonly threads: number;
  readonly out: string;
  readonly remote?: boolean;
  readonly stage?: string;
  readonly promotion?: string;
  readonly allowField?: readonly string[];
  readonly json?: boolean;
}

/** Adds the options that say what is tried, and how it is measured. */
export function addMeasuringOptions(command: Command): void {
  command
    .option(
      '--trainer <names>',
      `${OPTION_TEXTS.trainers}: ${TRAINERS.join(', ')} (default: all but the last)`,
      parseTrainers,
    )
    .addOption(
      new Option('--metric <name>', OPTION_TEXTS.metric)
        .choices(SELECTION_METRICS)
        .default(OPTION_DEFAULTS.metric),
    )
    .addOption(
      new Option('--calibration <name>', OPTION_TEXTS.calibration)
        .choices(CALIBRATIONS)
        .default(OPTION_DEFAULTS.calibration),
    )
    .option('--folds <number>', OPTION_TEXTS.folds, parseFolds, OPTION_DEFAULTS.folds)
    .option('--holdout <share>', OPTION_TEXTS.holdout, parseShare, OPTION_DEFAULTS.holdout)
    .option('--group <column>', OPTION_TEXTS.group)
    .option('--time <column>', OPTION_TEXTS.time)
    .option('--horizon <time>', OPTION_TEXTS.horizon, parseHorizon)
    .option('--converted-at <column>', OPTION_TEXTS.converted_at)
    .option('--as-of <time>', OPTION_TEXTS.as_of)
    .option('--required <columns>', OPTION_TEXTS.required, parseRequired);
  addEvaluationOptions(command);
}

/** Adds the options of the preparation. */
export function addPreparationOptions(command: Command): void {
  command
    .addOption(
      new Option('--impute <figure>', 'what replaces a missing number')
        .choices(['mean', 'median'])
        .default(PREPARATION_DEFAULTS.impute),
    )
    .option('--no-missing-effect', 'give missing values no effect of their own')
    .option(
      '--winsorise <share>',
      'clip numbers at this quantile of either end',
      parseShare,
      PREPARATION_DEFAULTS.winsorise,
    )
    .addOption(
      new Option('--transform <name>', 'for skewed numbers')
        .choices(['auto', 'none', 'log1p', 'yeo-johnson'])
        .default(PREPARATION_DEFAULTS.transform),
    )
    .option('--no-normalise', 'do not standardise numbers')
    .option(
      '--rare-levels <rows>',
      'levels in fewer leads share “other”; where they are many, each gets a shrunken effect',
      parseCount,
      PREPARATION_DEFAULTS.rareLevelRows,
    )
    .option('--absolute-date', 'also learn from dates as points in time')
    .option(
      '--min-iv <value>',
      'leave out columns with a lower information value',
      parseNonNegative,
      SELECTION_DEFAULTS.informationValue,
    )
    .option('--no-near-duplicates', 'keep columns that say the same as another column')
    .option('--class-weight <weight>', OPTION_TEXTS.class_weight, parseClassWeight, 'none');
}
