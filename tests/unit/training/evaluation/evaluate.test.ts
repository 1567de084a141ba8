import { evaluate } from '../../../../lib/training/evaluation/evaluate.ts';
// scikit-learn 1.9.1; golden/metrics.py says how.
import golden from '../golden/metrics.json' with { type: 'json' };

test.each(Object.entries(golden))('agrees with scikit-learn: %s', (_name, expected) => {
  const figures = evaluate(Float64Array.from(expected.probabilities), Uint8Array.from(expected.labels));
  for (const metric of ['roc_auc', 'pr_auc', 'log_loss', 'brier', 'constant_log_loss'] as const) {
    expect(figures[metric]).toBeCloseTo(expected[metric], 12);
  }
  expect(figures.rows).toBe(expected.labels.length);
});
