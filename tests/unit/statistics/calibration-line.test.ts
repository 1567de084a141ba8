import fc from 'fast-check';
import { calibrationLine } from '../../../lib/statistics/calibration-line.ts';
import { logit } from '../../../lib/statistics/logit.ts';
import { sigmoid } from '../../../lib/statistics/sigmoid.ts';

const SIXTY = '101001010100100101010101111111001110001010111011111101111111';
const probabilities = Float64Array.from(SIXTY, (_, i) => sigmoid(-1 + 0.05 * i + Math.sin(3 * i)));
const labels = Uint8Array.from(SIXTY, Number);

test('slope and intercept with their errors are those of logistic regression', () => {
  // numpy: Newton's steps on [1, logit p] and on [1] with logit p as offset, errors from the inverse of X'WX;
  // scikit-learn 1.9.1, LogisticRegression(C=inf), has the same slope
  const { slope, intercept } = calibrationLine(probabilities, labels);
  expect(slope!.value).toBeCloseTo(0.95799357, 8);
  expect(slope!.standardError).toBeCloseTo(0.31263754, 8);
  expect(intercept!.value).toBeCloseTo(0.2192199, 7);
  expect(intercept!.standardError).toBeCloseTo(0.30036897, 8);
});

test('log-odds that are doubled have half the slope; shifted ones keep it and have the shift as intercept', () => {
  const before = calibrationLine(probabilities, labels);
  const doubled = calibrationLine(
    probabilities.map((p) => sigmoid(2 * logit(p))),
    labels,
  );
  expect(doubled.slope!.value).toBeCloseTo(before.slope!.value / 2, 9);
  const shifted = calibrationLine(
    probabilities.map((p) => sigmoid(logit(p) + 1.5)),
    labels,
  );
  expect(shifted.slope!.value).toBeCloseTo(before.slope!.value, 9);
  expect(shifted.intercept!.value).toBeCloseTo(before.intercept!.value - 1.5, 9);
});

test('what the leads do not tell is undefined', () => {
  const of = (p: number[], y: number[]) => calibrationLine(Float64Array.from(p), Uint8Array.from(y));
  expect(of([0.2, 0.7], [1, 1])).toEqual({ slope: undefined, intercept: undefined });
  expect(of([], [])).toEqual({ slope: undefined, intercept: undefined });
  const separated = of([0.1, 0.2, 0.6, 0.8], [0, 0, 1, 1]);
  expect(separated.slope).toBeUndefined();
  // scipy.optimize.brentq: the shift with which the probabilities sum to 2
  expect(separated.intercept!.value).toBeCloseTo(0.45872756, 8);
  expect(of([0.4, 0.4, 0.4], [0, 1, 0]).slope).toBeUndefined();
  expect(of([0.4, 0.4], [0, 1]).intercept!.value).toBeCloseTo(-logit(0.4), 9);
});

test('the figures are finite, and at the maximum: what is expected is what came', () => {
  const lead = fc.record({
    p: fc.oneof(fc.constantFrom(0, 1, 1e-300, 0.5), fc.double({ min: 0, max: 1, noNaN: true })),
    y: fc.constantFrom(0, 1),
  });
  fc.assert(
    fc.property(fc.array(lead, { maxLength: 40 }), (leads) => {
      const p = Float64Array.from(leads, (l) => Math.min(Math.max(l.p, 1e-6), 1 - 1e-6));
      const y = Uint8Array.from(leads, (l) => l.y);
      const { slope, intercept } = calibrationLine(
        Float64Array.from(leads, (l) => l.p),
        y,
      );
      for (const estimate of [slope, intercept])
        if (estimate !== undefined) {
          expect(Number.isFinite(estimate.value)).toBe(true);
          expect(Number.isFinite(estimate.standardError)).toBe(true);
        }
      if (intercept === undefined) return expect(new Set(y).size).toBeLessThan(2);
      const expected = p.reduce((sum, each) => sum + sigmoid(logit(each) + intercept.value), 0);
      expect(expected).toBeCloseTo(
        y.reduce((sum, label) => sum + label, 0),
        6,
      );
    }),
  );
});
