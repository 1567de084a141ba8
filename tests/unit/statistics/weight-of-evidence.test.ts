import fc from 'fast-check';
import { makeBinTable } from '../../../lib/statistics/weight-of-evidence.ts';

test('counts, weights of evidence and information value of a table worked by hand', () => {
  // 4 converted and 8 unconverted leads; half a lead more of the rarer class is 1/8 of either share.
  const { bins, iv } = makeBinTable([4, 8], [3, 1]);
  expect(bins[0]).toMatchObject({ rows: 4, converted: 3 });
  expect(bins[0]!.woe).toBeCloseTo(Math.log((3 / 4 + 1 / 8) / (1 / 8 + 1 / 8)), 12);
  expect(bins[1]!.woe).toBeCloseTo(Math.log((1 / 4 + 1 / 8) / (7 / 8 + 1 / 8)), 12);
  expect(bins[0]!.iv).toBeCloseTo((3 / 4 - 1 / 8) * bins[0]!.woe, 12);
  expect(iv).toBeCloseTo(bins[0]!.iv + bins[1]!.iv, 12);
});

test('a bin that converts more often than the others has a positive weight', () => {
  const { bins } = makeBinTable([2, 2, 1], [2, 0, 1]);
  expect(bins.map(({ woe }) => Math.sign(woe))).toEqual([1, -1, 1]);
  expect(bins[0]!.woe).toBeGreaterThan(bins[2]!.woe);
});

test('an empty bin, and leads of one class, weigh nothing', () => {
  expect(makeBinTable([5, 0, 5], [1, 0, 2]).bins[1]).toEqual({ rows: 0, converted: 0, woe: 0, iv: 0 });
  expect(makeBinTable([5, 6], [0, 0])).toMatchObject({ iv: 0, bins: [{ woe: 0 }, { woe: 0 }] });
  expect(makeBinTable([5, 6], [5, 6]).iv).toBe(0);
});

test('always finite, never negative, and the same whichever class is called converted', () => {
  const cells = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(cells, fc.double({ min: 0.1, max: 10, noNaN: true }), (pairs, smoothing) => {
      const total = pairs.map(([c, n]) => c + n);
      const table = makeBinTable(
        total,
        pairs.map(([c]) => c),
        smoothing,
      );
      const mirrored = makeBinTable(
        total,
        pairs.map(([, n]) => n),
        smoothing,
      );
      table.bins.forEach((bin, i) => {
        expect(Number.isFinite(bin.woe)).toBe(true);
        expect(bin.iv).toBeGreaterThanOrEqual(0);
        expect(mirrored.bins[i]!.woe).toBeCloseTo(-bin.woe, 10);
      });
      expect(mirrored.iv).toBeCloseTo(table.iv, 10);
    }),
  );
});

test('one lead alone cannot weigh much, whatever the base rate', () => {
  const smoothing = 2;
  for (const others of [20, 1000, 100_000]) {
    const { bins } = makeBinTable([1, others], [1, 10], smoothing);
    expect(bins[0]!.woe).toBeGreaterThan(0);
    expect(bins[0]!.woe).toBeLessThan(Math.log(1.5));
  }
});
