import fc from 'fast-check';
import { measureDrift } from '../../../../lib/learning/evaluation/drift-over-time.ts';
// statsmodels 0.15.0; golden/splits.py says how.
import golden from '../golden/splits.json' with { type: 'json' };

/** As many leads in each of five years, of which so many converted. */
function leadsOf(converted: readonly number[], rows = 100) {
  const times = Float64Array.from({ length: 5 * rows }, (_, i) => Math.floor(i / rows) + 2020);
  const labels = Uint8Array.from(times, (year, i) => (i % rows < converted[year - 2020]! ? 1 : 0));
  return { times, labels };
}

test.each(golden.trend)('agrees with statsmodels: $converted of $rows', ({ converted, rows, z }) => {
  const { times, labels } = leadsOf(converted, rows);
  const drift = measureDrift(times, labels, 'year')!;
  expect(drift.z).toBeCloseTo(z, 9);
  expect(drift.rates).toEqual(converted.map((count) => count / rows));
  expect(drift.rows).toEqual([100, 100, 100, 100, 100]);
});

test('a trend that is certain and large is told with its figures', () => {
  const { times, labels } = leadsOf([10, 12, 15, 19, 30]);
  expect(measureDrift(times, labels, 'year')!.warning).toBe(
    'the conversion rate moves with year: 10.0 % in the first fifth of the leads, 30.0 % in the last; what is learned from the past may not hold, so measure forward in time (--time year) and retrain often',
  );
});

test.each([
  ['certain but small', [300, 310, 320, 330, 360], 1000],
  ['large but uncertain', [2, 3, 2, 3, 4], 20],
  ['none', [20, 20, 21, 19, 20], 100],
] as const)('a trend that is %s is not told', (_name, converted, rows) => {
  const { times, labels } = leadsOf(converted, rows);
  expect(measureDrift(times, labels, 'year')).not.toHaveProperty('warning');
});

test('leads of unknown time do not count, and neither do the order of the leads and the unit of the times', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.option(fc.nat(20), { nil: Number.NaN }), fc.boolean()), { maxLength: 60 }),
      (leads) => {
        const measure = (these: typeof leads, scale = (time: number) => time) =>
          measureDrift(
            Float64Array.from(these, ([time]) => scale(time)),
            Uint8Array.from(these, ([, label]) => Number(label)),
            'time',
          );
        const drift = measure(leads);
        expect(measure(leads.filter(([time]) => !Number.isNaN(time)))).toEqual(drift);
        expect(measure(leads.toReversed(), (time) => 86_400_000 * time)).toEqual(drift);
      },
    ),
  );
});

test('fewer than five times, or one class only, cannot move', () => {
  const few = Float64Array.from({ length: 40 }, (_, i) => i % 4);
  const labels = Uint8Array.from(few, (_, i) => (i % 3 === 0 ? 1 : 0));
  expect(measureDrift(few, labels, 'time')).toBeUndefined();
  expect(measureDrift(Float64Array.from(labels.keys()), new Uint8Array(40), 'time')).toBeUndefined();
  expect(measureDrift(new Float64Array(40).fill(Number.NaN), labels, 'time')).toBeUndefined();
});
