import fc from 'fast-check';
import { evaluate } from '../../../../lib/learning/evaluation/evaluate.ts';
import { traceCurves } from '../../../../lib/learning/evaluation/trace-curves.ts';
import { drawPredictions, predictions, shuffle } from './predictions.ts';

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Area below straight lines. */
const areaBelow = (x: readonly number[], y: readonly number[]) =>
  sum(x.slice(1).map((end, i) => ((end - x[i]!) * (y[i]! + y[i + 1]!)) / 2));

test('a ROC curve of many leads has few points and the area of them all', () => {
  const leads = drawPredictions(30_000, 1);
  const { roc, precision_recall } = traceCurves(leads);
  const { roc_auc, pr_auc } = evaluate(leads.probabilities, leads.labels);
  expect(roc.false_positive_rate.length).toBeLessThanOrEqual(201);
  expect(precision_recall.recall.length).toBeLessThanOrEqual(201);
  const { false_positive_rate: x, true_positive_rate: y } = roc;
  expect(Math.abs(areaBelow(x, y) - roc_auc)).toBeLessThan(1e-3);
  expect(Math.abs(areaBelow(precision_recall.recall, precision_recall.precision) - pr_auc)).toBeLessThan(
    5e-3,
  );
  expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
  expect(x).toEqual(x.toSorted((a, b) => a - b));
  expect(y).toEqual(y.toSorted((a, b) => a - b));
});

test('the order of the leads does not change what is drawn', () => {
  fc.assert(
    fc.property(predictions(), fc.integer(), (leads, seed) => {
      expect(traceCurves(shuffle(leads, seed))).toEqual(traceCurves(leads));
    }),
  );
});

test('every lead is in one tenth, one bin and one bar', () => {
  fc.assert(
    fc.property(predictions({ most: 300 }), (leads) => {
      const { rows, converted, lift, calibration, distribution } = traceCurves(leads);
      expect(sum(lift.map((tenth) => tenth.rows))).toBe(rows);
      expect(sum(lift.map((tenth) => tenth.converted))).toBeCloseTo(converted, 9);
      expect(lift.at(-1)!.gain).toBe(1);
      expect(sum(lift.map((tenth) => (tenth.lift * tenth.rows) / rows))).toBeCloseTo(1, 9);
      expect(
        Math.max(...lift.map((tenth) => tenth.rows)) - Math.min(...lift.map((tenth) => tenth.rows)),
      ).toBeLessThan(2);
      expect(sum(calibration.map((bin) => bin.rows))).toBe(rows);
      expect(sum(calibration.map((bin) => bin.rate * bin.rows))).toBeCloseTo(converted, 9);
      expect(sum(distribution.converted)).toBe(converted);
      expect(sum(distribution.not_converted)).toBe(rows - converted);
      const { edges } = distribution;
      distribution.converted.forEach((count, i) => {
        const isLast = i === distribution.converted.length - 1;
        const inside = leads.probabilities.filter(
          (p) => p >= edges[i]! && (p < edges[i + 1]! || (isLast && p === edges[i + 1])),
        );
        expect(inside.length).toBe(count + distribution.not_converted[i]!);
      });
    }),
  );
});

test('equal probabilities share out their conversions: where none tells leads apart, every tenth is alike', () => {
  const labels = Uint8Array.from({ length: 95 }, (_, i) => (i < 19 ? 1 : 0));
  const { lift, calibration, roc, precision_recall } = traceCurves({
    probabilities: new Float64Array(95).fill(0.2),
    labels,
  });
  for (const tenth of lift) expect(tenth.lift).toBeCloseTo(1, 12);
  expect(lift.map((tenth) => tenth.gain)).toEqual(
    [10, 19, 29, 38, 48, 57, 67, 76, 86, 95].map((end) => expect.closeTo(end / 95, 12)),
  );
  expect(calibration).toEqual([
    {
      rows: 95,
      mean_probability: expect.closeTo(0.2, 12),
      rate: 0.2,
      low: expect.any(Number),
      high: expect.any(Number),
    },
  ]);
  expect(roc).toEqual({ false_positive_rate: [0, 1], true_positive_rate: [0, 1] });
  expect(precision_recall).toEqual({ recall: [0, 1], precision: [0.2, 0.2] });
});

test('a tie across a border is split in proportion, the leads beside it are not', () => {
  // 20 leads: one converted on top, then three equal ones of which one converted, the others below.
  const probabilities = Float64Array.from({ length: 20 }, (_, i) =>
    i === 0 ? 0.9 : i < 4 ? 0.5 : 0.1 - i / 1000,
  );
  const labels = Uint8Array.from({ length: 20 }, (_, i) => (i === 0 || i === 3 ? 1 : 0));
  const [first, second, third] = traceCurves({ probabilities, labels }).lift;
  expect(first).toEqual({
    rows: 2,
    converted: expect.closeTo(4 / 3, 12),
    rate: expect.closeTo(2 / 3, 12),
    lift: expect.closeTo(20 / 3, 12),
    gain: expect.closeTo(2 / 3, 12),
  });
  expect(second!.converted).toBeCloseTo(2 / 3, 12);
  expect(second!.gain).toBe(1);
  expect(third!.converted).toBe(0);
});

test('of a calibrated model, about all intervals hold the mean probability', () => {
  const { calibration } = traceCurves(drawPredictions(20_000, 3));
  expect(calibration).toHaveLength(10);
  const held = calibration.filter(
    (bin) => bin.low <= bin.mean_probability && bin.mean_probability <= bin.high,
  );
  expect(held.length).toBeGreaterThanOrEqual(8);
});

test('the histogram ends at the multiple of 5 % where the probabilities do', () => {
  const edges = (top: number) =>
    traceCurves({ probabilities: Float64Array.of(0, top), labels: Uint8Array.of(0, 1) }).distribution.edges;
  expect(edges(0.31).at(-1)).toBe(0.35);
  expect(edges(0.35).at(-1)).toBe(0.35);
  expect(edges(1).at(-1)).toBe(1);
  expect(edges(0).at(-1)).toBe(0.05);
  expect(edges(1)).toHaveLength(41);
});
