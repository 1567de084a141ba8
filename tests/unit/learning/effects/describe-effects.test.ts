import { createBander } from '../../../../lib/learning/effects/band-effects.ts';
import { describeDensity } from '../../../../lib/learning/effects/describe-density.ts';
import { describeEffects } from '../../../../lib/learning/effects/describe-effects.ts';
import type { EncodedLeads } from '../../../../lib/learning/table/encode-leads.ts';
import type { BinnedTerm, CategoryTerm, ModelArtifact, PairTerm } from '../../../../lib/model/artifact.ts';
import { studentQuantile } from '../../../../lib/statistics/student-quantile.ts';

/** 100 leads: 60 of a, 30 of b, 9 of rare, 1 without; numbers 0 – 99. */
const leads: EncodedLeads = {
  count: 100,
  features: [
    {
      kind: 'level',
      field: 'source',
      levels: ['a', 'b', 'rare'],
      codes: Uint8Array.from({ length: 100 }, (_, i) => (i < 60 ? 0 : i < 90 ? 1 : i < 99 ? 2 : 3)),
    },
    { kind: 'number', field: 'visits', values: Float64Array.from({ length: 100 }, (_, i) => i) },
  ],
};
const source: CategoryTerm = {
  kind: 'category',
  feature: 'source',
  values: { a: 0.5, b: -1, rare: 2 },
  other: 0,
  missing: 0.1,
  mean: 0.181,
};
const visits: BinnedTerm = {
  kind: 'binned',
  feature: 'visits',
  edges: [24, 59],
  values: [-1, 0, 1],
  missing: 0,
  mean: 0.15,
};
const pair: PairTerm = {
  kind: 'pair',
  features: ['visits', 'source'],
  axes: [{ edges: [59] }, { levels: ['a', 'b', 'rare'] }],
  values: [
    [0.2, 0, 0, 0, 0],
    [0, -0.4, 3, 0, 0],
    [0, 0, 0, 0, 0],
  ],
  mean: 0,
};
const artifact = {
  terms: [source, visits, pair],
  schema: { fields: [{ name: 'source' }, { name: 'visits' }] },
  intercept: 0,
  calibration: { method: 'none' },
} as unknown as ModelArtifact;
const effectOf = (feature: string, fits?: Parameters<typeof createBander>[0]) =>
  describeEffects(artifact, leads, fits && createBander(fits, 'stratified')).find(
    (effect) => effect.feature === feature,
  )!;

test('a level that fewer than 20 leads have is part of other, with the mean of its leads', () => {
  const { points } = effectOf('source');
  expect(points.map(({ value }) => value)).toEqual(['a', 'b', 'other', 'missing']);
  expect(points[2]!.effect).toBeCloseTo(2 - 0.181, 12);
  expect(points[2]!.share).toBeCloseTo(0.09, 12);
});

test('importance is the mean distance of the contributions from their mean', () => {
  const expected = (25 * 1.15 + 35 * 0.15 + 40 * 0.85) / 100;
  expect(effectOf('visits').mean_abs).toBeCloseTo(expected, 12);
});

test('a pair’s grid tells no rare level and no cell of fewer than 20 leads', () => {
  const { grid } = effectOf('visits × source');
  expect(grid!.rows.entries).toEqual(['up to 59', 'over 59']);
  expect(grid!.columns.entries).toEqual(['a', 'b', 'other', 'missing']);
  expect(grid!.effects).toEqual([
    [0.2, null, null, null],
    [null, -0.4, null, null],
  ]);
  expect(JSON.stringify(describeEffects(artifact, leads))).not.toContain('rare');
});

test('bands are those of the jackknife over the folds', () => {
  const fits = [0.3, 0.5, 0.7, 0.4].map((a) => ({
    terms: [{ ...source, values: { ...source.values, a }, mean: 0.181 }],
  }));
  const [a] = effectOf('source', fits).points;
  // √(3 ÷ 4 · Σ (a − .475)²) = √(.75 · .0875), t with 3 degrees of freedom: 3.182446
  const half = 3.182446 * Math.sqrt(0.75 * 0.0875);
  expect(Math.log(a!.odds_low!)).toBeCloseTo(a!.effect - half, 2);
  expect(Math.log(a!.odds_high!)).toBeCloseTo(a!.effect + half, 2);
});

test('forward in time, bands are the range of the fits, and a fit without the feature has no effect', () => {
  const fits = [{ terms: [source] }, { terms: [] }];
  const bander = createBander(fits, 'forward')!;
  expect(bander.how).toEqual({ method: 'range', fits: 2 });
  expect(bander.band(source, 'b', -1.181)).toEqual({ low: -1.181, high: 0 });
  expect(createBander([{ terms: [] }], 'stratified')).toBeUndefined();
});

test('a step’s band is that of its bin, not of its edge, which belongs to the bin below', () => {
  const fits = [visits, visits, visits].map((term) => ({ terms: [term] }));
  for (const { effect, odds_low } of effectOf('visits', fits).points)
    expect(Math.log(odds_low!)).toBeCloseTo(effect, 3);
});

test('the density holds the leads between the 1st and the 99th hundredth', () => {
  const numbers = Float64Array.from({ length: 1001 }, (_, i) => (i === 1000 ? 1e9 : i));
  const { low, high, shares } = describeDensity(numbers, 2002)!;
  expect([low, high]).toEqual([10, 990]);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(981 / 2002, 2);
  // Nearly all numbers alike: the whole range.
  expect(describeDensity(Float64Array.of(...new Array(300).fill(0), 5), 301)).toMatchObject({
    low: 0,
    high: 5,
  });
  expect(describeDensity(Float64Array.of(3, 3), 2)).toBeUndefined();
});

test('quantiles of Student’s t are those of R', () => {
  // qt(.975, c(1, 2, 3, 4, 5, 9, 19, 49)), R 4.2.2
  const golden = {
    1: 12.7062,
    2: 4.30265,
    3: 3.18245,
    4: 2.77645,
    5: 2.57058,
    9: 2.26216,
    19: 2.09302,
    49: 2.00958,
  };
  for (const [degrees, quantile] of Object.entries(golden))
    expect(Math.abs(studentQuantile(Number(degrees)) - quantile)).toBeLessThan(0.02);
});
