import fc from 'fast-check';
import type { CutOffRecord } from '../../../../lib/learning/evaluation/evaluation-record.ts';
import { measureCutOff } from '../../../../lib/learning/evaluation/measure-cut-off.ts';
import { tabulateCutOffs } from '../../../../lib/learning/evaluation/tabulate-cut-offs.ts';
import { wilsonInterval } from '../../../../lib/statistics/wilson-interval.ts';
// scikit-learn 1.2.1; golden/cut-offs.py says how.
import golden from '../golden/cut-offs.json' with { type: 'json' };
import { FORTY_LEADS } from './forty-leads.ts';
import { predictions } from './predictions.ts';

/** Scores 1 … 99 by hundredths of the probability. */
const SCALE = {
  percentiles: Array.from({ length: 98 }, (_, i) => (i + 1) / 100),
  grades: { A: 90, B: 70, C: 40 },
};
const marked = ({ points }: CutOffRecord, mark: string) => points.find(({ marks }) => marks.includes(mark));

describe.each(Object.entries(golden.cut_offs))('%s', (_, expected) => {
  const leads = {
    probabilities: Float64Array.from(expected.probabilities),
    labels: Uint8Array.from(expected.labels),
  };
  const { value, cost } = expected;
  const table = tabulateCutOffs(leads, 'holdout', { scale: SCALE, prices: { value, cost } });

  test('every cut-off has scikit-learn’s figures', () => {
    for (const { probability, precision, recall, specificity, f1 } of expected.points) {
      const found = measureCutOff(leads, probability);
      expect(found.precision.value).toBeCloseTo(precision, 12);
      expect(found.recall.value).toBeCloseTo(recall, 12);
      expect(found.specificity.value).toBeCloseTo(specificity, 12);
      expect(found.f1).toBeCloseTo(f1, 12);
    }
  });

  test('the best cut-offs are scikit-learn’s', () => {
    expect(marked(table, 'best F1')!.probability).toBe(expected.best_f1);
    expect(marked(table, 'best Youden')!.probability).toBe(expected.best_youden);
    expect(marked(table, 'best profit')!.probability).toBe(expected.best_profit.probability);
    expect(table.profit).toEqual({ value, cost, best_probability: expected.best_profit.probability });
    expect(marked(table, 'best profit')!.profit!.value).toBeCloseTo(expected.best_profit.per_1000, 9);
  });
});

test('the shares, probabilities and grades that are listed', () => {
  const probabilities = Float64Array.from({ length: 1000 }, (_, i) => (i + 0.5) / 1000);
  const labels = Uint8Array.from(probabilities, (p, i) => Number(p > 0.3 && i % 2 === 0));
  const table = tabulateCutOffs({ probabilities, labels }, 'cross_validation', { scale: SCALE });
  expect(marked(table, 'top 10 %')).toMatchObject({ rows: 100, contacted: 0.1 });
  expect(marked(table, 'top 1 %')!.rows).toBe(10);
  expect(marked(table, 'p ≥ 0.9')).toBe(marked(table, 'top 10 %'));
  // A score of 90 begins above the 89th hundredth.
  expect(marked(table, 'grade A')!.probability).toBeCloseTo(0.8905, 12);
  expect(marked(table, 'everyone')).toMatchObject({ rows: 1000, recall: { value: 1 }, contacted: 1 });
  expect(table.profit).toBeUndefined();
  const shown = table.points.map(({ probability }) => probability);
  expect(shown).toEqual([...new Set(shown)].sort((a, b) => b - a));
});

test('where no contact pays, no cut-off is the best', () => {
  const table = tabulateCutOffs(FORTY_LEADS, 'holdout', { scale: SCALE, prices: { value: 1, cost: 5 } });
  expect(table.profit!.best_probability).toBeNull();
  expect(marked(table, 'best profit')).toBeUndefined();
  for (const { profit } of table.points) expect(profit!.value).toBeLessThan(0);
});

test('intervals are Wilson’s, and wider where leads come in groups that are alike', () => {
  const { precision, rows, converted } = measureCutOff(FORTY_LEADS, 0.5);
  expect({ low: precision.low, high: precision.high }).toEqual(wilsonInterval(converted, rows));
  // Every lead four times: four times the leads say nothing more.
  const four = <T extends Float64Array | Uint8Array>(array: T) =>
    Array.from(array, (value) => [value, value, value, value]).flat();
  const copies = {
    probabilities: Float64Array.from(four(FORTY_LEADS.probabilities)),
    labels: Uint8Array.from(four(FORTY_LEADS.labels)),
  };
  const groups = Uint32Array.from(copies.labels.keys(), (lead) => Math.floor(lead / 4));
  const grouped = measureCutOff(copies, 0.5, groups).precision;
  expect(grouped.low).toBeCloseTo(precision.low, 2);
  expect(grouped.high).toBeCloseTo(precision.high, 2);
  expect(measureCutOff(copies, 0.5).precision.low).toBeGreaterThan(precision.low);
});

test('lower cut-offs contact more leads and reach more conversions', () => {
  fc.assert(
    fc.property(predictions(), (leads) => {
      const { points } = tabulateCutOffs(leads, 'holdout', { scale: SCALE, prices: { value: 9, cost: 2 } });
      points.forEach((point, i) => {
        const { recall, precision, specificity } = point;
        for (const { low, value, high } of [recall, precision, specificity])
          expect(low <= value && value <= high).toBe(true);
        expect(point.marks.length).toBeGreaterThan(0);
        if (i === 0) return;
        expect(point.probability).toBeLessThan(points[i - 1]!.probability);
        expect(recall.value).toBeGreaterThanOrEqual(points[i - 1]!.recall.value);
        expect(specificity.value).toBeLessThanOrEqual(points[i - 1]!.specificity.value);
      });
      const best = Math.max(...points.map(({ f1 }) => f1));
      expect(points.find(({ marks }) => marks.includes('best F1'))!.f1).toBe(best);
    }),
  );
});
