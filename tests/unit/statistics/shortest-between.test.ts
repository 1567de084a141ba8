import fc from 'fast-check';
import { shortestBetween } from '../../../lib/statistics/shortest-between.ts';

test.each([
  [3.17, 4.06, 4],
  [0.1234, 0.1299, 0.127],
  [17, 18, 17],
  [17, 19, 18],
  [120, 190, 160],
  [-0.5, 0.5, 0],
  [-18, -17, -18],
  [99, 2001, 1000],
  [0.30000000000000004, 0.4, 0.35],
])('from %d to below %d: %d', (low, high, expected) => {
  expect(shortestBetween(low, high)).toBe(expected);
});

test('always from low to below high', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(number, number, (a, b) => {
      fc.pre(a < b);
      const between = shortestBetween(a, b);
      expect(between).toBeGreaterThanOrEqual(a);
      expect(between).toBeLessThan(b);
    }),
  );
});
