import * as fc from 'fast-check';
import type { ExportedField, Step, Value } from '../../../../lib/importing/scikit/export-file.ts';
import { foldColumn } from '../../../../lib/importing/scikit/fold-column.ts';
import { after, before, lastWhere } from '../../../../lib/importing/scikit/neighbours.ts';
import { runSteps } from '../../../../lib/importing/scikit/run-steps.ts';
import { compileInput } from '../../../../lib/model/trees/compile-input.ts';

const NUMBER: ExportedField = { name: 'x', type: 'number' };

/** Numbers that meet edges often, and others. */
const number = fc.oneof(
  fc.integer({ min: -4, max: 4 }),
  fc.double({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true }),
);
const code = fc.integer({ min: -1, max: 4 });

/** Rounding keeps the order of what these make; a library's logarithm may not, by one bit. */
const numberStep = fc.oneof(
  fc.record({ op: fc.constant('scale' as const), mean: number, sd: fc.constantFrom(0.3, 1, 7) }),
  fc.record({ op: fc.constant('affine' as const), factor: fc.constantFrom(0.25, 3), add: number }),
  fc.record({ op: fc.constant('clip' as const), low: fc.constant(-1), high: fc.constant(2.5) }),
);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  numberStep,
  fc.record({ op: fc.constant('impute' as const), value: number }),
  fc.constant({ op: 'missing' } as const),
  fc.record({
    op: fc.constant('bins' as const),
    edges: fc.uniqueArray(number, { maxLength: 4 }).map((edges) => edges.sort((a, b) => a - b)),
  }),
  fc.record({
    op: fc.constant('is' as const),
    levels: fc.array(fc.oneof(code, fc.constant(null)), { maxLength: 3 }),
    negated: fc.boolean(),
  }),
  fc.record({
    op: fc.constant('codes' as const),
    levels: fc.constant([2, 0, 1, 3]),
    codes: fc.constant([0, 1, 2, 2]),
    other: fc.option(code),
    missing: fc.option(code),
  }),
  fc.record({ op: fc.constant('known' as const), codes: fc.uniqueArray(code, { maxLength: 4 }) }),
);

test('a folded number gives what its steps give, at every edge and beside it', () => {
  fc.assert(
    fc.property(
      fc.array(anyStep, { maxLength: 4 }),
      fc.array(fc.option(number), { maxLength: 20 }),
      (steps, xs) => {
        const input = foldColumn({ source: 'x', steps }, NUMBER);
        const { read } = compileInput(input);
        const edges = input.kind === 'bins' ? input.edges : [];
        for (const x of [...xs, ...edges, ...edges.map(before), ...edges.map(after)])
          expect(read(x) + 0).toBe(runSteps(steps, x) + 0);
      },
    ),
  );
});

test.each([
  ['words', { name: 'x', type: 'category', levels: ['a', 'b', 'c'] }, ['a', 'c', 'unseen', null]],
  ['booleans', { name: 'x', type: 'boolean' }, [true, false, null]],
] as const)('folded %s give what their steps give', (_, field, values) => {
  const steps: Step[] = [
    { op: 'impute', value: values[0] },
    { op: 'codes', levels: ['a', 'b', true], codes: [1, 2, 3], other: -1, missing: -2 },
    { op: 'scale', mean: 1, sd: 2 },
  ];
  const { read } = compileInput(foldColumn({ source: 'x', steps }, field));
  for (const value of values) expect(read(value as Value)).toBe(runSteps(steps, value as Value));
});

test('a number counts as the level that is equal to it, and true as 1, as in Python', () => {
  const is = (levels: Value[], value: Value) => runSteps([{ op: 'is', levels, negated: false }], value);
  expect(is([1], true)).toBe(1);
  expect(is([false], 0)).toBe(1);
  expect(is(['1'], 1)).toBe(0);
  expect(is([null], null)).toBe(1);
  expect(is([0], null)).toBe(0);
});

test('bins begin at their edge, as KBinsDiscretizer’s do, and one more number is enough', () => {
  const steps: Step[] = [{ op: 'bins', edges: [0, 10] }];
  const { read } = compileInput(foldColumn({ source: 'x', steps }, NUMBER));
  expect([before(0), 0, before(10), 10].map((x) => read(x))).toEqual([0, 1, 1, 2]);
});

test('edges behind other steps lie where those cross them, to the last bit', () => {
  const steps: Step[] = [
    { op: 'scale', mean: 45.3, sd: 11.7 },
    { op: 'bins', edges: [0.123] },
  ];
  const input = foldColumn({ source: 'x', steps }, NUMBER);
  const [edge] = input.kind === 'bins' ? input.edges : [];
  expect((edge! - 45.3) / 11.7).toBeLessThan(0.123);
  expect((after(edge!) - 45.3) / 11.7).toBeGreaterThanOrEqual(0.123);
});

test('words that reach a step of numbers are refused', () => {
  const field = { name: 'x', type: 'category', levels: ['a'] } as const;
  expect(() => foldColumn({ source: 'x', steps: [{ op: 'log1p' }] }, field)).toThrow('got words');
});

test('a level that counts as missing cannot stand beside unknown ones that do not', () => {
  const field = { name: 'x', type: 'category', levels: ['a'] } as const;
  const steps: Step[] = [
    { op: 'codes', levels: ['a'], codes: [0], other: 3, missing: null },
    { op: 'known', codes: [3] },
  ];
  expect(() => foldColumn({ source: 'x', steps }, field)).toThrow('a number of every level of ‘x’');
});

test('neighbours of doubles', () => {
  expect(before(1)).toBe(1 - Number.EPSILON / 2);
  expect(after(1)).toBe(1 + Number.EPSILON);
  expect(before(0)).toBe(-Number.MIN_VALUE);
  expect(after(before(-3.5))).toBe(-3.5);
  expect(lastWhere((x) => x <= 0.1)).toBe(0.1);
  expect(lastWhere(() => false)).toBeUndefined();
  expect(lastWhere(() => true)).toBe(Number.MAX_VALUE);
});
