import * as z from 'zod/mini';
import { nearestName } from '../lead/nearest-name.ts';
import type { TrainInput } from '../learning/train-input.ts';
import { DEFAULT_FOLDS, DEFAULT_HOLDOUT, DEFAULT_SEED, DEFAULT_TRAINERS } from '../learning/train-input.ts';
import type { TrainingPolicy } from './training-policy.ts';

const column = z.string().check(z.minLength(1), z.maxLength(255));
/** They stand in the record of the training, which is one item of a table. */
const MOST_LIST_BYTES = 20_000;
const columns = z.array(column).check(
  z.maxLength(500),
  z.refine((list) => Buffer.byteLength(JSON.stringify(list)) <= MOST_LIST_BYTES),
);
const share = z.number().check(z.minimum(0), z.lt(0.5));
const whole = z.int().check(z.minimum(0), z.maximum(1_000_000_000));

/** What a request and a policy file may say alike; snake_case, as the options of `scorelane train`. */
export const SETTINGS_SHAPE = {
  target: z.optional(column),
  positive: z.optional(column),
  drop: z.optional(columns),
  missing: z.optional(columns),
  encoding: z.optional(z.enum(['utf-8', 'latin1'])),
  decimal: z.optional(z.enum(['.', ','])),
  group: z.optional(z.nullable(column)),
  time: z.optional(z.nullable(column)),
  trainers: z.optional(
    z
      .array(z.enum(['logistic', 'scorecard', 'boosted', 'gradient-descent']))
      .check(z.minLength(1), z.maxLength(4)),
  ),
  metric: z.optional(z.enum(['log_loss', 'roc_auc', 'pr_auc', 'brier'])),
  calibration: z.optional(z.enum(['auto', 'none', 'platt', 'isotonic'])),
  class_weight: z.optional(z.union([z.enum(['none', 'balanced']), z.number().check(z.gt(0), z.lt(1e6))])),
  folds: z.optional(
    z.int().check(
      z.minimum(0),
      z.maximum(20),
      z.refine((folds) => folds !== 1),
    ),
  ),
  holdout: z.optional(share),
  seed: z.optional(z.int().check(z.minimum(0), z.maximum(4_294_967_295))),
  force: z.optional(z.boolean()),
} as const;

export const POLICY_SHAPE = {
  minimum_new_rows: z.optional(whole),
  minimum_new_conversions: z.optional(whole),
  promotion: z.optional(z.enum(['better', 'always', 'never'])),
  standard_errors: z.optional(z.number().check(z.minimum(0), z.maximum(100))),
  allow_fields: z.optional(columns),
} as const;

const settings = z.strictObject(SETTINGS_SHAPE);
const policy = z.strictObject(POLICY_SHAPE);
export type TrainingSettings = z.infer<typeof settings>;
export type PolicySettings = z.infer<typeof policy>;

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

/** What a training was told, whole: no default of a later version can change what an old training did. */
export type TrainingOptions = Omit<TrainingSettings, 'group' | 'time'> & {
  readonly group?: string;
  readonly time?: string;
  readonly target: string;
  readonly trainers: NonNullable<TrainingSettings['trainers']>;
  readonly folds: number;
  readonly holdout: number;
  readonly seed: number;
  readonly metric: NonNullable<TrainingSettings['metric']>;
  readonly calibration: NonNullable<TrainingSettings['calibration']>;
};

export const OPTION_DEFAULTS = {
  trainers: [...DEFAULT_TRAINERS],
  folds: DEFAULT_FOLDS,
  holdout: DEFAULT_HOLDOUT,
  seed: DEFAULT_SEED,
  metric: 'log_loss',
  calibration: 'auto',
} as const satisfies TrainingSettings;

/**
 * The options of a training in the words of `trainModel`. Columns that are dropped because they were before need not be there any
 * more: nobody has named them for this file.
 */
export function toTrainOptions({
  options,
  inherited = [],
}: {
  readonly options: TrainingOptions;
  readonly inherited?: readonly string[];
}): Omit<TrainInput, 'data' | 'name' | 'createdAt'> {
  const { class_weight, drop, ...same } = options;
  return {
    ...same,
    ...(drop === undefined ? {} : { [inherited.includes('drop') ? 'dropIfThere' : 'drop']: drop }),
    ...(class_weight === undefined ? {} : { classWeight: class_weight }),
  } as Omit<TrainInput, 'data' | 'name' | 'createdAt'>;
}

export const toPolicy = (base: TrainingPolicy, given: PolicySettings): TrainingPolicy => {
  const allowFields = given.allow_fields ?? base.allowFields;
  return {
    minimumNewRows: given.minimum_new_rows ?? base.minimumNewRows,
    minimumNewConversions: given.minimum_new_conversions ?? base.minimumNewConversions,
    promotion: given.promotion ?? base.promotion,
    standardErrors: given.standard_errors ?? base.standardErrors,
    ...(allowFields === undefined ? {} : { allowFields }),
  };
};

/** What is wrong with a body or a file, member by member. */
export function explainIssues(
  issues: readonly {
    readonly code: string;
    readonly path: readonly PropertyKey[];
    readonly keys?: readonly string[];
  }[],
  expected: Readonly<Record<string, string>>,
): { field: string; message: string }[] {
  return issues.map((issue) => {
    const names = [
      ...issue.path.map(String),
      ...(issue.code === 'unrecognized_keys' ? [issue.keys?.[0] ?? ''] : []),
    ];
    const field = names.filter((name) => !/^\d+$/.test(name)).join('.') || 'body';
    const known = expected[field.replace(/^policy\./, '')];
    if (issue.code === 'unrecognized_keys') return { field, message: explainUnknown(names, expected) };
    return { field, message: known ?? `expected an object of ${Object.keys(expected).join(', ')}` };
  });
}

/** Of a member that is not known where it stands: where it belongs, or what was meant. */
function explainUnknown(names: readonly string[], expected: Readonly<Record<string, string>>): string {
  const name = names.at(-1)!;
  const inPolicy = names.length > 1;
  if (!inPolicy && name in POLICY_SHAPE && 'policy' in expected)
    return `expected inside of policy: {"policy": {"${name}": …}}`;
  const members = inPolicy ? Object.keys(POLICY_SHAPE) : Object.keys(expected);
  const nearest = nearestName(name, members);
  return `${nearest === undefined ? '' : `did you mean “${nearest}”? `}expected an object of ${members.join(', ')}`;
}
