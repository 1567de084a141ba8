import * as z from 'zod/mini';
import { ColumnSettings } from './column-settings.ts';
import { isEncodingLabel } from './encoding-label.ts';
import { say, textUpTo } from './parts.ts';
import { CALIBRATIONS, OPTION_TEXTS, PROMOTIONS, SELECTION_METRICS, TRAINERS } from './training-words.ts';
import { DECIMALS } from './words.ts';

const column = textUpTo(255).check(z.minLength(1));
/** They stand in the record of the training, which is one item of a table. */
const MOST_LIST_BYTES = 20_000;
const columns = z.array(column).check(
  z.maxLength(500),
  z.refine((list) => new TextEncoder().encode(JSON.stringify(list)).length <= MOST_LIST_BYTES),
);
/** Told by its WHATWG label; found out without it. */
export const encodingLabel = textUpTo(40).check(z.refine(isEncodingLabel));
export const EXPECTED_ENCODING =
  'expected the name of an encoding, such as "utf-8", "windows-1252" or "utf-16le" (the labels of the WHATWG)';
/** Rounds of `boosted`, each a pass over all columns: a training is to end within the time of a function. */
const MOST_EPOCHS = 10_000;
const share = z.number().check(z.minimum(0), z.lt(0.5));
const whole = z.int().check(z.minimum(0), z.maximum(1_000_000_000));

const option = <S extends z.ZodMiniType>(name: keyof typeof OPTION_TEXTS, schema: S, more = '') =>
  z.exactOptional(say(schema, OPTION_TEXTS[name] + more));

/** What a request and a policy file may say alike; snake_case, as the options of `scorelane train`. */
export const SETTINGS_SHAPE = {
  target: option('target', column),
  positive: option('positive', column),
  negative: option('negative', columns),
  columns: option('columns', ColumnSettings),
  drop: option('drop', columns),
  missing: option('missing', columns),
  required: option('required', z.union([z.literal('all'), columns])),
  encoding: option('encoding', encodingLabel),
  decimal: option('decimal', z.enum(DECIMALS)),
  group: option('group', z.nullable(column), '; null: none, although the champion was trained with one'),
  time: option('time', z.nullable(column), '; null: not, although the champion was'),
  horizon: option('horizon', z.int().check(z.minimum(1), z.maximum(3650)), '; whole days'),
  converted_at: option('converted_at', column),
  as_of: option('as_of', textUpTo(40).check(z.minLength(1))),
  trainers: option('trainers', z.array(z.enum(TRAINERS)).check(z.minLength(1), z.maxLength(TRAINERS.length))),
  metric: option('metric', z.enum(SELECTION_METRICS)),
  calibration: option('calibration', z.enum(CALIBRATIONS)),
  class_weight: option(
    'class_weight',
    z.union([z.enum(['none', 'balanced']), z.number().check(z.gt(0), z.lt(1e6))]),
  ),
  folds: option(
    'folds',
    z.int().check(
      z.minimum(0),
      z.maximum(20),
      z.refine((folds) => folds !== 1),
    ),
  ),
  holdout: option('holdout', share),
  epochs: option('epochs', z.int().check(z.minimum(1), z.maximum(MOST_EPOCHS))),
  learning_rate: option('learning_rate', z.number().check(z.gt(0), z.maximum(1))),
  seed: option('seed', z.int().check(z.minimum(0), z.maximum(4_294_967_295))),
  force: option('force', z.boolean()),
} as const;

export const POLICY_SHAPE = {
  minimum_new_rows: z.exactOptional(whole),
  minimum_new_conversions: z.exactOptional(whole),
  promotion: option('promotion', z.enum(PROMOTIONS)),
  standard_errors: z.exactOptional(z.number().check(z.minimum(0), z.maximum(100))),
  allow_fields: option('allow_fields', columns, '; what is found about them stops no promotion'),
} as const;

/** What a policy file says of calls; it changes no training. */
export const CALLS_SHAPE = {
  cost_per_call: z.exactOptional(
    say(
      z.number().check(z.minimum(0), z.maximum(1e12)),
      'what calling a lead costs, in the currency of the values',
    ),
  ),
  currency: z.exactOptional(say(textUpTo(10).check(z.minLength(1)), 'what it is called in answers')),
} as const;

const oneOf = (words: readonly string[]): string => {
  const quoted = words.map((word) => `"${word}"`);
  return `expected ${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
};

/** What each expects, for messages. */
export const EXPECTED_SETTINGS: Readonly<Record<string, string>> = {
  target: 'expected the name of the column that says whether a lead converted',
  positive: 'expected the value of the target that means "converted"',
  negative:
    'expected a list of the values of the target that mean "not converted", at most 500 and 20,000 bytes of them',
  columns:
    'expected an object of columns, and of each an object of type, form, missing, merge_case, required, drop',
  drop: 'expected a list of column names, at most 500 and 20,000 bytes of them',
  missing: 'expected a list of words, at most 500 and 20,000 bytes of them',
  required: 'expected "all", or a list of column names, at most 500 and 20,000 bytes of them',
  encoding: EXPECTED_ENCODING,
  decimal: oneOf(DECIMALS),
  group: 'expected the name of a column, or null for none',
  time: 'expected the name of a column, or null for none',
  horizon: 'expected whole days from 1 to 3650',
  converted_at: 'expected the name of the column that says when a lead converted',
  as_of: 'expected a date or a time in ISO 8601, such as "2026-11-01"',
  trainers: `expected a list of ${TRAINERS.map((name) => `"${name}"`).join(', ')}`,
  metric: oneOf(SELECTION_METRICS),
  calibration: oneOf(CALIBRATIONS),
  class_weight: 'expected "none", "balanced" or a number above 0',
  folds: 'expected 0, or a whole number from 2 to 20',
  holdout: 'expected a share from 0 to below 0.5',
  epochs: 'expected a whole number from 1 to 10000',
  learning_rate: 'expected a number above 0, at most 1',
  seed: 'expected a whole number from 0 to 4294967295',
  force: 'expected true or false',
  minimum_new_rows: 'expected a whole number, 0 or more',
  minimum_new_conversions: 'expected a whole number, 0 or more',
  promotion: oneOf(PROMOTIONS),
  standard_errors: 'expected a number from 0 to 100',
  allow_fields: 'expected a list of column names, at most 500 and 20,000 bytes of them',
};

export const EXPECTED_CALLS: Readonly<Record<keyof typeof CALLS_SHAPE, string>> = {
  cost_per_call: 'expected a number from 0 to 1e12',
  currency: 'expected a text of 1 to 10 characters, such as "EUR", beside cost_per_call',
};
