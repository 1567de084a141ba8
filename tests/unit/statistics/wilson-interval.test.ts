import { wilsonInterval } from '../../../lib/statistics/wilson-interval.ts';
// scipy 1.17.1; golden/calibration.py says how.
import golden from '../learning/golden/calibration.json' with { type: 'json' };

test.each(golden.wilson)('agrees with scipy: $count of $rows', ({ count, rows, low, high }) => {
  const interval = wilsonInterval(count, rows);
  expect(interval.low).toBeCloseTo(low, 12);
  expect(interval.high).toBeCloseTo(high, 12);
});
