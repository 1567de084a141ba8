import type { DateField, Lead } from '../../../lib/lead/schema.ts';
import type { Term } from '../../../lib/model/artifact.ts';
import { compileModel } from '../../../lib/model/compile-model.ts';
import { datePart, dayNumber } from '../../../lib/model/date-part.ts';
import { sweepDate, timedFields } from '../../../web/src/score/sweep-date.ts';
import { EXAMPLE_LEAD, exampleArtifact, exampleTreesArtifact } from '../../support/example-model.ts';

const base = { feature: 'first_contact', missing: 0, mean: 0, other: 0 } as const;
const WEEKDAY: Term = { ...base, kind: 'category', part: 'weekday', values: { '1': 0.3, '7': -0.3 } };
const MONTH: Term = { ...base, kind: 'category', part: 'month', values: { '01': 1, '06': -1 } };
const HOUR: Term = { ...base, kind: 'category', part: 'hour', values: { '09': 1 } };
const DAYPART: Term = { ...base, kind: 'category', part: 'daypart', values: { morning: 1, night: -1 } };
const DAYS: Term = { ...base, kind: 'linear', part: 'days', steps: [], weight: 0.001 };

const modelOf = (...terms: Term[]) => compileModel(exampleArtifact({ terms }));
const field: DateField = {
  name: 'first_contact',
  type: 'date',
  required: false,
  range: ['2024-01-01', '2025-12-31'],
};
const lead = (first_contact: string | null): Lead => ({ ...EXAMPLE_LEAD, first_contact });

test('a weekday pattern has seven values, Monday first, and is no zigzag over two years', () => {
  const model = modelOf(WEEKDAY);
  const [swept, ...others] = sweepDate(model, field, lead('2025-03-05'));
  expect(others).toEqual([]);
  expect(swept!.part).toBe('weekday');
  expect(swept!.values.map(({ value }) => value)).toEqual(
    ['03', '04', '05', '06', '07', '08', '09'].map((day) => `2025-03-${day}`),
  );
  expect(swept!.now).toBe(2);
  const [monday, tuesday, , , , , sunday] = swept!.values.map(({ probability }) => probability);
  expect(monday).toBeGreaterThan(tuesday!);
  expect(sunday).toBeLessThan(tuesday!);
});

test('every part that the model looks at is shown by itself, the weekday as it is', () => {
  const model = modelOf(WEEKDAY, MONTH, DAYS, HOUR, DAYPART);
  const swept = sweepDate(model, field, lead('2025-03-05T09:30:00'));
  expect(swept.map(({ part, values }) => [part, values.length])).toEqual([
    ['days', expect.any(Number)],
    ['month', 12],
    ['weekday', 7],
    ['daypart', 4],
    ['hour', 24],
  ]);
  for (const { part, values, now } of swept) {
    const dates = values.map(({ value }) => String(value));
    expect(dates[now]).toBe('2025-03-05T09:30:00');
    // What is shown is what the scorer says.
    for (const { value, probability } of values)
      expect(probability).toBe(model.score({ ...lead(null), first_contact: value }).probability);
    if (part === 'days' || part === 'month')
      expect(new Set(dates.map((date) => datePart('weekday', date)))).toEqual(new Set(['3']));
    if (part === 'month') expect(dates.map((date) => date.slice(5, 7))).toEqual(MONTHS);
    if (part === 'daypart')
      expect(dates.map((date) => datePart('daypart', date))).toEqual([
        ...['night', 'morning', 'afternoon', 'evening'],
      ]);
    else if (part !== 'hour')
      expect(new Set(dates.map((date) => date.slice(10)))).toEqual(new Set(['T09:30:00']));
  }
});

test('a trend over time is a line through the usual range and the own day', () => {
  const [{ values, now } = never()] = sweepDate(modelOf(WEEKDAY, DAYS), field, lead('2026-06-03'));
  const days = values.map(({ value }) => dayNumber(String(value)));
  expect(days).toEqual([...days].sort((a, b) => a - b));
  expect(days[0]! - dayNumber('2024-01-01')).toBeLessThan(60);
  expect(values[now]!.value).toBe('2026-06-03');
  const probabilities = values.map(({ probability }) => probability);
  expect(probabilities).toEqual([...probabilities].sort((a, b) => a - b));
  expect(values.length).toBeLessThanOrEqual(62);
});

test('a pair that looks at the weekday shows it, too', () => {
  const pair: Term = {
    kind: 'pair',
    features: ['visits', 'first_contact'],
    axes: [{ edges: [10] }, { part: 'weekday', levels: ['1'] }],
    values: [
      [1, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
    mean: 0,
  };
  expect(sweepDate(modelOf(pair), field, lead('2025-03-05')).map(({ part }) => part)).toEqual(['weekday']);
});

test('without a date none is the own; a date that the model does not look at has no part', () => {
  const [swept] = sweepDate(modelOf(WEEKDAY), field, lead(null));
  expect(swept!.now).toBe(-1);
  expect(sweepDate(modelOf(), field, lead('2025-03-05'))).toEqual([]);
});

const MONTHS = Array.from({ length: 12 }, (_, i) => String(i + 1).padStart(2, '0'));
const never = (): never => {
  throw new Error('expected a part');
};

test.each([
  ['weekday', [WEEKDAY, DAYS], []],
  ['part of day', [WEEKDAY, DAYPART], ['first_contact']],
  ['hour', [HOUR], ['first_contact']],
])('a model of the %s asks for a time of day or not', (_, terms, fields) => {
  expect([...timedFields(modelOf(...terms).artifact)]).toEqual(fields);
});

test('a date that only trees look at is shown by the parts that they look at', () => {
  const level = (part: 'weekday' | 'hour', values: Record<string, number>) =>
    ({ kind: 'level', feature: 'first_contact', part, values, other: 0, missing: null }) as const;
  const trees = exampleTreesArtifact().trees!;
  const artifact = exampleTreesArtifact({
    trees: { ...trees, inputs: [trees.inputs[0]!, level('weekday', { '1': 1 }), level('hour', { '09': 1 })] },
  });
  const model = compileModel(artifact);
  const swept = sweepDate(model, field, lead('2025-03-05T09:30:00'));
  expect(swept.map(({ part }) => part)).toEqual(['weekday', 'hour']);
  for (const { values } of swept)
    for (const { value, probability } of values)
      expect(probability).toBe(model.probabilityOf({ ...lead(null), first_contact: value }));
  expect([...timedFields(artifact)]).toEqual(['first_contact']);
});
