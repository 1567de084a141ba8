import * as z from 'zod/mini';
import { ColumnSetting } from '../contract/column-settings.ts';
import { POLICY_SHAPE, SETTINGS_SHAPE } from '../contract/training-options.ts';
import type { OptionDefaults } from '../contract/training-words.ts';
import { nearestName } from '../lead/nearest-name.ts';
import type { TrainInput } from '../learning/train-input.ts';
import { changesOf } from '../learning/trainers/set-trainer.ts';
import type { TrainingPolicy } from './training-policy.ts';

const settings = z.strictObject(SETTINGS_SHAPE);
const policy = z.strictObject(POLICY_SHAPE);
export type TrainingSettings = z.infer<typeof settings>;
export type PolicySettings = z.infer<typeof policy>;

/** What a training was told, whole: no default of a later version can change what an old training did. */
export type TrainingOptions = Omit<TrainingSettings, 'group' | 'time' | keyof OptionDefaults> &
  OptionDefaults & {
    readonly group?: string;
    readonly time?: string;
    readonly target: string;
  };

/**
 * The options of a training in the words of `trainModel`. Columns that are dropped or required because they were before need not
 * be there any more: nobody has named them for this file.
 */
export function toTrainOptions({
  options,
  inherited = [],
}: {
  readonly options: TrainingOptions;
  readonly inherited?: readonly string[];
}): Omit<TrainInput, 'data' | 'name' | 'createdAt'> {
  const { class_weight, drop, columns, required, epochs, learning_rate, ...others } = options;
  const { horizon, converted_at: _convertedAt, as_of: asOf, ...same } = others;
  const passes = {
    ...(epochs === undefined ? {} : { epochs }),
    ...(learning_rate === undefined ? {} : { learning_rate }),
  };
  const orIfThere = (name: 'drop' | 'columns' | 'required') =>
    inherited.includes(name) ? `${name}IfThere` : name;
  return {
    ...same,
    ...(horizon === undefined ? {} : { horizon: { days: horizon, ...(asOf === undefined ? {} : { asOf }) } }),
    ...(drop === undefined ? {} : { [orIfThere('drop')]: drop }),
    ...(columns === undefined ? {} : { [orIfThere('columns')]: columns }),
    ...(required === undefined ? {} : { [orIfThere('required')]: required }),
    ...(class_weight === undefined ? {} : { classWeight: class_weight }),
    ...(Object.keys(passes).length === 0 ? {} : { settings: changesOf(passes) }),
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
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    const fieldOf = (names: readonly string[]) =>
      names.filter((name) => !/^\d+$/.test(name)).join('.') || 'body';
    // One issue names all members that are not known.
    if (issue.code === 'unrecognized_keys')
      return (issue.keys ?? []).map((key) => ({
        field: fieldOf([...path, key]),
        message: explainUnknown([...path, key], expected),
      }));
    const field = fieldOf(path);
    const known = expected[field.replace(/^policy\./, '')] ?? expected[path[0] ?? ''];
    return [{ field, message: known ?? `expected an object of ${Object.keys(expected).join(', ')}` }];
  });
}

/** Of a member that is not known where it stands: where it belongs, or what was meant. */
function explainUnknown(names: readonly string[], expected: Readonly<Record<string, string>>): string {
  const name = names.at(-1)!;
  const inColumn = names[0] === 'columns' && names.length > 1;
  const inPolicy = names.length > 1 && !inColumn;
  if (names.length === 1 && name in POLICY_SHAPE && 'policy' in expected)
    return `expected inside of policy: {"policy": {"${name}": …}}`;
  const members = Object.keys(inColumn ? ColumnSetting.shape : inPolicy ? POLICY_SHAPE : expected);
  const nearest = nearestName(name, members);
  return `${nearest === undefined ? '' : `did you mean “${nearest}”? `}expected an object of ${members.join(', ')}`;
}
