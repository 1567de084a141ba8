import { OPTION_TEXTS, type TrainerName } from './training-words.ts';

/** What a trainer makes of a setting. */
export interface TrainerUse {
  /** Its name among the options that `model.json` and `metrics.json` record. */
  readonly option: string;
  /** A number, or in words what is done unless the setting is given. */
  readonly default: number | string;
  /** The values that `--tune` tries; absent: it leaves the setting alone. */
  readonly search?: readonly number[];
}

/** A number that trainers can be told. */
export interface TrainerSetting {
  /** snake_case; as an option of the command `--learning-rate`. */
  readonly name: string;
  /** Of several trainers' settings it names them. */
  readonly text: string;
  readonly isWhole: boolean;
  readonly range: readonly [number, number];
  /** The lower end of the range is not allowed itself. */
  readonly isAbove?: boolean;
  readonly of: Readonly<Partial<Record<TrainerName, TrainerUse>>>;
}

const PENALTY = { isWhole: false, range: [0, 1e9] } as const;
const ROUNDS = { isWhole: true, range: [1, 10_000] } as const;
const SHARE = { isWhole: false, range: [0, 1], isAbove: true } as const;
/** A few values, or a few sets of them, are tried on leads that were not learned from (docs/adr/0068). */
const TRIED = 'the best of those tried';

/**
 * The settings of all trainers: the command's options and its help, their ranges, the space of `--tune` and the docs come from
 * this list. Of two settings of one option the later one in the list wins.
 *
 * Names are those of scikit-learn, LightGBM and InterpretML, where these have one.
 */
