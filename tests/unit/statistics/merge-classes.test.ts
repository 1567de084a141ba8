import fc from 'fast-check';
import { type Direction, type MergeRules, mergeClasses } from '../../../lib/statistics/merge-classes.ts';
import { totalClasses, weightOfEvidence } from '../../../lib/statistics/weight-of-evidence.ts';

type Counts = { readonly total: number[]; readonly converted: number[] };
const RULES: MergeRules = { minRows: 1, maxBins: 20, penalty: 1, smoothing: 1 };

const classes = (pairs: readonly (readonly [converted: number, unconverted: number])[]): Counts => ({
  total: pairs.map(([c, n]) => c + n),
  converted: pairs.map(([c]) => c),
});
const merge = (counts: Counts, rules: Partial<MergeRules> = {}, direction?: Direction) =>
  mergeClasses(counts, totalClasses(counts), { ...RULES, ...rules }, direction);

/** The bins' converted leads and all leads. */
const sumBins = ({ total, converted }: Counts, starts: readonly number[]) =>
  starts.map((start, bin) => {
    const sum = (values: number[]) => values.slice(start, starts[bin + 1]).reduce((a, b) => a + b, 0);
    return { t: sum(total), c: sum(converted) };
  });

const woeOf = (counts: Counts, starts: readonly number[], smoothing: number) => {
  const all = totalClasses(counts);
  return sumBins(counts, starts).map(({ t, c }) => weightOfEvidence(c, t - c, all, smoothing));
};

const value = (counts: Counts, starts: readonly number[], penalty: number) => {
  const entropy = (k: number, t: number) => (k === 0 ? 0 : k * Math.log(k / t));
  const fit = sumBins(counts, starts).reduce((sum, { t, c }) => sum + entropy(c, t) + entropy(t - c, t), 0);
  return fit - penalty * (starts.length - 1);
};

/** Every partition of so many classes into runs, as the runs' first classes. */
function* partitions(size: number): Generator<number[]> {
  for (let cuts = 0; cuts < 2 ** (size - 1); cuts++) {
    yield [0, ...Array.from({ length: size - 1 }, (_, i) => i + 1).filter((i) => (cuts >> (i - 1)) & 1)];
  }
}

const isMonotone = (woe: readonly number[], direction: Direction | undefined) =>
  direction === undefined ||
  woe.every((w, i) => i === 0 || (direction === 'ascending' ? w >= woe[i - 1]! : w <= woe[i - 1]!));

const pairs = (most: number) => fc.array(fc.tuple(fc.nat(40), fc.nat(60)), { minLength: 1, maxLength: most });
const ofBothClasses = (counts: Counts) => {
  const { converted, unconverted } = totalClasses(counts);
  return converted > 0 && unconverted > 0;
};

test('classes that convert alike become one bin', () => {
  const counts = classes([
    [10, 90],
    [11, 89],
    [30, 70],
    [29, 71],
    [10, 90],
  ]);
  expect(merge(counts)).toEqual([0, 2, 4]);
  expect(merge(counts, { penalty: 100 })).toEqual([0]);
  expect(merge(counts, { penalty: 0 })).toEqual([0, 1, 2, 3, 4]);
});

test('a cut that is not in the direction is not made', () => {
  const counts = classes([
    [10, 90],
    [30, 70],
    [5, 95],
  ]);
  expect(merge(counts, {}, 'ascending')).toEqual([0, 1]);
  expect(merge(counts, {}, 'descending')).toEqual([0, 2]);
});

test('as many bins as allowed, those that tell most', () => {
  const counts = classes([
    [10, 90],
    [20, 80],
    [60, 40],
    [70, 30],
  ]);
  expect(merge(counts, { maxBins: 2 })).toEqual([0, 2]);
  expect(merge(counts, { maxBins: 1 })).toEqual([0]);
});

test('no bin is smaller than allowed, unless all leads together are', () => {
  const counts = classes([
    [9, 1],
    [10, 90],
    [90, 10],
  ]);
  expect(merge(counts, { minRows: 11 })).toEqual([0, 2]);
  expect(merge(counts, { minRows: 1000 })).toEqual([0]);
});

test('the best of all partitions, as trying every one finds it', () => {
  const rules = fc.record({
    minRows: fc.integer({ min: 0, max: 80 }),
    maxBins: fc.integer({ min: 1, max: 8 }),
    penalty: fc.double({ min: 0, max: 4, noNaN: true }),
    smoothing: fc.constantFrom(0.5, 2),
  });
  const direction = fc.constantFrom<Direction | undefined>(undefined, 'ascending', 'descending');
  fc.assert(
    fc.property(pairs(8).map(classes).filter(ofBothClasses), rules, direction, (counts, rule, way) => {
      const allowed = [...partitions(counts.total.length)].filter(
        (starts) =>
          starts.length === 1 ||
          (starts.length <= rule.maxBins &&
            sumBins(counts, starts).every(({ t }) => t >= rule.minRows) &&
            isMonotone(woeOf(counts, starts, rule.smoothing), way)),
      );
      const best = Math.max(...allowed.map((starts) => value(counts, starts, rule.penalty)));
      const found = merge(counts, rule, way);
      expect(allowed).toContainEqual(found);
      expect(value(counts, found, rule.penalty)).toBeCloseTo(best, 8);
    }),
  );
});

test('weights of evidence never run against the direction', () => {
  fc.assert(
    fc.property(
      pairs(40).map(classes).filter(ofBothClasses),
      fc.constantFrom<Direction>('ascending', 'descending'),
      (counts, direction) => {
        const starts = merge(counts, { penalty: 0 }, direction);
        expect(isMonotone(woeOf(counts, starts, RULES.smoothing), direction)).toBe(true);
      },
    ),
  );
});
