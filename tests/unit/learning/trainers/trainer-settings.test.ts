import { TRAINER_SETTINGS, TRAINERS_WITH } from '../../../../lib/contract/trainer-settings.ts';
import type { TrainerName } from '../../../../lib/contract/training-words.ts';
import { createTrainer, DEFAULT_SETTINGS } from '../../../../lib/learning/trainers/create-trainer.ts';
import { changeSettings, changesOf } from '../../../../lib/learning/trainers/set-trainer.ts';

const uses = TRAINER_SETTINGS.flatMap(({ of, ...setting }) =>
  Object.entries(of).map(([trainer, use]) => ({ ...setting, trainer: trainer as TrainerName, ...use })),
);

test.each(uses)('$name of $trainer: the default is the trainer’s', (use) => {
  const { options } = createTrainer(use.trainer, DEFAULT_SETTINGS);
  expect(options[use.option]).toBe(typeof use.default === 'number' ? use.default : undefined);
});

test.each(uses)('$name of $trainer: what is given is what the trainer records', (use) => {
  const {
    range: [low, high],
    search = [],
    isWhole,
  } = use;
  const value = isWhole ? Math.min(high, low + 1) : high / 2;
  const settings = changeSettings(DEFAULT_SETTINGS, changesOf({ [use.name]: value }));
  expect(createTrainer(use.trainer, settings).options[use.option]).toBe(value);
  for (const tried of search) {
    expect(tried).toBeGreaterThanOrEqual(low);
    expect(tried).toBeLessThanOrEqual(high);
  }
  if (search.length > 0 && typeof use.default === 'number') expect(search).toContain(use.default);
});

test('only the trainers that are named are told', () => {
  expect(changesOf({ learning_rate: 0.3 })).toEqual({
    boosted: { learningRate: 0.3 },
    trees: { learningRate: 0.3 },
    gradientDescent: { learningRate: 0.3 },
  });
  expect(changesOf({ learning_rate: 0.3 }, ['boosted'])).toEqual({ boosted: { learningRate: 0.3 } });
});

test('rounds win over epochs for boosted, and n_estimators for trees, in whatever order they are given', () => {
  expect(changesOf({ n_estimators: 7, epochs: 100 })).toMatchObject({ trees: { maxTrees: 7 } });
  expect(changesOf({ rounds: 7, epochs: 100 })).toEqual({
    boosted: { maxRounds: 7 },
    trees: { maxTrees: 100 },
    gradientDescent: { steps: 100 },
  });
});

test('what is not told keeps what it had', () => {
  const settings = changeSettings(DEFAULT_SETTINGS, { logistic: { l1: 2 } });
  expect(settings).toEqual({ ...DEFAULT_SETTINGS, logistic: { l2: 1, l1: 2 } });
});

test('the wire’s words are of the trainers that the table names', () => {
  expect(TRAINERS_WITH).toEqual({
    epochs: ['boosted', 'trees', 'gradient-descent'],
    learning_rate: ['boosted', 'trees', 'gradient-descent'],
  });
});
