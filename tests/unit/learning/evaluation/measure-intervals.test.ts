import { evaluate } from '../../../../lib/learning/evaluation/evaluate.ts';
import { measureIntervals } from '../../../../lib/learning/evaluation/measure-intervals.ts';
import { FORTY_LEADS } from './forty-leads.ts';
import { drawPredictions } from './predictions.ts';

test('the golden values of R', () => {
  // pROC 1.18.0 for ROC-AUC; sd(x) / sqrt(40) of the losses and squares, R 4.2.2
  const { roc_auc, gini, log_loss, brier } = measureIntervals(FORTY_LEADS, 1);
  expect(roc_auc!.standard_error).toBeCloseTo(0.101826140080774, 10);
  // On the scale of log-odds: plogis(qlogis(auc) + c(-1, 1) * qnorm(.975) * se / (auc * (1 - auc)))
  expect(roc_auc!.low).toBeCloseTo(0.409624924142, 10);
  expect(roc_auc!.high).toBeCloseTo(0.78995634517, 10);
  expect(gini!.low).toBeCloseTo(2 * roc_auc!.low - 1, 12);
  expect(log_loss!.standard_error).toBeCloseTo(0.128189092131, 10);
  expect(brier!.standard_error).toBeCloseTo(0.0447764631681, 10);
});

test('the same seed gives the same intervals, and groups other ones', () => {
  const found = measureIntervals(FORTY_LEADS, 7);
  expect(measureIntervals(FORTY_LEADS, 7)).toEqual(found);
  const grouped = measureIntervals(FORTY_LEADS, 7, FORTY_LEADS.groups);
  for (const figure of ['roc_auc', 'pr_auc', 'log_loss', 'brier'] as const) {
    expect(grouped[figure]!.standard_error).not.toBeCloseTo(found[figure]!.standard_error, 6);
  }
});

test('of 100 samples the intervals hold the true figure about 95 times', () => {
  const truth = drawPredictions(200_000, 99);
  const expected = evaluate(truth.probabilities, truth.labels);
  const figures = ['roc_auc', 'pr_auc', 'log_loss', 'brier'] as const;
  const held = Object.fromEntries(figures.map((figure) => [figure, 0])) as Record<
    (typeof figures)[number],
    number
  >;
  for (let seed = 0; seed < 100; seed++) {
    const found = measureIntervals(drawPredictions(300, seed), seed);
    for (const figure of figures) {
      const { low, high } = found[figure]!;
      if (low <= expected[figure] && expected[figure] <= high) held[figure] += 1;
    }
  }
  // 95 less three binomial standard deviations.
  for (const figure of figures) expect(held[figure]).toBeGreaterThanOrEqual(88);
}, 60_000);

test('a figure without an interval has none', () => {
  const probabilities = Float64Array.of(0.1, 0.2, 0.8, 0.9);
  const found = measureIntervals({ probabilities, labels: Uint8Array.of(0, 0, 1, 1) }, 1);
  expect(found.roc_auc).toBeUndefined();
  expect(found.log_loss!.standard_error).toBeGreaterThan(0);
  expect(measureIntervals(FORTY_LEADS, 1, new Uint32Array(40))).toEqual({});
});
