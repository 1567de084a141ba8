import { measuredOn } from '../../../lib/model/measured-on.ts';

test.each([
  [{ roc_auc: 0.772, log_loss: 0.3, rows: 600 }, 'hold-out'],
  [{ roc_auc: 0.784, log_loss: 0.3, folds: 5 }, '5 folds'],
  [{}, '–'],
])('figures %j are of: %s', (metrics: Record<string, number>, on) => {
  expect(measuredOn(metrics)).toBe(on);
});
