import { measureOverTime } from '../../../../lib/learning/evaluation/measure-over-time.ts';
import { tellCalibration } from '../../../../lib/learning/evaluation/tell-calibration.ts';
import { drawPredictions } from './predictions.ts';

const DAY = 86_400_000;
const predictions = drawPredictions(600, 1);
const daily = Float64Array.from({ length: 600 }, (_, i) => Date.UTC(2026, 0, 1) + DAY * (i % 300));

test('cuts the leads into twelve stretches of about as many, none parted from others of its day', () => {
  const { periods } = measureOverTime({ ...predictions, times: daily }, 'day')!;
  expect(periods).toHaveLength(12);
  expect(periods.map(({ rows }) => rows)).toEqual(new Array(12).fill(50));
  expect(periods[0]).toMatchObject({ from: '2026-01-01', to: '2026-01-25' });
  const [first] = periods;
  const leads = [...daily.keys()].filter((lead) => lead % 300 < 25);
  const mean = (values: ArrayLike<number>) =>
    leads.reduce((sum, lead) => sum + values[lead]!, 0) / leads.length;
  expect(first!.rate).toBeCloseTo(mean(predictions.labels), 12);
  expect(first!.mean_probability).toBeCloseTo(mean(predictions.probabilities), 12);
});

test('leads without a time take no part, numbers stay numbers, and few times make few stretches', () => {
  const times = Float64Array.from({ length: 600 }, (_, i) => (i < 100 ? Number.NaN : i % 3));
  const { periods } = measureOverTime({ ...predictions, times }, 'batch')!;
  expect(periods.map(({ from, to }) => [from, to])).toEqual([
    ['0', '0'],
    ['1', '1'],
    ['2', '2'],
  ]);
  expect(periods.reduce((sum, { rows }) => sum + rows, 0)).toBe(500);
  expect(measureOverTime({ ...predictions, times: new Float64Array(600) }, 'batch')).toBeUndefined();
});

test('a stretch of one class has no ROC-AUC', () => {
  const labels = predictions.labels.map((label, i) => (i % 300 < 25 ? 0 : label));
  const { periods } = measureOverTime({ ...predictions, labels, times: daily }, 'day')!;
  expect(periods[0]!.roc_auc).toBeUndefined();
  expect(periods[1]!.roc_auc).toBeDefined();
});

test('a recalibration in words', () => {
  const line = { slope_error: 0.05, intercept: 0, intercept_error: 0.1, in_the_large_error: 0.05 };
  const tell = (slope: number, in_the_large: number) =>
    tellCalibration({ ...line, slope, in_the_large }, 0.2);
  expect(tell(0.6, 0)).toBe(
    'too extreme (slope 0.60 ± 0.05): high probabilities are too high and low ones too low; on the whole neither clearly too low nor too high',
  );
  expect(tell(1.4, 0.5)).toContain('too cautious (slope 1.40 ± 0.05)');
  // 20 % converted where odds were e^−.5 times as high: .25 · .6065 = .1516 to 1.
  expect(tell(1.4, 0.5)).toContain('too low on the whole: about 13.2 % where 20.0 % converted');
  expect(tell(1, -0.5)).toContain('too high on the whole');
  expect(tell(-0.4, 0)).toContain('upside down');
  expect(tellCalibration({ ...line, slope: 0.97, slope_error: 0.01, in_the_large: 0 }, 0.2)).toMatch(
    /^slightly too extreme/,
  );
});
