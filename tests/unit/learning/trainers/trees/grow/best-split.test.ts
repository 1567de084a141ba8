import * as fc from 'fast-check';
import { createTreeGrower } from '../../../../../../lib/learning/trainers/trees/grow/create-tree-grower.ts';
import type { BinnedColumn } from '../../../../../../lib/learning/trainers/trees/grow/tree-grower.ts';
import { sigmoid } from '../../../../../../lib/statistics/sigmoid.ts';
import { RULES } from './leads.ts';

/** One split, nothing smoothed: what is found must be the best that there is. */
const ONE_SPLIT = {
  ...RULES,
  leaves: 2,
  learningRate: 1,
  // Leads are estimated by their hessian, which weights change.
  minLeadsPerLeaf: 0,
  minLeadsPerStep: 0,
  levelSmoothing: 0,
  levelL2: 0,
};
const START = -0.4;

interface Case {
  readonly codes: number[];
  readonly labels: number[];
  readonly positiveWeight: number;
}

const cases = (bins: number): fc.Arbitrary<Case> =>
  fc.integer({ min: 12, max: 60 }).chain((count) =>
    fc.record({
      codes: fc.array(fc.integer({ min: 0, max: bins - 1 }), { minLength: count, maxLength: count }),
      labels: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: count, maxLength: count }),
      positiveWeight: fc.constantFrom(1, 3, 0.25),
    }),
  );

/** The Newton gain of sending the leads that `isLeft` names to the left, in plain numbers. */
function gainOf({ codes, labels, positiveWeight }: Case, isLeft: (code: number) => boolean): number {
  const p = sigmoid(START);
  const sums = [0, 0, 0, 0];
  codes.forEach((code, i) => {
    const weight = labels[i] === 1 ? positiveWeight : 1;
    const side = isLeft(code) ? 0 : 2;
    sums[side]! += weight * (p - labels[i]!);
    sums[side + 1]! += weight * p * (1 - p);
  });
  const [g, h, og, oh] = sums as [number, number, number, number];
  if (h === 0 || oh === 0) return 0;
  const part = (gradient: number, hessian: number) => gradient ** 2 / (hessian + ONE_SPLIT.l2);
  return part(g, h) + part(og, oh) - part(g + og, h + oh);
}

function growOne(one: Case, kind: BinnedColumn['kind'], bins: number) {
  const columns = [{ kind, codes: Uint8Array.from(one.codes), bins, monotone: 0 as const }];
  const target = { labels: Uint8Array.from(one.labels), positiveWeight: one.positiveWeight, start: START };
  return createTreeGrower({ count: one.codes.length, columns }, target, ONE_SPLIT).grow(1);
}

/** Every set of bins that may go left. */
const thresholds = (bins: number) =>
  Array.from({ length: bins }, (_, last) => [0, 1].map((missing) => [last, missing] as const))
    .flat()
    .map(
      ([last, missing]) =>
        (code: number) =>
          code === 0 ? missing === 1 : code <= last,
    );
const subsets = (bins: number) =>
  Array.from({ length: 2 ** bins }, (_, set) => (code: number) => ((set >> code) & 1) === 1);

test.each([
  ['a threshold, and the side of what is missing', 'number', 12, thresholds(12)],
  ['a set of levels', 'level', 7, subsets(7)],
] as const)('%s: the best of all', (_, kind, bins, all) => {
  fc.assert(
    fc.property(cases(bins), (one) => {
      const tree = growOne(one, kind, bins);
      const best = Math.max(...all.map((isLeft) => gainOf(one, isLeft)));
      if (tree === undefined) return expect(best).toBeLessThan(1e-6);
      expect(gainOf(one, (code) => tree.goesLeft[0]![code] === 1)).toBeCloseTo(best, 5);
    }),
    { numRuns: 60 },
  );
});

test('few levels: the best one against the others', () => {
  fc.assert(
    fc.property(cases(4), (one) => {
      const tree = growOne(one, 'level', 4);
      const best = Math.max(...[0, 1, 2, 3].map((level) => gainOf(one, (code) => code === level)));
      if (tree === undefined) return expect(best).toBeLessThan(1e-6);
      expect(gainOf(one, (code) => tree.goesLeft[0]![code] === 1)).toBeCloseTo(best, 5);
    }),
    { numRuns: 60 },
  );
});

test('leaf values are Newton steps of the weighted leads, counts their number', () => {
  fc.assert(
    fc.property(cases(12), (one) => {
      const tree = growOne(one, 'number', 12);
      if (tree === undefined) return;
      const p = sigmoid(START);
      for (const side of [1, 0]) {
        const own = one.labels.filter((_, i) => tree.goesLeft[0]![one.codes[i]!] === side);
        const weights = own.map((label) => (label === 1 ? one.positiveWeight : 1));
        const g = own.reduce((sum, label, i) => sum + weights[i]! * (p - label), 0);
        const h = weights.reduce((sum, weight) => sum + weight * p * (1 - p), 0);
        expect(tree.values[1 - side]).toBeCloseTo(-g / (h + ONE_SPLIT.l2), 6);
        expect(tree.counts[1 - side]).toBe(own.length);
      }
    }),
    { numRuns: 60 },
  );
});

test('what is missing goes where more leads are when the leaf has none', () => {
  const labels = [0, 0, 0, 1, 1, 1, 1, 1];
  const few = growOne({ codes: [1, 1, 1, 2, 2, 2, 2, 2], labels, positiveWeight: 1 }, 'number', 3);
  const many = growOne({ codes: [2, 2, 2, 1, 1, 1, 1, 1], labels, positiveWeight: 1 }, 'number', 3);
  expect([few!.goesLeft[0], many!.goesLeft[0]]).toEqual([Uint8Array.of(0, 1, 0), Uint8Array.of(1, 1, 0)]);
});
