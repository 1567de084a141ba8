import { meanInterval } from '../../../lib/statistics/mean-interval.ts';

test('is that of Student’s t distribution', () => {
  // scipy 1.17.1: x.mean(), sem(x), t.interval(.95, 4, x.mean(), sem(x))
  const { mean, standardError, low, high } = meanInterval(Float64Array.of(1.5, 2, 7, 3.25, 9));
  expect(mean).toBeCloseTo(4.55, 12);
  expect(standardError).toBeCloseTo(1.471393896956216, 12);
  expect(low).toBeCloseTo(0.4647556, 2);
  expect(high).toBeCloseTo(8.6352442, 2);
});

test('one value has no interval', () => {
  expect(() => meanInterval(Float64Array.of(3))).toThrow('expected at least 2');
});
