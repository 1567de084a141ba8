import { logInterval } from '../../../lib/statistics/log-interval.ts';

test('is as wide to either side on the logarithm', () => {
  // numpy 2.4.6: 100 · exp(± 1.96 · 20 / 100)
  const { low, high } = logInterval(100, 20, 1.96);
  expect(low).toBeCloseTo(67.5704113960626, 10);
  expect(high).toBeCloseTo(147.99377114022886, 10);
});

test('of nothing it is nothing', () => {
  expect(logInterval(0, 0, 1.96)).toEqual({ low: 0, high: 0 });
});
