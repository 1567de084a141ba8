import { TRAINER_SETTINGS } from '../../../lib/contract/trainer-settings.ts';
import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import type { TrainInput } from '../../../lib/learning/train-input.ts';
import { trainModel } from '../../../lib/learning/train-model.ts';
import { changesOf, mergeChanges } from '../../../lib/learning/trainers/set-trainer.ts';
import type { TrainingRecord } from '../../../lib/learning/training-record.ts';

const { csv } = generateSample({ rows: 400, seed: 2 });
const source = { data: csv, name: 'leads', createdAt: new Date(0) };

/** What a script does that repeats a training from its metrics.json. */
function repeat({ options, candidates }: TrainingRecord): Omit<TrainInput, keyof typeof source> {
  const { class_weight, absolute_date, min_iv, near_duplicates, trainers, tune: _, ...same } = options!;
  const { horizon, converted_at: _at, as_of: asOf, ...others } = same;
  const { impute, missing_effect, winsorise, transform, normalise, rare_levels, ...rest } = others;
  const settings = candidates.map(({ trainer, options: used }) =>
    changesOf(
      Object.fromEntries(
        TRAINER_SETTINGS.flatMap(({ name, of }) => {
          const option = of[trainer as keyof typeof of]?.option;
          return option === undefined || used[option] === undefined ? [] : [[name, used[option] as number]];
        }),
      ),
      [trainer as (typeof trainers)[number]],
    ),
  );
  return {
    ...rest,
    ...(horizon === undefined ? {} : { horizon: { days: horizon, ...(asOf === undefined ? {} : { asOf }) } }),
    trainers,
    classWeight: class_weight,
    absoluteDate: absolute_date,
    selection: { informationValue: min_iv, nearDuplicates: near_duplicates },
    settings: settings.reduce(mergeChanges, {
      preparation: {
        impute,
        missingEffect: missing_effect,
        winsorise,
        transform,
        normalise,
        rareLevelRows: rare_levels,
      },
    }),
  } as Omit<TrainInput, keyof typeof source>;
}

test.each<[string, Partial<TrainInput>]>([
  ['the defaults', { trainers: ['logistic', 'scorecard'] }],
  [
    'everything told',
    {
      ...{ positive: 'yes', negative: ['no'], drop: ['country'], missing: ['-'], required: ['visits'] },
      ...{ columns: { employees: { missing: ['?'] } }, decimal: '.', time: 'first_contact', seed: 7 },
      ...{
        metric: 'roc_auc',
        calibration: 'platt',
        classWeight: 2,
        folds: 2,
        holdout: 0.3,
        absoluteDate: true,
      },
      trainers: ['logistic', 'boosted'],
      selection: { informationValue: 0.01, nearDuplicates: false },
      settings: {
        preparation: { ...{ impute: 'median', missingEffect: false, winsorise: 0.01 }, rareLevelRows: 9 },
        ...changesOf({ l2: 4, l1: 0.5, learning_rate: 0.2, rounds: 15, max_bins: 16, bags: 2, pairs: 1 }),
      },
    },
  ],
  ['a search', { trainers: ['logistic'], folds: 2, tune: 3 }],
])('with the file, metrics.json repeats a training: %s', async (_, input) => {
  const told = { ...source, target: 'converted', ...input };
  const { artifact, record } = await trainModel(told);
  const read = JSON.parse(JSON.stringify(record)) as TrainingRecord;
  const repeated = await trainModel({ ...source, ...repeat(read) });
  const { metrics: _metrics, calibration: _calibration, ...same } = repeated.artifact;
  // Figures of a search are those of a search: what it found is fitted to the same model.
  if (input.tune === undefined) expect(repeated.artifact).toEqual(artifact);
  else expect(artifact).toMatchObject(same);
});

test('the options stand in the record by the names of the wire', async () => {
  const { record } = await trainModel({ ...source, target: 'converted', trainers: ['logistic'], folds: 2 });
  expect(record.options).toEqual({
    ...{ target: 'converted', trainers: ['logistic'], metric: 'log_loss', calibration: 'auto' },
    ...{ class_weight: 'none', folds: 2, holdout: 0.2, seed: 42, absolute_date: false, impute: 'mean' },
    ...{ missing_effect: true, winsorise: 0, transform: 'auto', normalise: true, rare_levels: 20 },
    ...{ min_iv: 0, near_duplicates: true, force: false },
  });
});
