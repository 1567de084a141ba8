import {
  compareWithConstant,
  judgeWorth,
} from '../../../../lib/learning/evaluation/compare-with-constant.ts';
import { evaluate } from '../../../../lib/learning/evaluation/evaluate.ts';
import { summariseFolds } from '../../../../lib/learning/evaluation/summarise-folds.ts';
import { aucError, measureAuc } from '../../../../lib/statistics/auc-error.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';
import { drawPredictions } from './predictions.ts';

test('the constant is the rate of the leads that were learned from, on the leads that are measured', () => {
  const leads = drawPredictions(400, 1);
  const rate = leads.labels.reduce((sum, label) => sum + label, 0) / 400;
  const figures = evaluate(leads.probabilities, leads.labels, 0.9);
  expect(figures.constant_log_loss).toBeCloseTo(-rate * Math.log(0.9) - (1 - rate) * Math.log(0.1), 12);
  expect(figures.constant_brier).toBeCloseTo(rate * 0.01 + (1 - rate) * 0.81, 12);
  const folds = [
    { ...leads, constant: 0.9 },
    { ...drawPredictions(100, 2), constant: 0.1 },
  ];
  const { constant_log_loss } = summariseFolds(folds);
  expect(constant_log_loss).toBeCloseTo(
    (4 * figures.constant_log_loss +
      evaluate(folds[1]!.probabilities, folds[1]!.labels, 0.1).constant_log_loss) /
      5,
    12,
  );
});

test('a useless model far from its constant’s own rate is not called better for it', () => {
  const random = createRandom(3);
  // Learned at 25 %, measured at 62 %: a constant of the measured leads would have flattered neither.
  const labels = Uint8Array.from({ length: 300 }, () => Number(random() < 0.62));
  const probabilities = Float64Array.from(labels, () => 0.25 + 0.02 * (random() - 0.5));
  const verdict = judgeWorth(compareWithConstant('holdout', [{ probabilities, labels, constant: 0.25 }])!, 1);
  expect(verdict.better).toBe(false);
  expect(verdict.text).toMatch(/^useless as measured: no better than always answering the base rate/);
});

test('a calibrated model is better; one that only ranks is told to rank', () => {
  const leads = drawPredictions(500, 4);
  const constant = leads.labels.reduce((sum, label) => sum + label, 0) / 500;
  const good = judgeWorth(compareWithConstant('cross_validation', [{ ...leads, constant }])!, 3);
  expect(good.better).toBe(true);
  expect(good.text).toMatch(/^better than always answering the base rate, by \d+\.\d standard errors: /);
  const shifted = { ...leads, probabilities: leads.probabilities.map((p) => 0.9 + p / 20) };
  const ranking = judgeWorth(compareWithConstant('holdout', [{ ...shifted, constant }])!, 1);
  expect(ranking.better).toBe(false);
  expect(ranking.text).toContain('although its order of the leads tells something');
});

test('leads that stand twice do not make the error smaller', () => {
  const leads = drawPredictions(200, 5);
  const double = {
    probabilities: Float64Array.from([...leads.probabilities, ...leads.probabilities]),
    labels: Uint8Array.from([...leads.labels, ...leads.labels]),
    groups: Uint32Array.from({ length: 400 }, (_, i) => i % 200),
    constant: 0.3,
  };
  const once = compareWithConstant('holdout', [{ ...leads, constant: 0.3 }])!;
  const grouped = compareWithConstant('holdout', [double])!;
  expect(grouped.standard_error).toBeCloseTo(once.standard_error, 12);
  expect(grouped.roc_auc_error).toBeCloseTo(once.roc_auc_error, 12);
  const { groups: _, ...apart } = double;
  expect(compareWithConstant('holdout', [apart])!.standard_error).toBeLessThan(0.75 * once.standard_error);
  const one = { ...leads, constant: 0.3, groups: new Uint32Array(200) };
  expect(compareWithConstant('holdout', [one])).toBeUndefined();
});

test('the area and its error agree with the other ways to compute them', () => {
  const { probabilities, labels } = drawPredictions(2000, 6, (u) => 0.3 + 0.4 * u);
  const { area, error } = measureAuc(probabilities, labels);
  expect(area).toBeCloseTo(evaluate(probabilities, labels).roc_auc, 12);
  const converts = labels.reduce((sum, label) => sum + label, 0);
  expect(error / aucError(area, converts, 2000 - converts)).toBeCloseTo(1, 1);
  // Ties count half: three pairs of four.
  expect(measureAuc(Float64Array.of(1, 1, 2, 0), Uint8Array.of(1, 0, 1, 0)).area).toBe(0.875);
});