export const TRAINER_SETTINGS: readonly TrainerSetting[] = [
  {
    name: 'l2',
    text: 'ridge penalty',
    ...PENALTY,
    of: { logistic: { option: 'l2', default: 1, search: [0.01, 0.1, 0.3, 1, 3, 10, 30, 100] } },
  },
  {
    name: 'l1',
    text: 'lasso penalty; leaves columns out',
    ...PENALTY,
    of: { logistic: { option: 'l1', default: 0, search: [0, 0.3, 1, 3, 10] } },
  },
  {
    name: 'epochs',
    text: OPTION_TEXTS.epochs,
    ...ROUNDS,
    of: {
      boosted: { option: 'max_rounds', default: 1500 },
      trees: { option: 'max_trees', default: 2000 },
      'gradient-descent': { option: 'steps', default: 300, search: [30, 100, 300, 1000, 3000] },
    },
  },
  {
    name: 'learning_rate',
    text: OPTION_TEXTS.learning_rate,
    isWhole: false,
    range: [0, 1],
    isAbove: true,
    of: {
      boosted: { option: 'learning_rate', default: 0.1, search: [0.05, 0.1, 0.2] },
      trees: { option: 'learning_rate', default: 0.05, search: [0.02, 0.05, 0.1] },
      'gradient-descent': { option: 'learning_rate', default: 'the largest that cannot overshoot' },
    },
  },
  {
    name: 'rounds',
    text: 'passes over all columns at most; wins over --epochs',
    ...ROUNDS,
    of: { boosted: { option: 'max_rounds', default: 1500 } },
  },
  {
    name: 'n_estimators',
    text: 'trees of each fit, at most; wins over --epochs',
    ...ROUNDS,
    of: { trees: { option: 'max_trees', default: 2000 } },
  },
  {
    name: 'early_stopping_rounds',
    text: 'passes or trees without a better validation loss before it stops',
    ...ROUNDS,
    of: {
      boosted: { option: 'patience', default: 30 },
      trees: { option: 'patience', default: 50 },
    },
  },
  {
    name: 'max_leaves',
    text: 'leaves of each tree, at most',
    isWhole: true,
    range: [2, 255],
    of: {
      boosted: { option: 'leaves', default: 3, search: [2, 3, 4, 6] },
      trees: { option: 'leaves', default: TRIED, search: [8, 15, 31] },
    },
  },
  {
    name: 'min_samples_leaf',
    text: 'leads in a leaf, at least',
    isWhole: true,
    range: [1, 1_000_000],
    of: {
      boosted: { option: 'min_rows_per_leaf', default: 10, search: [5, 10, 20, 40] },
      trees: { option: 'min_leads_per_leaf', default: TRIED, search: [10, 20, 60, 150] },
    },
  },
  {
    name: 'max_bins',
    text: 'bins of a number, by quantiles, at most',
    isWhole: true,
    range: [2, 1024],
    of: { boosted: { option: 'max_bins', default: 128, search: [32, 64, 128, 256] } },
  },
  {
    name: 'reg_lambda',
    text: 'ridge penalty on the value of a leaf',
    ...PENALTY,
    of: {
      boosted: { option: 'l2', default: 1, search: [0.1, 1, 5, 20] },
      trees: { option: 'l2', default: 5, search: [1, 5, 20] },
    },
  },
  {
    name: 'bags',
    text: 'fits that are averaged, each stopped by other leads',
    isWhole: true,
    range: [1, 100],
    of: {
      boosted: { option: 'bags', default: 3 },
      trees: { option: 'bags', default: '5, and fewer of more than 4 million values' },
    },
  },
  {
    name: 'validation_share',
    text: 'share of the leads that decides when to stop',
    isWhole: false,
    range: [0, 0.5],
    isAbove: true,
    of: {
      boosted: { option: 'validation_share', default: 0.15 },
      trees: { option: 'validation_share', default: 0.15 },
    },
  },
  {
    name: 'feature_fraction',
    text: 'share of the columns that each tree sees',
    ...SHARE,
    of: { trees: { option: 'column_share', default: TRIED, search: [0.4, 0.6, 0.8] } },
  },
  {
    name: 'bagging_fraction',
    text: 'share of the leads that each tree sees',
    ...SHARE,
    of: { trees: { option: 'row_share', default: 0.8 } },
  },
  {
    name: 'cat_smooth',
    text: 'how much the levels of a column are drawn together before they are split',
    ...PENALTY,
    of: { trees: { option: 'level_smoothing', default: TRIED, search: [10, 50] } },
  },
  {
    name: 'additive_share',
    text: 'weight of the additive model that the trees are mixed with; 0: trees alone',
    isWhole: false,
    range: [0, 0.9],
    of: { trees: { option: 'additive_share', default: TRIED } },
  },
  {
    name: 'pairs',
    text: 'pairs of columns with a joint effect, at most',
    isWhole: true,
    range: [0, 999],
    of: { boosted: { option: 'pairs', default: 15, search: [0, 5, 15] } },
  },
  {
    name: 'scorecard_bins',
    text: 'bins of a column, at most',
    isWhole: true,
    range: [2, 50],
    of: { scorecard: { option: 'max_bins', default: 10, search: [4, 6, 10, 15] } },
  },
  {
    name: 'min_bin_share',
    text: 'share of the leads in a bin, at least',
    isWhole: false,
    range: [0, 0.5],
    isAbove: true,
    of: { scorecard: { option: 'min_share', default: 0.02, search: [0.01, 0.02, 0.05, 0.1] } },
  },
  {
    name: 'bin_penalty',
    text: 'gain in log-likelihood that every further bin must bring',
    ...PENALTY,
    of: { scorecard: { option: 'penalty', default: 1, search: [0.5, 1, 2, 4] } },
  },
  {
    name: 'scorecard_l2',
    text: 'ridge penalty on the weights of the columns',
    ...PENALTY,
    of: { scorecard: { option: 'l2', default: 1, search: [0.1, 1, 10, 100] } },
  },
];

/** The trainers that a setting is of. */
export const trainersOf = ({ of }: TrainerSetting): TrainerName[] => Object.keys(of) as TrainerName[];

const withSetting = (name: string) => trainersOf(TRAINER_SETTINGS.find((setting) => setting.name === name)!);

/** Which options of the wire only some trainers have; the others learn without them. */
export const TRAINERS_WITH: Readonly<Record<'epochs' | 'learning_rate', readonly TrainerName[]>> = {
  epochs: withSetting('epochs'),
  learning_rate: withSetting('learning_rate'),
};
