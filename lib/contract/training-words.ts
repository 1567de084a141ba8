/**
 * What a training may be told, in words: requests, policy files and `scorelane train` take them from here. No schema stands here,
 * so that the command's help need not load one.
 */
export const TRAINERS = ['logistic', 'scorecard', 'boosted', 'gradient-descent'] as const;
export type TrainerName = (typeof TRAINERS)[number];
/** What the candidates are compared by. */
export const SELECTION_METRICS = ['log_loss', 'roc_auc', 'pr_auc', 'brier'] as const;
export const CALIBRATIONS = ['auto', 'none', 'platt', 'isotonic'] as const;
/** When a new version goes live. */
export const PROMOTIONS = ['better', 'always', 'never'] as const;

export type OptionDefaults = {
  readonly trainers: TrainerName[];
  readonly folds: number;
  readonly holdout: number;
  readonly seed: number;
  readonly metric: (typeof SELECTION_METRICS)[number];
  readonly calibration: (typeof CALIBRATIONS)[number];
};
export const OPTION_DEFAULTS: OptionDefaults = {
  trainers: ['logistic', 'scorecard', 'boosted'],
  folds: 5,
  holdout: 0.2,
  seed: 42,
  metric: 'log_loss',
  calibration: 'auto',
};

/** By the names of the wire. */
export const OPTION_TEXTS = {
  target: 'the column that says whether the lead converted',
  positive: 'the value of the target that means “converted”',
  negative:
    'the values of the target that mean “not converted”; leads with any value besides are still open, and are left out',
  columns: 'what is said of single columns: type, form, words that mean “missing”, and whether they are used',
  drop: 'columns not to use',
  missing: 'words that mean “missing”, besides NA, N/A, NaN, null, none',
  required: 'columns that every later lead must have, or all: those in use that no lead lacked',
  encoding: 'how the text files are encoded, such as windows-1252 (default: as their bytes show)',
  decimal: 'the decimal sign of numbers in the CSV files; without it each column has its own form',
  group: 'leads with the same value stay on one side of every split',
  time: 'measure forward in time: learn from earlier leads, predict later ones; row-order: by their place in the file',
  trainers: 'tried side by side',
  metric: 'what the best is chosen by',
  calibration: 'of the probabilities, fitted out of fold',
  class_weight: 'of converted leads: none, balanced or a number',
  folds: 'parts of the cross-validation; 0: none',
  holdout: 'share of the leads to hold out; 0: none',
  epochs: 'passes over the leads: the steps of gradient-descent, at most so many rounds of boosted',
  learning_rate: 'share of a step that is taken, of gradient-descent and boosted',
  seed: 'decides which leads are held out',
  force: 'train with fewer than 40 leads of a kind, or with a --join most of whose keys meet no lead',
  promotion: 'when the new version goes live',
  allow_fields:
    'fields that you vouch for: callers are ready for how the new version asks for them, and their values are known when a lead comes in',
} as const;
