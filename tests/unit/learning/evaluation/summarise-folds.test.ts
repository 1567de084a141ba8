import { evaluate } from '../../../../lib/learning/evaluation/evaluate.ts';
import { poolFolds, summariseFolds } from '../../../../lib/learning/evaluation/summarise-folds.ts';
import { drawPredictions } from './predictions.ts';

const folds = [drawPredictions(200, 1), drawPredictions(300, 2), drawPredictions(100, 3)];
const perFold = folds.map(({ probabilities, labels }) => evaluate(probabilities, labels));
const summary = summariseFolds(folds);
const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test.each(['roc_auc', 'gini', 'ks', 'pr_auc'] as const)('%s is the mean over the folds', (metric) => {
  expect(summary[metric]).toBeCloseTo(average(perFold.map((figures) => figures[metric])), 12);
});

test.each(['rows', 'base_rate', 'log_loss', 'brier', 'ece', 'constant_log_loss', 'constant_brier'] as const)(
  '%s is that of all leads together',
  (figure) => {
    const { probabilities, labels } = poolFolds(folds);
    expect(summary[figure]).toBeCloseTo(evaluate(probabilities, labels)[figure], 12);
  },
);

test('sd is the population standard deviation over the folds', () => {
  expect(summary.folds).toBe(3);
  for (const metric of ['roc_auc', 'gini', 'ks', 'pr_auc', 'log_loss', 'brier', 'ece'] as const) {
    const values = perFold.map((figures) => figures[metric]);
    const squares = average(values.map((value) => value ** 2));
    expect(summary.sd[metric]).toBeCloseTo(Math.sqrt(squares - average(values) ** 2), 9);
  }
});
