import fc from 'fast-check';
import { rocAuc } from '../../../../lib/learning/evaluation/evaluate.ts';
import { orderAuc, rankedAuc, rowOrderAuc } from '../../../../lib/learning/profile/ranked-auc.ts';
import { tallyLevels, tallyNumbers } from '../../../../lib/learning/profile/tally.ts';

/** Leads with a small number, or none, and their outcomes. */
const leads = fc.array(
  fc.tuple(fc.option(fc.integer({ min: -3, max: 3 }), { nil: Number.NaN }), fc.boolean()),
  {
    minLength: 1,
    maxLength: 40,
  },
);
const tally = (rows: readonly (readonly [number, boolean])[]) =>
  tallyNumbers(
    { values: Float64Array.from(rows, ([value]) => value) },
    Uint8Array.from(rows, ([, label]) => Number(label)),
    Int32Array.from(rows.keys()),
  );

test('is the area of the leads’ numbers, missing ones at the lower median', () => {
  fc.assert(
    fc.property(leads, (rows) => {
      const known = rows.flatMap(([value]) => (Number.isNaN(value) ? [] : [value])).sort((a, b) => a - b);
      const labels = Uint8Array.from(rows, ([, label]) => Number(label));
      fc.pre(known.length > 0 && labels.includes(0) && labels.includes(1));
      const median = known[Math.floor((known.length - 1) / 2)]!;
      const scores = Float64Array.from(rows, ([value]) => (Number.isNaN(value) ? median : value));
      expect(rankedAuc(tally(rows))).toBeCloseTo(rocAuc(scores, labels), 12);
    }),
  );
});

test('one class, or nothing but missing leads: .5', () => {
  expect(
    rankedAuc(
      tally([
        [1, true],
        [2, true],
      ]),
    ),
  ).toBe(0.5);
  expect(
    rankedAuc(
      tally([
        [Number.NaN, true],
        [Number.NaN, false],
      ]),
    ),
  ).toBe(0.5);
});

test('the order of rows is that of their places', () => {
  const labels = Uint8Array.of(0, 0, 1, 0, 1);
  expect(rowOrderAuc(labels, Int32Array.of(0, 1, 2, 3, 4))).toBe(5 / 6);
  expect(rowOrderAuc(labels, Int32Array.of(2, 3, 4))).toBe(0.5);
});

test('identifiers are sorted as a counter writes them', () => {
  const levels = ['L-10', 'L-9', 'L-8', 'L-11'];
  const codes = [0, 1, 2, 3];
  const rows = Int32Array.of(0, 1, 2, 3);
  expect(orderAuc(tallyLevels({ levels, codes }, Uint8Array.of(1, 0, 0, 1), rows))).toBe(1);
  // The same level twice: no identifier.
  expect(
    orderAuc(tallyLevels({ levels, codes: [0, 0, 1, 2] }, Uint8Array.of(1, 0, 0, 1), rows)),
  ).toBeUndefined();
});
