import { generateSample } from '../../../../lib/learning/sample/generate-sample.ts';
import type { TrainInput } from '../../../../lib/learning/train-input.ts';
import { serializeArtifact, trainModel } from '../../../../lib/learning/train-model.ts';
import { drawNoisyLeads } from './noisy-leads.ts';

const train = (csv: string, changes: Partial<TrainInput>) =>
  trainModel({
    data: csv,
    target: 'converted',
    drop: ['account', 'day'],
    name: 'm',
    createdAt: new Date('2026-01-01T00:00:00Z'),
    trainers: ['logistic'],
    calibration: 'none',
    ...changes,
  });

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

test('of noise the figures of a tuned model are no better than the base rate, on the average of many tables', async () => {
  const gains: number[] = [];
  const holdoutGains: number[] = [];
  const inner: number[] = [];
  for (let seed = 0; seed < 12; seed++) {
    const { record } = await train(drawNoisyLeads(160, 8, 100 + seed, 0), { seed, tune: 12, folds: 3 });
    const [{ cross_validated, holdout, search }] = record.candidates as [(typeof record.candidates)[number]];
    gains.push(cross_validated!.constant_log_loss - cross_validated!.log_loss);
    holdoutGains.push(holdout!.constant_log_loss - holdout!.log_loss);
    const figures = search!.trials.filter(({ folds }) => folds === 4).map(({ figure }) => figure);
    inner.push(search!.trials[0]!.figure - Math.min(...figures));
  }
  // The search itself finds what looks better in every table: its own figures would flatter.
  expect(mean(inner)).toBeGreaterThan(0.01);
  expect(mean(gains)).toBeLessThan(0.002);
  expect(mean(holdoutGains)).toBeLessThan(0.005);
});

test('where the defaults learn noise by heart, a search helps, out of fold and on the hold-out', async () => {
  const gains: { fold: number; holdout: number }[] = [];
  for (let seed = 0; seed < 4; seed++) {
    const csv = drawNoisyLeads(240, 40, 200 + seed, 2);
    const [tuned, plain] = await Promise.all([
      train(csv, { seed, tune: 15, folds: 3 }),
      train(csv, { seed, folds: 3 }),
    ]);
    const [after, before] = [tuned.record.candidates[0]!, plain.record.candidates[0]!];
    // The record says itself what it would have been without the search.
    expect(after.search!.unchanged).toEqual(before.cross_validated);
    gains.push({
      fold: before.cross_validated!.log_loss - after.cross_validated!.log_loss,
      holdout: before.holdout!.log_loss - after.holdout!.log_loss,
    });
    expect(after.options).toMatchObject(after.search!.chosen);
    expect(tuned.artifact.trainer_options).toMatchObject(after.search!.chosen);
  }
  expect(mean(gains.map(({ fold }) => fold))).toBeGreaterThan(0.03);
  expect(mean(gains.map(({ holdout }) => holdout))).toBeGreaterThan(0.02);
});

test('one thread and two make the same model and the same record, byte by byte', async () => {
  // From 2,000 leads on, threads are used.
  const { csv } = generateSample({ rows: 2000, seed: 4 });
  const results = await Promise.all(
    [1, 2].map(async (threads) => {
      const { artifact, record } = await train(csv, {
        threads,
        drop: [],
        trainers: ['logistic', 'scorecard', 'boosted', 'gradient-descent'],
        settings: {
          logistic: { l1: 0 },
          boosted: { maxRounds: 20, pairs: 0 },
          gradientDescent: { steps: 30 },
        },
        tune: 2,
        folds: 2,
      });
      return [serializeArtifact(artifact), JSON.stringify(record)];
    }),
  );
  expect(results[1]).toEqual(results[0]);
});

test('the order of the rows decides nothing', async () => {
  const csv = drawNoisyLeads(160, 6, 9, 1);
  const [head, ...rows] = csv.split('\n');
  const turned = [head, ...rows.toReversed()].join('\n');
  const [one, other] = await Promise.all([csv, turned].map((data) => train(data, { tune: 6, folds: 2 })));
  expect(other!.record.candidates).toEqual(one!.record.candidates);
});
