import fc from 'fast-check';
import { evaluate, rocAuc } from '../../../../lib/learning/evaluation/evaluate.ts';
// scikit-learn 1.9.1 and scipy 1.17.1; golden/metrics.py says how.
import golden from '../golden/metrics.json' with { type: 'json' };
import { predictions, shuffle } from './predictions.ts';

test.each(Object.entries(golden))('agrees with scikit-learn and scipy: %s', (_name, expected) => {
  const figures = evaluate(Float64Array.from(expected.probabilities), Uint8Array.from(expected.labels));
  expect(figures).toEqual({
    rows: expected.labels.length,
    ...Object.fromEntries(
      Object.entries(expected.figures).map(([metric, figure]) => [metric, expect.closeTo(figure, 12)]),
    ),
  });
});

test('the order of the leads does not change a ranking figure by a bit, nor another but for rounding', () => {
  fc.assert(
    fc.property(predictions(), fc.integer(), (leads, seed) => {
      const figures = evaluate(leads.probabilities, leads.labels);
      const shuffled = shuffle(leads, seed);
      const { log_loss, brier, ece, ...ranking } = evaluate(shuffled.probabilities, shuffled.labels);
      expect(figures).toMatchObject(ranking);
      expect(log_loss).toBeCloseTo(figures.log_loss, 12);
      expect(brier).toBeCloseTo(figures.brier, 12);
      expect(ece).toBeCloseTo(figures.ece, 12);
    }),
  );
});

test('ROC-AUC is the same for scores on another scale, and turned round for scores turned round', () => {
  fc.assert(
    fc.property(predictions(), ({ probabilities, labels }) => {
      const area = rocAuc(probabilities, labels);
      expect(
        rocAuc(
          probabilities.map((p) => 3 + 2 * p),
          labels,
        ),
      ).toBe(area);
      expect(
        rocAuc(
          probabilities.map((p) => -p),
          labels,
        ),
      ).toBeCloseTo(1 - area, 12);
    }),
  );
});

test('leads of one class, or without a probability, are refused rather than measured as NaN', () => {
  const scores = Float64Array.of(0.1, 0.2);
  expect(() => evaluate(scores, Uint8Array.of(1, 1))).toThrow('both classes, got 2 converted of 2');
  expect(() => evaluate(scores, Uint8Array.of(0, 0))).toThrow('both classes, got 0 converted of 2');
  expect(() => evaluate(Float64Array.of(0.1, Number.NaN), Uint8Array.of(0, 1))).toThrow('got NaN for lead 1');
});

test('zero and minus zero are one score', () => {
  expect(rocAuc(Float64Array.of(0, -0), Uint8Array.of(1, 0))).toBe(0.5);
});
