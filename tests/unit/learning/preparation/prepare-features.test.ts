import fc from 'fast-check';
import {
  PREPARATION_DEFAULTS,
  type PreparationOptions,
} from '../../../../lib/learning/preparation/preparation-options.ts';
import {
  type PreparedNumber,
  prepareFeatures,
} from '../../../../lib/learning/preparation/prepare-features.ts';
import type { Feature } from '../../../../lib/learning/table/encode-leads.ts';
import { applySteps } from '../../../../lib/model/apply-steps.ts';
import { everyRow } from '../../../support/sample-leads.ts';

const numbers = (values: readonly number[]): Feature => ({
  kind: 'number',
  field: 'x',
  values: Float64Array.from(values),
});
const prepare = (
  values: readonly number[],
  options: Partial<PreparationOptions> = {},
  rows = everyRow(values.length),
) => prepareFeatures([numbers(values)], rows, { ...PREPARATION_DEFAULTS, ...options })[0] as PreparedNumber;
const applied = ({ steps }: PreparedNumber, values: readonly number[]) =>
  values.filter((x) => !Number.isNaN(x)).map((x) => applySteps(steps, x));
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

const anyNumber = fc.oneof(
  fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
  fc.constantFrom(0, -0, 1, Number.NaN, 1e300, -1e300, 5e-324),
);
const anyOptions = fc.record({
  impute: fc.constantFrom<'mean' | 'median'>('mean', 'median'),
  missingEffect: fc.boolean(),
  winsorise: fc.constantFrom(0, 0.01, 0.25),
  transform: fc.constantFrom<PreparationOptions['transform']>('auto', 'none', 'log1p', 'yeo-johnson'),
  normalise: fc.boolean(),
});

test('nothing that comes in makes anything but finite numbers', () => {
  fc.assert(
    fc.property(fc.array(anyNumber, { minLength: 1, maxLength: 60 }), anyOptions, (values, options) => {
      const prepared = prepare(values, options);
      expect(Number.isFinite(prepared.fill)).toBe(true);
      for (const x of applied(prepared, [...values, 1e308, -1e308])) expect(Number.isFinite(x)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('a larger number never becomes a smaller one', () => {
  fc.assert(
    fc.property(fc.array(anyNumber, { minLength: 2, maxLength: 60 }), anyOptions, (values, options) => {
      const known = values.filter((x) => !Number.isNaN(x)).sort((a, b) => a - b);
      const after = applied(prepare(values, options), known);
      for (let i = 1; i < after.length; i++) expect(after[i]).toBeGreaterThanOrEqual(after[i - 1]!);
    }),
    { numRuns: 500 },
  );
});

test('numbers end with mean 0 and standard deviation 1, and a missing one counts as the mean', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6, NaN];
  const after = applied(prepare(values), values);
  expect(mean(after)).toBeCloseTo(0, 12);
  expect(mean(after.map((x) => x * x))).toBeCloseTo(1, 12);
  expect(prepare(values)).toMatchObject({ missingRows: 1, fill: 0, ownMissingEffect: true });
});

test('or as the median, after the steps; without normalisation as they are', () => {
  const values = [1, 2, 3, 4, 100, NaN];
  const options = { transform: 'none' } as const;
  const prepared = prepare(values, { ...options, impute: 'median' });
  expect(prepared.fill).toBe(applySteps(prepared.steps, 3));
  expect(prepare(values, { ...options, impute: 'median', normalise: false }).fill).toBe(3);
  expect(prepare(values, { ...options, normalise: false }).fill).toBe(22);
});

test('winsorising clips at quantiles, and leaves a number of which nearly all are one value alone', () => {
  const values = Array.from({ length: 101 }, (_, i) => i);
  expect(prepare(values, { winsorise: 0.05 }).steps[0]).toEqual({ op: 'clip', low: 5, high: 95 });
  expect(prepare(values).steps[0]).toEqual({ op: 'clip', low: 0, high: 100 });
  const rare = Array.from({ length: 100 }, (_, i) => (i < 3 ? 7 : 0));
  expect(prepare(rare, { winsorise: 0.05 }).steps[0]).toEqual({ op: 'clip', low: 0, high: 7 });
});

test('what is measured on some leads is learned from the others alone', () => {
  const values = Array.from({ length: 100 }, (_, i) => Math.exp(i / 20));
  const rows = Int32Array.from({ length: 80 }, (_, i) => i);
  const others = values.map((x, i) => (i < 80 ? x : -1e9));
  for (const transform of ['auto', 'yeo-johnson'] as const) {
    const { steps, fill, missingRows } = prepare(values, { transform }, rows);
    const again = prepare(others, { transform }, rows);
    expect({ steps: again.steps, fill: again.fill, missingRows: again.missingRows }).toEqual({
      steps,
      fill,
      missingRows,
    });
  }
});

test('a constant keeps its place without a scale; a number that nobody has says nothing', () => {
  const constant = prepare([4, 4, 4]);
  expect(applied(constant, [4, 5])).toEqual([0, 0]);
  expect(prepare([NaN, NaN])).toMatchObject({ steps: [], fill: 0, missingRows: 2 });
});

test('levels in few leads share "other"; missing ones are counted apart', () => {
  const levels = ['web', 'fair', 'phone'];
  const codes = [...Array(30).fill(0), ...Array(19).fill(1), ...Array(20).fill(2), 3, 3];
  const feature: Feature = { kind: 'level', field: 'source', levels, codes: Uint16Array.from(codes) };
  const [prepared] = prepareFeatures([feature], everyRow(codes.length));
  expect(prepared).toMatchObject({ own: [0, 2], otherRows: 19, missingRows: 2 });
  const [kept] = prepareFeatures([feature], everyRow(codes.length), {
    ...PREPARATION_DEFAULTS,
    rareLevelRows: 1,
  });
  expect(kept).toMatchObject({ own: [0, 1, 2], otherRows: 0 });
});
