import * as z from 'zod/mini';
import { say } from './parts.ts';
import { DECIMALS, ENCODINGS } from './words.ts';

const column = z.string().check(z.minLength(1), z.maxLength(255));
/** They stand in the record of the training, which is one item of a table. */
const MOST_LIST_BYTES = 20_000;
const columns = z.array(column).check(
  z.maxLength(500),
  z.refine((list) => new TextEncoder().encode(JSON.stringify(list)).length <= MOST_LIST_BYTES),
);
const share = z.number().check(z.minimum(0), z.lt(0.5));
const whole = z.int().check(z.minimum(0), z.maximum(1_000_000_000));

/** What a request and a policy file may say alike; snake_case, as the options of `scorelane train`. */
export const SETTINGS_SHAPE = {
  target: z.exactOptional(say(column, 'the column that says whether a lead converted')),
  positive: z.exactOptional(say(column, 'its value that means “converted”')),
  drop: z.exactOptional(say(columns, 'columns not to use')),
  missing: z.exactOptional(say(columns, 'words that mean “missing”')),
  encoding: z.exactOptional(z.enum(ENCODINGS)),
  decimal: z.exactOptional(z.enum(DECIMALS)),
  group: z.exactOptional(
    say(
      z.nullable(column),
      'leads with the same value stay on one side of every split; null: none, although the champion was trained with one',
    ),
  ),
  time: z.exactOptional(
    say(z.nullable(column), 'measure forward in time; null: not, although the champion was'),
  ),
  trainers: z.exactOptional(
    z
      .array(z.enum(['logistic', 'scorecard', 'boosted', 'gradient-descent']))
      .check(z.minLength(1), z.maxLength(4)),
  ),
  metric: z.exactOptional(z.enum(['log_loss', 'roc_auc', 'pr_auc', 'brier'])),
  calibration: z.exactOptional(z.enum(['auto', 'none', 'platt', 'isotonic'])),
  class_weight: z.exactOptional(
    z.union([z.enum(['none', 'balanced']), z.number().check(z.gt(0), z.lt(1e6))]),
  ),
  folds: z.exactOptional(
    z.int().check(
      z.minimum(0),
      z.maximum(20),
      z.refine((folds) => folds !== 1),
    ),
  ),
  holdout: z.exactOptional(share),
  seed: z.exactOptional(z.int().check(z.minimum(0), z.maximum(4_294_967_295))),
  force: z.exactOptional(say(z.boolean(), 'train with fewer than 40 leads of a kind')),
} as const;

export const POLICY_SHAPE = {
  minimum_new_rows: z.exactOptional(whole),
  minimum_new_conversions: z.exactOptional(whole),
  promotion: z.exactOptional(z.enum(['better', 'always', 'never'])),
  standard_errors: z.exactOptional(z.number().check(z.minimum(0), z.maximum(100))),
  allow_fields: z.exactOptional(
    say(
      columns,
      'fields that you vouch for: callers are ready for how the new version asks for them, and their values are known when a lead comes in; what is found about them stops no promotion',
    ),
  ),
} as const;

/** What each expects, for messages. */
export const EXPECTED_SETTINGS: Readonly<Record<string, string>> = {
  target: 'expected the name of the column that says whether a lead converted',
  positive: 'expected the value of the target that means "converted"',
  drop: 'expected a list of column names, at most 500 and 20,000 bytes of them',
  missing: 'expected a list of words, at most 500 and 20,000 bytes of them',
  encoding: 'expected "utf-8" or "latin1"',
  decimal: 'expected "." or ","',
  group: 'expected the name of a column, or null for none',
  time: 'expected the name of a column, or null for none',
  trainers: 'expected a list of "logistic", "scorecard", "boosted", "gradient-descent"',
  metric: 'expected "log_loss", "roc_auc", "pr_auc" or "brier"',
  calibration: 'expected "auto", "none", "platt" or "isotonic"',
  class_weight: 'expected "none", "balanced" or a number above 0',
  folds: 'expected 0, or a whole number from 2 to 20',
  holdout: 'expected a share from 0 to below 0.5',
  seed: 'expected a whole number from 0 to 4294967295',
  force: 'expected true or false',
  minimum_new_rows: 'expected a whole number, 0 or more',
  minimum_new_conversions: 'expected a whole number, 0 or more',
  promotion: 'expected "better", "always" or "never"',
  standard_errors: 'expected a number from 0 to 100',
  allow_fields: 'expected a list of column names, at most 500 and 20,000 bytes of them',
};
