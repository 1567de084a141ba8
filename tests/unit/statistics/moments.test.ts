import { moments } from '../../../lib/statistics/moments.ts';
import { quantile } from '../../../lib/statistics/quantile.ts';
import { skewness } from '../../../lib/statistics/skewness.ts';
// numpy 2.4.6 and scipy 1.17.1; golden/preparation.py says how.
import golden from '../learning/golden/preparation.json' with { type: 'json' };

describe.each(Object.entries(golden))('%s, beside numpy and scipy', (_name, figures) => {
  const sorted = Float64Array.from(figures.values).sort();

  test('moments, skewness and quantiles', () => {
    const { mean, variance, sd } = moments(sorted);
    expect(mean).toBeCloseTo(figures.mean, 10);
    expect(sd).toBeCloseTo(figures.sd, 10);
    expect(variance).toBeCloseTo(figures.sd ** 2, 8);
    expect(skewness(sorted)).toBeCloseTo(figures.skewness, 10);
    for (const [share, value] of Object.entries(figures.quantiles))
      expect(quantile(sorted, Number(share))).toBeCloseTo(value, 10);
  });

  test('values with counts are the values so many times', () => {
    const counts = Array.from(sorted, (_, i) => 1 + (i % 3));
    const repeated = Array.from(sorted).flatMap((value, i) => new Array<number>(counts[i]!).fill(value));
    expect(moments(sorted, counts).mean).toBeCloseTo(moments(repeated).mean, 10);
    expect(moments(sorted, counts).sd).toBeCloseTo(moments(repeated).sd, 10);
    expect(skewness(sorted, counts)).toBeCloseTo(skewness(repeated), 10);
  });
});

test('a constant has no skewness, whatever rounding leaves of it', () => {
  expect(skewness([0.1, 0.1, 0.1])).toBe(0);
  expect(moments([7])).toEqual({ mean: 7, variance: 0, sd: 0 });
});
