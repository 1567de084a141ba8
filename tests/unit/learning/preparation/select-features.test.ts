import {
  correctIntercept,
  positiveWeightOf,
} from '../../../../lib/learning/preparation/correct-intercept.ts';
import { SELECTION_DEFAULTS } from '../../../../lib/learning/preparation/preparation-options.ts';
import { selectFeatures } from '../../../../lib/learning/preparation/select-features.ts';
import type { Feature } from '../../../../lib/learning/table/encode-leads.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';
import { everyRow } from '../../../support/sample-leads.ts';

const ROWS = 3000;
const random = createRandom(3);
const noise = Float64Array.from({ length: ROWS }, () => random());
const signal = Float64Array.from({ length: ROWS }, () => random());
const labels = Uint8Array.from(signal, (x) => (random() < x / 2 ? 1 : 0));
const number = (field: string, values: Float64Array): Feature => ({ kind: 'number', field, values });
const level = (field: string, codes: ArrayLike<number>, levels: readonly string[]): Feature => ({
  kind: 'level',
  field,
  levels,
  codes: Uint16Array.from(codes),
});
const select = (features: readonly Feature[], options = {}) => {
  const selected = selectFeatures(
    { features, labels, rows: everyRow(ROWS) },
    { ...SELECTION_DEFAULTS, ...options },
  );
  return { kept: selected.features.map(({ field }) => field), leftOut: Object.fromEntries(selected.leftOut) };
};

test('leaves out what does not differ', () => {
  const { kept, leftOut } = select([
    number('noise', noise),
    number('one', new Float64Array(ROWS).fill(1)),
    number('nothing', new Float64Array(ROWS).fill(Number.NaN)),
    level('web', new Uint16Array(ROWS), ['web']),
  ]);
  expect(kept).toEqual(['noise']);
  expect(leftOut).toEqual({
    one: 'constant in the training leads',
    nothing: 'constant in the training leads',
    web: 'constant in the training leads',
  });
});

test('of two that tell the same, the one that says less of the outcome goes', () => {
  const cents = signal.map((x) => 100 * x);
  const blurred = signal.map((x) => x + 0.002 * random());
  expect(select([number('a', signal), number('b', cents)])).toEqual({
    kept: ['a'],
    leftOut: { b: 'tells the same as “a” (correlation 1.0000)' },
  });
  expect(select([number('a', signal), number('b', noise), number('c', blurred)]).kept).toHaveLength(2);
  expect(select([number('a', signal), number('b', cents)], { nearDuplicates: false }).kept).toEqual([
    'a',
    'b',
  ]);
});

test('numbers that are missing in different leads do not tell the same', () => {
  const holes = signal.map((x, i) => (i % 3 === 0 ? Number.NaN : x));
  expect(select([number('a', signal), number('b', holes)]).kept).toEqual(['a', 'b']);
});

test('levels that stand for each other one to one', () => {
  const codes = noise.map((x) => Math.floor(4 * x));
  const names = ['a', 'b', 'c', 'd'];
  const renamed = codes.map((code) => 3 - code);
  const coarser = codes.map((code) => Math.floor(code / 2));
  const { kept, leftOut } = select([
    level('x', codes, names),
    level('y', renamed, names),
    level('z', coarser, names),
  ]);
  expect(kept).toEqual(['x', 'z']);
  expect(leftOut).toEqual({ y: 'tells the same as “x” (one to one in 100.0 % of the leads)' });
});

test('a threshold of information value', () => {
  const { kept, leftOut } = select([number('noise', noise), number('signal', signal)], {
    informationValue: 0.05,
  });
  expect(kept).toEqual(['signal']);
  expect(leftOut.noise).toMatch(/^information value 0\.0\d{3}, below 0\.05$/);
});

test('class weights, and what they did to the odds taken back', () => {
  const classes = Uint8Array.from([1, 0, 0, 0, 1]);
  const rows = Int32Array.from([0, 1, 2, 3]);
  expect(positiveWeightOf('balanced', classes, rows)).toBe(3);
  expect(positiveWeightOf('none', classes, rows)).toBe(1);
  expect(positiveWeightOf(2.5, classes, rows)).toBe(2.5);
  expect(correctIntercept({ intercept: -1, terms: [] }, 3)).toEqual({
    intercept: -1 - Math.log(3),
    terms: [],
  });
});
