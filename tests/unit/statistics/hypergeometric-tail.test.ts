import { hypergeometricTail } from '../../../lib/statistics/hypergeometric-tail.ts';
import { logFactorial } from '../../../lib/statistics/log-factorial.ts';

// scipy 1.17.1: scipy.stats.hypergeom.logsf(at_least - 1, all, marked, drawn)
test.each([
  [12, 1000, 76, 12, -31.773872818346767],
  [20, 5000, 335, 20, -54.601704248034366],
  [12, 300, 23, 12, -34.118155819016636],
  [6, 300, 6, 6, -27.59313527200834],
  [40, 8000, 842, 60, -56.998828693186034],
  [150, 1000, 500, 160, -87.11520509188668],
])('at least %d marked of %d with %d marked, %d drawn', (atLeast, all, marked, drawn, expected) => {
  expect(hypergeometricTail(atLeast, { all, marked, drawn })).toBeCloseTo(expected, 9);
});

test('from the mean downwards the tail says nothing; above what there is it is empty', () => {
  expect(hypergeometricTail(1, { all: 100, marked: 10, drawn: 10 })).toBe(0);
  expect(hypergeometricTail(11, { all: 100, marked: 10, drawn: 20 })).toBe(Number.NEGATIVE_INFINITY);
});

test('a logarithm does not vanish where the probability does', () => {
  const log = hypergeometricTail(50_000, { all: 1_000_000, marked: 50_000, drawn: 50_000 });
  expect(log).toBeLessThan(-100_000);
  expect(Number.isFinite(log)).toBe(true);
});

test('ln n! is the sum of the logarithms', () => {
  let sum = 0;
  for (let n = 1; n <= 300; n++) {
    sum += Math.log(n);
    expect(logFactorial(n) / Math.max(sum, 1)).toBeCloseTo(sum / Math.max(sum, 1), 13);
  }
});
