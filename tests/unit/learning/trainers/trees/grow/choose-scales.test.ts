import * as fc from 'fast-check';
import {
  boundNext,
  boundStart,
  chooseScales,
} from '../../../../../../lib/learning/trainers/trees/grow/choose-scales.ts';
import { sigmoid } from '../../../../../../lib/statistics/sigmoid.ts';

const MOST = 2 ** 31 - 1;

/** Leads of a kind that are all alike, with what they are rounded to. */
interface Kind {
  readonly leads: number;
  readonly label: number;
  readonly score: number;
}

function sumUp(
  kinds: readonly Kind[],
  positiveWeight: number,
  scales: { gradient: number; hessian: number },
) {
  const sums = { gradient: 0, hessian: 0 };
  for (const { leads, label, score } of kinds) {
    const p = sigmoid(score);
    const weight = label === 1 ? positiveWeight : 1;
    sums.gradient += leads * Math.round(weight * Math.abs(p - label) * scales.gradient);
    sums.hessian += leads * Math.round(weight * p * (1 - p) * scales.hessian);
  }
  return sums;
}

test('no sum passes 31 bits, for up to a hundred million leads and any move of the scores', () => {
  const kind = fc.record({
    leads: fc.integer({ min: 1, max: 25_000_000 }),
    label: fc.integer({ min: 0, max: 1 }),
    score: fc.double({ min: -15, max: 15, noNaN: true }),
    move: fc.double({ min: -1, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(
      fc.array(kind, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(0.01, 1, 40),
      fc.constantFrom(0.001, 0.1, 2),
      (kinds, positiveWeight, step) => {
        const leads = kinds.reduce((sum, { leads }) => sum + leads, 0);
        const before = sumUp(kinds, positiveWeight, { gradient: 2 ** 4, hessian: 2 ** 4 });
        const bounds = boundNext(
          before,
          { gradient: 2 ** 4, hessian: 2 ** 4 },
          leads,
          { positiveWeight },
          step,
        );
        const scales = chooseScales(bounds, leads);
        const moved = kinds.map((one) => ({ ...one, score: one.score + step * one.move }));
        const after = sumUp(moved, positiveWeight, scales);
        expect(Math.max(after.gradient, after.hessian)).toBeLessThanOrEqual(MOST);
        for (const scale of [scales.gradient, scales.hessian])
          expect(Number.isInteger(Math.log2(scale))).toBe(true);
      },
    ),
  );
});

test('a million leads have some thousand steps each', () => {
  const labels = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i % 8 === 0 ? 1 : 0));
  const scores = new Float64Array(labels.length).fill(Math.log(1 / 7));
  const bounds = boundStart(scores, { labels, positiveWeight: 1 });
  expect(bounds.gradient).toBeCloseTo(1_000_000 * 2 * (1 / 8) * (7 / 8), -2);
  expect(bounds.hessian).toBeCloseTo(1_000_000 * (1 / 8) * (7 / 8), -2);
  const scales = chooseScales(bounds, labels.length);
  expect(scales).toEqual({ gradient: 2 ** 13, hessian: 2 ** 14 });
});
