import type { Training } from '../../../lib/trainings/training.ts';
import { encodeTrial, readTrials } from '../../../lib/trainings/trial-file.ts';

const folds = [
  { probabilities: Float64Array.of(0.1, 1 / 3), labels: Uint8Array.of(0, 1) },
  { probabilities: Float64Array.of(0.9, 0.2), labels: Uint8Array.of(1, 0) },
];
const candidate = {
  spec: { trainer: 'logistic' },
  calibration: { method: 'none' },
  parameters: 1,
  warnings: [],
} as unknown as Parameters<typeof encodeTrial>[0]['candidate'];
const training = { id: 't', options: { trainers: ['logistic'], metric: 'log_loss' } } as unknown as Training;
const readBack = (text: string) => {
  const bytes = Buffer.from(text);
  const files = { stat: async () => ({ bytes: bytes.length, etag: 'e' }), read: async () => bytes };
  return readTrials(files as unknown as Parameters<typeof readTrials>[0], training);
};

test('the fits of the folds, which the bands of effects are made of, come back', async () => {
  const foldFits = folds.map((_, i) => ({
    terms: [{ kind: 'linear' as const, feature: 'visits', steps: [], weight: i / 3, missing: 0, mean: 0.1 }],
  }));
  const { trials } = await readBack(encodeTrial({ candidate, folds, foldFits }));
  expect(trials).toEqual([{ candidate, folds, foldFits }]);
});

test('a trial of before has none', async () => {
  const { trials } = await readBack(encodeTrial({ candidate, folds }));
  expect(trials).toEqual([{ candidate, folds }]);
});
