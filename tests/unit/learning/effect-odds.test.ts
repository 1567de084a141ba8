import { nameOdds, oddsOf } from '../../../lib/learning/effect-odds.ts';
import { generateSample } from '../../../lib/learning/sample/generate-sample.ts';
import { trainModel } from '../../../lib/learning/train-model.ts';
import type { TrainingRecord } from '../../../lib/learning/training-record.ts';
import type { ModelArtifact } from '../../../lib/model/artifact.ts';
import { calibrate } from '../../../lib/model/calibrate.ts';

const odds = (p: number) => p / (1 - p);
const average = ({ intercept, terms }: ModelArtifact) =>
  terms.reduce((sum, { mean }) => sum + mean, intercept);

describe.each(['none', 'platt', 'isotonic'] as const)('with %s calibration', (calibration) => {
  test('a value’s factor is the one on the published odds of the average lead', async () => {
    const { artifact, record } = await trainModel({
      data: generateSample({ rows: 600, seed: 4 }).csv,
      target: 'converted',
      name: 'leads',
      createdAt: new Date(0),
      trainers: ['scorecard'],
      folds: 3,
      calibration,
    });
    expect(artifact.calibration.method).toBe(calibration);
    expect(nameOdds(record)).toBe('the odds of the average lead');
    const published = (z: number) => odds(calibrate(artifact.calibration, z));
    const points = record.effects.flatMap((curve) => curve.points);
    expect(points.length).toBeGreaterThan(10);
    for (const point of points) {
      const usual = average(artifact);
      expect(oddsOf(point)).toBeCloseTo(published(usual + point.effect) / published(usual), 9);
    }
  });
});

test('a record of a calibrated model that lacks the published odds says what its factors are of', () => {
  const effects: TrainingRecord['effects'] = [
    {
      feature: 'source',
      label: 'Source',
      kind: 'category',
      spread: 1,
      points: [{ value: 'web', kind: 'level', effect: Math.LN2 }],
    },
  ];
  expect(nameOdds({ calibration: 'platt', effects })).toBe('the average lead’s odds before calibration');
  expect(oddsOf(effects[0]!.points[0]!)).toBeCloseTo(2, 12);
  expect(nameOdds({ calibration: 'none', effects })).toBe('the odds of the average lead');
});
