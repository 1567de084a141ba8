import fc from 'fast-check';
import { planCapacity } from '../../../../lib/training/evaluation/plan-capacity.ts';
import { predictCount } from '../../../../lib/training/evaluation/predict-count.ts';
import { traceCurves } from '../../../../lib/training/evaluation/trace-curves.ts';

describe('the number of conversions to come', () => {
  // scipy 1.17.1: d = scipy.stats.betabinom(n, k + usual, seen - k + 1 - usual); d.mean(), d.ppf(.025), d.ppf(.975)
  test.each([
    [40, 12, 40, 0.1, 11.804878048780488, 5, 20],
    [40, 81, 400, 0.2, 8.099750623441397, 3, 14],
    [5, 0, 10, 0.3, 0.13636363636363635, 0, 1],
    [1, 3, 4, 0.5, 0.7, 0, 1],
    [500, 60, 1000, 0.06, 30.000000000000004, 18, 44],
    [0, 1, 2, 0.5, 0.0, 0, 0],
    [3, 0, 0, 0.1, 0.30000000000000004, 0, 3],
  ])(
    'of %d, when %d of %d converted, and %d do as a rule',
    (trials, converted, seen, usual, mean, low, high) => {
      const expected = predictCount(trials, converted, seen, usual);
      expect(expected.mean).toBeCloseTo(mean, 12);
      expect([expected.low, expected.high]).toEqual([low, high]);
    },
  );

  test('of ten thousand, too, is a number', () => {
    expect(predictCount(10_000, 900, 7200, 0.1)).toMatchObject({ mean: expect.closeTo(1250, -1) });
  });
});

describe('calling the best leads', () => {
  /** A thousand leads, ranked perfectly by tenths: nine, eight … none of ten convert. */
  const probabilities = Float64Array.from({ length: 1000 }, (_, i) => 0.95 - 0.1 * Math.floor(i / 100));
  const labels = Uint8Array.from({ length: 1000 }, (_, i) => (i % 10 < 9 - Math.floor(i / 100) ? 1 : 0));
  const curves = traceCurves({ probabilities, labels });

  test('a tenth of them', () => {
    const plan = planCapacity(curves, 500, 50);
    expect(plan).toMatchObject({ share: 0.1, cutOff: 91 });
    // 90 of the best 100 converted, 450 of all 1,000.
    expect(plan.byScore).toEqual(predictCount(50, 90, 100, 0.45));
    expect(plan.atRandom).toEqual(predictCount(50, 450, 1000, 0.45));
  });

  test('all of them: no better than at random', () => {
    const { cutOff, byScore, atRandom } = planCapacity(curves, 70, 70);
    expect(cutOff).toBe(1);
    expect(byScore).toEqual(atRandom);
  });

  test('between two points of the curve, as much of the conversions as of the leads', () => {
    expect(planCapacity(curves, 1000, 150).byScore).toEqual(predictCount(150, 130, 150, 0.45));
  });

  test('whoever calls more reaches more, never less than at random, and cuts off lower', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 0, max: 599 }), (leads, some) => {
        const calls = some % leads;
        const [less, more] = [planCapacity(curves, leads, calls), planCapacity(curves, leads, calls + 1)];
        expect(more.byScore.mean).toBeGreaterThanOrEqual(less.byScore.mean);
        expect(more.cutOff).toBeLessThanOrEqual(less.cutOff);
        expect(more.byScore.mean).toBeGreaterThanOrEqual(more.atRandom.mean - 1e-9);
        expect(more.byScore.low).toBeLessThanOrEqual(more.byScore.high);
      }),
    );
  });
});
