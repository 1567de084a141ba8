import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createScorecardTrainer } from '../../../../lib/learning/trainers/scorecard.ts';
import { scorecardPoints } from '../../../../lib/learning/trainers/scorecard-points.ts';
import type { ScorecardPoints, Term } from '../../../../lib/model/artifact.ts';
import { everyRow, readSampleLeads } from '../../../support/sample-leads.ts';
// scikit-learn 1.9.1 and pandas 3.0.6; golden/scorecard.py says how.
import golden from '../golden/scorecard.json' with { type: 'json' };

const SCALE: ScorecardPoints = { base_points: 600, base_odds: 0.25, points_to_double_odds: 20 };

test('the points of the sample’s leads agree with the reference', () => {
  const text = readFileSync(join(__dirname, '../golden/leads.csv'), 'utf8');
  const { features, labels } = readSampleLeads(text, ['lead_id', 'first_contact']);
  const textbook = { minShare: 0, minExpected: 0, penalty: -1, minIv: 0, crossFitParts: 1 };
  const fit = createScorecardTrainer(textbook).fit({
    features: features.filter(({ kind }) => kind === 'level'),
    labels,
    rows: everyRow(labels.length),
    seed: 42,
    positiveWeight: 1,
  });
  const expected: Record<string, Record<string, number>> = golden.points;
  const words: Record<string, string> = { true: 'yes', false: 'no' };
  for (const { feature, bins } of scorecardPoints(fit, fit.points!)) {
    const listed = bins.flatMap(({ bin, points }): [string, number][] => {
      if (bin.kind === 'levels') return bin.levels.map((name) => [words[name] ?? name, points]);
      return bin.kind === 'missing' && '' in expected[feature]! ? [['', points]] : [];
    });
    expect(Object.fromEntries(listed)).toEqual(expected[feature]);
  }
});

const terms: Term[] = [
  { kind: 'binned', feature: 'visits', edges: [1, 5], values: [-1, 0, 1], missing: 0.5, mean: 0.1 },
  {
    kind: 'category',
    feature: 'first_contact',
    part: 'weekday',
    values: { '1': 0.5, '2': -0.5, '3': 0.5 },
    other: 0,
    missing: -1,
    mean: 0,
  },
];

test('ranges from low to high, groups of levels from few points to many, then other and missing', () => {
  // The intercept is at the base odds, so both features start at 300 points; a doubling is 20.
  const table = scorecardPoints({ intercept: Math.log(0.25), terms }, SCALE);
  const points = (logOdds: number) => Math.round(300 + (20 * logOdds) / Math.LN2);
  expect(table).toEqual([
    {
      feature: 'visits',
      bins: [
        { bin: { kind: 'range', to: 1 }, points: points(-1) },
        { bin: { kind: 'range', above: 1, to: 5 }, points: 300 },
        { bin: { kind: 'range', above: 5 }, points: points(1) },
        { bin: { kind: 'missing' }, points: points(0.5) },
      ],
    },
    {
      feature: 'first_contact',
      part: 'weekday',
      bins: [
        { bin: { kind: 'levels', levels: ['2'] }, points: points(-0.5) },
        { bin: { kind: 'levels', levels: ['1', '3'] }, points: points(0.5) },
        { bin: { kind: 'other' }, points: 300 },
        { bin: { kind: 'missing' }, points: points(-1) },
      ],
    },
  ]);
});

test('twice the odds are as many points more as the scale says', () => {
  const flat = { base_points: 0, base_odds: 1, points_to_double_odds: 50 };
  const [visits] = scorecardPoints(
    { intercept: 0, terms: [{ ...terms[0]!, values: [0, Math.LN2, 2 * Math.LN2] } as Term] },
    flat,
  );
  expect(visits!.bins.slice(0, 3).map(({ points }) => points)).toEqual([0, 50, 100]);
});

test('a lead’s entries add up to its points, but for the rounding', () => {
  const intercept = -2.3;
  const [visits, weekday] = scorecardPoints({ intercept, terms }, SCALE);
  const sum = visits!.bins[2]!.points + weekday!.bins[1]!.points;
  const exact = 600 + ((intercept + 1 + 0.5 - Math.log(0.25)) * 20) / Math.LN2;
  expect(Math.abs(sum - exact)).toBeLessThanOrEqual(1);
});

test('rare levels are counted by their points, and not named', () => {
  const company: Term = {
    kind: 'category',
    feature: 'company',
    values: { Big: Math.LN2 },
    rare: { salt: 's', values: { '0a': -Math.LN2, '1b': 0, '2c': -Math.LN2 } },
    other: 0,
    missing: 0,
    mean: 0,
  };
  const flat = { base_points: 0, base_odds: 1, points_to_double_odds: 50 };
  expect(scorecardPoints({ intercept: 0, terms: [company] }, flat)[0]!.bins).toEqual([
    { bin: { kind: 'levels', levels: ['Big'] }, points: 50 },
    { bin: { kind: 'rare', count: 2 }, points: -50 },
    { bin: { kind: 'rare', count: 1 }, points: 0 },
    { bin: { kind: 'other' }, points: 0 },
    { bin: { kind: 'missing' }, points: 0 },
  ]);
});

test('a model without bins is no scorecard', () => {
  const linear: Term = { kind: 'linear', feature: 'n', steps: [], weight: 1, missing: 0, mean: 0 };
  expect(() => scorecardPoints({ intercept: 0, terms: [linear] }, SCALE)).toThrow('got a linear term');
  expect(scorecardPoints({ intercept: 0, terms: [] }, SCALE)).toEqual([]);
});
