import fc from 'fast-check';
import { outOfFoldAuc } from '../../../lib/statistics/out-of-fold-auc.ts';
import { createRandom } from '../../../lib/statistics/random.ts';

test('two values that tell the outcome: 1; one value: .5', () => {
  expect(outOfFoldAuc([50, 50], [50, 0])).toBe(1);
  expect(outOfFoldAuc([100], [30])).toBe(0.5);
});

test('a value per lead says nothing, whatever the outcomes', () => {
  expect(outOfFoldAuc(Array(200).fill(1), [...Array(100).fill(1), ...Array(100).fill(0)])).toBe(0.5);
});

test('leads of one class, or none: .5', () => {
  expect(outOfFoldAuc([50, 50], [0, 0])).toBe(0.5);
  expect(outOfFoldAuc([], [])).toBe(0.5);
});

test('is about .5 where values of few leads have nothing to do with the outcome', () => {
  const random = createRandom(8);
  const total = Array.from({ length: 2000 }, () => 1 + Math.floor(5 * random()));
  const converted = total.map((leads) =>
    Array.from({ length: leads }, () => Number(random() < 0.2)).reduce((sum, label) => sum + label, 0),
  );
  expect(outOfFoldAuc(total, converted)).toBeCloseTo(0.5, 1);
});

test('two halves of known rates: about the area of the rates', () => {
  // Rates .3 and .1: area ½ + ½ · (.75 − .4375) = .656.
  expect(outOfFoldAuc([5000, 5000], [1500, 500])).toBeCloseTo(0.65625, 2);
});

test('lies in [0, 1] and is the same every time', () => {
  const values = fc.array(
    fc.nat(9).chain((total) => fc.tuple(fc.constant(total), fc.nat(total))),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(values, (counts) => {
      const [total, converted] = [counts.map(([leads]) => leads), counts.map(([, leads]) => leads)];
      const area = outOfFoldAuc(total, converted);
      expect(area).toBeGreaterThanOrEqual(0);
      expect(area).toBeLessThanOrEqual(1);
      expect(outOfFoldAuc(total, converted)).toBe(area);
    }),
  );
});
