import * as z from 'zod/mini';
import { ColumnSettings } from './column-settings.ts';
import { numbers, say, text, texts, unread, type Wire } from './parts.ts';

const evaluation = {
  rows: z.number(),
  base_rate: z.number(),
  roc_auc: say(z.number(), 'area under the ROC curve'),
  gini: say(z.number(), '2 · ROC-AUC − 1'),
  ks: say(z.number(), 'Kolmogorov–Smirnov: the largest distance of the two classes’ cumulative shares'),
  pr_auc: say(z.number(), 'average precision'),
  log_loss: z.number(),
  brier: z.number(),
  ece: say(z.number(), 'expected calibration error over ten bins of equal width'),
  constant_log_loss: say(z.number(), 'of always answering the base rate, the figure to beat'),
  constant_brier: say(z.number(), 'of always answering the base rate, the figure to beat'),
};
export const Evaluation = say(z.object(evaluation), 'Figures of one evaluation.');
export type Evaluation = Wire<typeof Evaluation>;

const sd = unread(z.number());
export const CrossValidation = say(
  z.object({
    ...evaluation,
    folds: z.number(),
    sd: say(
      z.object({ roc_auc: sd, gini: sd, ks: sd, pr_auc: sd, log_loss: sd, brier: sd, ece: sd }),
      'each figure’s standard deviation over the folds',
    ),
  }),
  'Figures out of fold: roc_auc, gini, ks and pr_auc are means over the folds, the others are pooled over all leads.',
);
export type CrossValidation = Wire<typeof CrossValidation>;
/** The figures of an evaluation that tell how good a model is. */
export type Metric = keyof CrossValidation['sd'];

export const ModelMetrics = z.object({
  holdout: z.exactOptional(
    say(
      Evaluation,
      'fitted without the hold-out leads, measured on them; the published model is then fitted on all leads',
    ),
  ),
  cross_validated: z.exactOptional(CrossValidation),
});
export type ModelMetrics = Wire<typeof ModelMetrics>;

export const FeatureBaseline = say(
  z.object({
    missing: z.number(),
    edges: z.exactOptional(
      say(numbers, 'numbers: ascending inner edges; bin i holds edges[i-1] < value ≤ edges[i]'),
    ),
    shares: z.exactOptional(numbers),
    levels: z.exactOptional(
      say(z.record(text, z.number()), 'categories and booleans: level → share; the rest is “other”'),
    ),
  }),
  'The share of the training leads in each bin of a feature, for drift monitoring. Shares add up to 1.',
);
export type FeatureBaseline = Wire<typeof FeatureBaseline>;
export const Baseline = z.record(text, FeatureBaseline);
export type Baseline = Wire<typeof Baseline>;

export const Lineage = z.object({
  data_sha256: say(text, 'SHA-256 of the bytes of the training file'),
  joined_sha256: z.exactOptional(say(text, 'and of the joined file')),
  rows: z.number(),
  converted: z.number(),
  target: text,
  positive: text,
  negative: z.exactOptional(
    say(texts, 'the values of the target that meant “not converted”, where leads of others were open'),
  ),
  columns: z.exactOptional(say(ColumnSettings, 'what was said of single columns')),
  required: z.exactOptional(
    say(z.union([z.literal('all'), texts]), 'the columns that were told to be required, if any were'),
  ),
  left_out: unread(say(z.record(text, text), 'columns that were not used, and why')),
  preparation: unread(texts),
  libraries: unread(say(z.record(text, text), 'versions of what computed')),
  git_commit: z.exactOptional(
    say(text, 'commit of the working tree the model was trained in; absent outside a git checkout'),
  ),
});
export type Lineage = Wire<typeof Lineage>;
