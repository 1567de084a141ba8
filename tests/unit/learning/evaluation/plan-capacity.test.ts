import fc from 'fast-check';
import { buildScale } from '../../../../lib/learning/build-baseline.ts';
import { countScores } from '../../../../lib/learning/evaluation/count-scores.ts';
import { planCapacity } from '../../../../lib/learning/evaluation/plan-capacity.ts';
import { traceCurves } from '../../../../lib/learning/evaluation/trace-curves.ts';
import { predictCount } from '../../../../lib/statistics/predict-count.ts';

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
  const scale = buildScale(probabilities);
  const record = { curves, score_counts: countScores(scale, probabilities) };

  test('a tenth of them', () => {
    const plan = planCapacity(record, 500, 50);
    expect(plan).toMatchObject({ share: 0.1, cutOff: { above: 50, tied: 50, fit: 0 } });
    // 90 of the best 100 converted, 450 of all 1,000.
    expect(plan.byScore).toEqual(predictCount(50, 90, 100, 0.45));
    expect(plan.atRandom).toEqual(predictCount(50, 450, 1000, 0.45));
  });

  test('all of them: no better than at random', () => {
    const { cutOff, byScore, atRandom } = planCapacity(record, 70, 70);
    expect(cutOff).toEqual({ score: 1, above: 70, tied: 0, fit: 0 });
    expect(byScore).toEqual(atRandom);
  });

  test('between two points of the curve, as much of the conversions as of the leads', () => {
    expect(planCapacity(record, 1000, 150).byScore).toEqual(predictCount(150, 130, 150, 0.45));
  });

  test('whoever calls more reaches more, never less than at random, and cuts off lower', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 0, max: 599 }), (leads, some) => {
        const calls = some % leads;
        const [less, more] = [planCapacity(record, leads, calls), planCapacity(record, leads, calls + 1)];
        expect(more.byScore.mean).toBeGreaterThanOrEqual(less.byScore.mean);
        expect(more.cutOff!.score).toBeLessThanOrEqual(less.cutOff!.score);
        const { above, tied, fit } = less.cutOff!;
        expect((above ?? 0) + fit).toBe(calls);
        expect((above ?? 0) + tied).toBeGreaterThanOrEqual(calls);
        expect(Math.min(above ?? 0, fit)).toBeGreaterThanOrEqual(0);
        expect(more.byScore.mean).toBeGreaterThanOrEqual(more.atRandom.mean - 1e-9);
        expect(more.byScore.low).toBeLessThanOrEqual(more.byScore.high);
      }),
    );
  });

  test('the cut-off is counted: a score that very many leads share is not the rank that it names', () => {
    const counts = new Array<number>(99).fill(0);
    counts[98] = 8;
    counts[91] = 711;
    counts[40] = 7281;
    const cut = (leads: number, calls: number) =>
      planCapacity({ curves, score_counts: counts }, leads, calls).cutOff;
    expect(cut(8000, 400)).toEqual({ score: 93, above: 8, tied: 711, fit: 392 });
    expect(cut(8000, 719)).toEqual({ score: 42, above: 719, tied: 7281, fit: 0 });
    expect(cut(8000, 5)).toEqual({ score: 100, above: undefined, tied: 8, fit: 5 });
    // A tenth as many leads: .8 of them above.
    expect(cut(800, 40)).toEqual({ score: 93, above: 1, tied: 71, fit: 39 });
    // .1 of them above: hardly any, but some.
    expect(cut(100, 4)).toEqual({ score: 93, above: 0, tied: 9, fit: 4 });
    expect(cut(8000, 0)).toEqual({ score: 100, above: undefined, tied: 8, fit: 0 });
  });

  test('a record that does not count its scores names no cut-off', () => {
    expect(planCapacity({ curves }, 500, 50).cutOff).toBeUndefined();
  });
});
