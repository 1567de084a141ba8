import fc from 'fast-check';
import { compareLosses } from '../../../lib/statistics/compare-losses.ts';

const FIRST = Float64Array.of(0.1, 0.4, 0.35, 0.8, 0.05, 0.6, 0.25, 0.9);
const SECOND = Float64Array.of(0.2, 0.3, 0.5, 0.7, 0.1, 0.75, 0.2, 0.6);
const LABELS = Uint8Array.of(0, 1, 0, 1, 0, 1, 1, 1);
const GROUPS = Uint32Array.of(1, 1, 2, 2, 3, 3, 3, 4);

/** Worked out by Python: `statistics.stdev(d) / sqrt(n)`, and sqrt(G/(G-1) * sum of the groups' squared sums) / n. */
test('losses, their difference and its error, of leads and of groups', () => {
  const alone = compareLosses(FIRST, SECOND, LABELS);
  expect(alone.rows).toBe(8);
  expect(alone.first).toBeCloseTo(0.46616893873373794, 14);
  expect(alone.second).toBeCloseTo(0.6237805755560651, 14);
  expect(alone.difference).toBeCloseTo(-0.15761163682232732, 14);
  expect(alone.standardError).toBeCloseTo(0.06701270417737172, 14);
  const { standardError, ...means } = compareLosses(FIRST, SECOND, LABELS, GROUPS);
  expect(standardError).toBeCloseTo(0.07237767595542464, 14);
  expect(alone).toMatchObject(means);
});

const probability = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const leads = fc.array(fc.tuple(probability, probability, fc.nat(1)), { minLength: 2, maxLength: 40 });

test('the same lead several times tells no more than once', () => {
  fc.assert(
    fc.property(leads, fc.integer({ min: 1, max: 5 }), (some, times) => {
      const many = Array.from({ length: times }, () => some).flat();
      const compare = (rows: typeof some, groups?: Uint32Array) =>
        compareLosses(
          Float64Array.from(rows, ([a]) => a),
          Float64Array.from(rows, ([, b]) => b),
          Uint8Array.from(rows, ([, , label]) => label),
          groups,
        );
      const once = compare(some);
      const grouped = compare(
        many,
        Uint32Array.from(many, (_, i) => i % some.length),
      );
      expect(grouped.difference).toBeCloseTo(once.difference, 9);
      expect(grouped.standardError).toBeCloseTo(once.standardError, 9);
    }),
  );
});

test('one group says nothing about others', () => {
  expect(() => compareLosses(FIRST, SECOND, LABELS, new Uint32Array(8))).toThrow('at least 2 groups');
});
