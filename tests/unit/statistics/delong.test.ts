import fc from 'fast-check';
import { delong } from '../../../lib/statistics/delong.ts';
import { rankScores } from '../../../lib/statistics/rank-scores.ts';
import { FORTY_LEADS } from '../learning/evaluation/forty-leads.ts';
import { predictions } from '../learning/evaluation/predictions.ts';

const { probabilities, labels, groups } = FORTY_LEADS;
const ranking = rankScores(probabilities, labels);

test('area and standard error are those of R’s pROC', () => {
  // R 4.2.2, pROC 1.18.0: r <- roc(y, p, direction = "<"); auc(r); sqrt(var(r, method = "delong"))
  const { area, standardError } = delong(ranking)!;
  expect(area).toBeCloseTo(0.617647058823529, 12);
  expect(standardError).toBeCloseTo(0.101826140080774, 12);
});

test('with groups the standard error is that of Obuchowski’s formulas', () => {
  // Her equations for S10, S01 and S11 in numpy 2.4, with the matrix of all pairs.
  expect(delong(ranking, { scores: probabilities, labels, groups })!.standardError).toBeCloseTo(
    0.07834545826019919,
    12,
  );
});

test('repeating every lead within its group changes nothing', () => {
  const twice = <T extends Float64Array | Uint8Array | Uint32Array>(array: T): T => {
    const all = new (array.constructor as new (length: number) => T)(2 * array.length);
    all.set(array as never);
    all.set(array as never, array.length);
    return all;
  };
  const [scores, outcomes, belongs] = [twice(probabilities), twice(labels), twice(groups)];
  const repeated = delong(rankScores(scores, outcomes), { scores, labels: outcomes, groups: belongs })!;
  const once = delong(ranking, { scores: probabilities, labels, groups })!;
  expect(repeated.standardError).toBeCloseTo(once.standardError, 12);
  // Without groups the same leads seem to tell more than they do.
  expect(delong(rankScores(scores, outcomes))!.standardError).toBeLessThan(delong(ranking)!.standardError);
});

test('is the variance of the placements, computed pair by pair', () => {
  fc.assert(
    fc.property(predictions(), ({ probabilities: p, labels: y }) => {
      const of = (label: number) => [...p].filter((_, i) => y[i] === label);
      const [others, converts] = [of(0), of(1)];
      const found = delong(rankScores(p, y));
      if (others.length < 2 || converts.length < 2) return expect(found).toBeUndefined();
      const wins = (a: number, b: number) => (a > b ? 1 : a === b ? 0.5 : 0);
      const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
      const variance = (values: readonly number[]) =>
        values.reduce((sum, x) => sum + (x - mean(values)) ** 2, 0) / (values.length - 1);
      const below = converts.map((a) => mean(others.map((b) => wins(a, b))));
      const above = others.map((b) => mean(converts.map((a) => wins(a, b))));
      const expected = variance(below) / below.length + variance(above) / above.length;
      expect(found!.standardError).toBeCloseTo(Math.sqrt(expected), 9);
    }),
  );
});

test('too few leads, or groups, have no standard error', () => {
  expect(delong(rankScores(Float64Array.of(1, 2, 3), Uint8Array.of(0, 1, 0)))).toBeUndefined();
  const one = new Uint32Array(labels.length);
  expect(delong(ranking, { scores: probabilities, labels, groups: one })).toBeUndefined();
});
