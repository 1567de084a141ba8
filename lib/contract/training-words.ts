/**
 * What a training may be told, in words: requests, policy files and `scorelane train` take them from here. No schema stands here,
 * so that the command's help need not load one.
 */
export const TRAINERS = ['logistic', 'scorecard', 'boosted', 'trees', 'gradient-descent'] as const;
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
  trainers: ['logistic', 'scorecard', 'boosted', 'trees'],
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
    'the values of the target that mean “not converted”; leads with any other value are open, and are left out',
  columns: 'settings of single columns: type, form, words that mean “missing”, and whether they are used',
  drop: 'columns not to use',
  missing: 'words that mean “missing”, in addition to NA, N/A, NaN, null, none',
  required:
    'columns that every later lead must have, or all: every column in use that is complete in this file',
  encoding: 'how the text files are encoded, such as windows-1252 (default: detected)',
  decimal: 'the decimal sign of numbers in the CSV files (default: detected per column)',
  group: 'leads with the same value stay on one side of every split',
  time: 'measure forward in time: learn from earlier leads, predict later ones; row-order: in the order of the rows; with --horizon: when leads came in',
  horizon:
    'learn whether a lead converts within this time of --time, such as 90d or 12w; young leads count for what they show',
  converted_at:
    'with --horizon, in place of --target: the column that tells when a lead converted; empty: not yet',
  as_of: 'with --horizon: until when the file knows of conversions (default: the latest time in it)',
  trainers: 'the trainers to compare',
  metric: 'the metric that decides which trainer is best',
  calibration: 'how probabilities are calibrated, on predictions out of fold',
  class_weight: 'weight of converted leads: none, balanced or a number',
  folds: 'folds of the cross-validation; 0: none',
  holdout: 'share of the leads to hold out; 0: none',
  epochs:
    'passes over the leads: steps of gradient-descent, and at most so many rounds of boosted and trees of trees',
  learning_rate: 'share of each step that is taken, by gradient-descent, boosted and trees',
  seed: 'decides which leads are held out',
  force: 'train with fewer than 40 leads of a kind, or with a --join file of whose keys most match no lead',
  promotion: 'when the new version goes live',
  allow_fields:
    'fields that you vouch for: callers are ready for how the new version asks for them, and their values are known when a lead comes in',
} as const;
