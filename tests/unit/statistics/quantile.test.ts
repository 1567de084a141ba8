import fc from 'fast-check';
import { nearestRank } from '../../../lib/statistics/nearest-rank.ts';
import { quantile } from '../../../lib/statistics/quantile.ts';
import { runningSums } from '../../../lib/statistics/running-sums.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });

test('type 7 interpolates, type 1 names one of the numbers: R’s quantile(c(1, 2, 4, 8), p, type = …)', () => {
  const sorted = [1, 2, 4, 8];
  expect([0, 0.25, 0.5, 0.75, 1].map((p) => quantile(sorted, p))).toEqual([1, 1.75, 3, 5, 8]);
  expect([0, 0.25, 0.5, 0.9, 1].map((p) => nearestRank(sorted, p))).toEqual([1, 1, 2, 8, 8]);
});

test('the nearest rank does not slip by rounding: of 1 … 100, the share i ÷ 100 is i', () => {
  const sorted = Array.from({ length: 100 }, (_, i) => i + 1);
  for (const value of sorted) expect(nearestRank(sorted, value / 100)).toBe(value);
});

test('of counted numbers it is that of the numbers, each so many times', () => {
  const counted = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 4 })), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(counted, share, (pairs, p) => {
      const byValue = [...new Map(pairs)].sort(([a], [b]) => a - b);
      const repeated = byValue.flatMap(([value, count]) => new Array<number>(count).fill(value));
      const values = byValue.map(([value]) => value);
      const upTo = runningSums(byValue.map(([, count]) => count));
      expect(quantile(values, p, upTo)).toBe(quantile(repeated, p));
    }),
  );
});
