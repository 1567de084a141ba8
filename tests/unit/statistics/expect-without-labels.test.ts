import fc from 'fast-check';
import { expectWithoutLabels } from '../../../lib/statistics/expect-without-labels.ts';

test('of four leads', () => {
  // numpy, over all pairs
  const { conversions, rocAuc, logLoss } = expectWithoutLabels(Float64Array.of(0.1, 0.2, 0.5, 0.8));
  expect(conversions.mean).toBeCloseTo(1.6, 12);
  expect(conversions.standardError).toBeCloseTo(0.8124038, 7);
  expect(rocAuc).toBeCloseTo(0.8773585, 7);
  expect(logLoss.mean).toBeCloseTo(0.5047588, 7);
  // sqrt(sum(p (1 - p) logit(p)**2)) / 4
  expect(logLoss.standardError).toBeCloseTo(0.2561105, 7);
});

const share = fc.oneof(fc.constantFrom(0, 0.5, 1), fc.double({ min: 0, max: 1, noNaN: true }));

test('is the sum over all pairs, and finite, in any order', () => {
  fc.assert(
    fc.property(fc.array(share, { minLength: 1, maxLength: 30 }), (p) => {
      const found = expectWithoutLabels(Float64Array.from(p));
      let [won, pairs] = [0, 0];
      p.forEach((a, i) => {
        p.forEach((b, j) => {
          if (i === j) return;
          pairs += a * (1 - b);
          won += a * (1 - b) * (a > b ? 1 : a === b ? 0.5 : 0);
        });
      });
      if (found.rocAuc === undefined) expect(pairs).toBeLessThan(1e-9);
      else if (pairs > 1e-6) expect(found.rocAuc).toBeCloseTo(won / pairs, 8);
      for (const figure of [found.conversions, found.logLoss]) {
        expect(figure.mean).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(figure.mean) && Number.isFinite(figure.standardError)).toBe(true);
      }
      expect(expectWithoutLabels(Float64Array.from(p.toReversed()))).toEqual(found);
    }),
  );
});

test('certain leads leave nothing to rank, and nothing to lose', () => {
  const certain = expectWithoutLabels(Float64Array.of(0, 0));
  expect(certain).toEqual({
    conversions: { mean: 0, standardError: 0 },
    rocAuc: undefined,
    logLoss: { mean: 0, standardError: 0 },
  });
  expect(expectWithoutLabels(Float64Array.of(0, 1)).rocAuc).toBe(1);
  expect(() => expectWithoutLabels(new Float64Array())).toThrow(
    'expected at least one probability, got none',
  );
});
