import fc from 'fast-check';
import { countClasses } from '../../../lib/statistics/count-classes.ts';
import { groupByMass } from '../../../lib/statistics/group-by-mass.ts';
import { interpolate } from '../../../lib/statistics/interpolate.ts';
import { lowerBound } from '../../../lib/statistics/lower-bound.ts';
import { sumByGroup } from '../../../lib/statistics/sum-by-group.ts';
import { tallyValues } from '../../../lib/statistics/tally-values.ts';
import { leadsOfYoung, thinnedRate } from '../../../lib/statistics/thinned-rate.ts';

const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 30 });

test('the lower bound is the count of what is below', () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: -10, max: 10 }), (values, x) => {
      const sorted = values.toSorted((a, b) => a - b);
      expect(lowerBound(sorted, x)).toBe(values.filter((value) => value < x).length);
    }),
  );
});

test('a line through points meets each of them to the last bit, and is level outside', () => {
  const [x, y] = [
    [0, 0.1, 0.3],
    [0.2, 0.7, 0.9],
  ];
  expect(x!.map((at) => interpolate(x!, y!, at))).toEqual(y);
  expect([interpolate(x!, y!, -1), interpolate(x!, y!, 2)]).toEqual([0.2, 0.9]);
  expect(interpolate(x!, y!, 0.2)).toBeCloseTo(0.8, 15);
});

test('sums and counts by group', () => {
  expect([...sumByGroup([0, 2, 0], 3, [5, 1, 2])]).toEqual([7, 0, 1]);
  expect([...sumByGroup(Uint8Array.of(0, 2, 0), 3)]).toEqual([2, 0, 1]);
  const counts = countClasses([0, 1, 0, 1], 2, Uint8Array.of(1, 0, 0, 1), Int32Array.of(0, 1));
  expect([[...counts.total], [...counts.converted]]).toEqual([
    [1, 1],
    [1, 0],
  ]);
});

test('a class of young leads is drawn to the rate of all by the weight of one lead', () => {
  const labels = Uint8Array.of(1, 0, 0, 0, 0);
  const maturity = Float64Array.of(1, 1, 1, 1, 0.5);
  const rows = Int32Array.of(0, 1, 2, 3, 4);
  const { total, converted } = countClasses([0, 0, 0, 0, 1], 2, labels, rows, maturity);
  expect([...converted]).toEqual([1, 0]);
  expect(total[0]).toBe(4);
  const rate = thinnedRate({ labels, maturity }) / (total[1]! + 1);
  expect(total[1]).toBeCloseTo(leadsOfYoung(0.5, rate), 8);
});

test('distinct values are those of both outcomes, ascending, with the leads of each', () => {
  fc.assert(
    fc.property(numbers, numbers, (others, converts) => {
      const { values, total, converted } = tallyValues(
        Float64Array.from(others).sort(),
        Float64Array.from(converts).sort(),
      );
      const all = [...others, ...converts];
      expect([...values]).toEqual([...new Set(all)].sort((a, b) => a - b));
      values.forEach((value, i) => {
        expect(total[i]).toBe(all.filter((other) => other === value).length);
        expect(converted[i]).toBe(converts.filter((other) => other === value).length);
      });
    }),
  );
});

test('groups of about equal mass: in order, none empty, no more than asked for', () => {
  expect([...groupByMass([5, 1, 1, 1, 4], 3)]).toEqual([0, 1, 1, 1, 2]);
  expect([...groupByMass([9, 0, 0], 3)]).toEqual([0, 1, 2]);
  expect([...groupByMass([], 3)]).toEqual([]);
  const counts = fc.array(fc.nat(50), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 12 }), (classes, most) => {
      fc.pre(classes.some((count) => count > 0));
      const groups = [...groupByMass(classes, most)];
      expect(groups[0]).toBe(0);
      groups.slice(1).forEach((group, i) => {
        expect([groups[i], groups[i]! + 1]).toContain(group);
      });
      expect(groups.at(-1)! + 1).toBeLessThanOrEqual(Math.max(most, 1));
    }),
  );
});
