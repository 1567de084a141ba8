import fc from 'fast-check';
import {
  type BinningOptions,
  binLevels,
  binNumber,
  type CoarseBins,
} from '../../../../lib/learning/binning/coarse-bins.ts';

const OPTIONS: BinningOptions = {
  fineClasses: 50,
  minShare: 0.02,
  minExpected: 5,
  maxBins: 10,
  penalty: 1,
  smoothing: 2,
  rareLevelRows: 5,
};
/** Pairs of converted and unconverted leads per class, missing last. */
const counts = (...pairs: readonly (readonly [converted: number, unconverted: number])[]) => ({
  total: pairs.map(([c, n]) => c + n),
  converted: pairs.map(([c]) => c),
});
const rowsOf = ({ table }: CoarseBins) => table.bins.map(({ rows }) => rows);
const woeOf = ({ table }: CoarseBins) => table.bins.map(({ woe }) => woe);

describe('binNumber', () => {
  test('missing is a bin of its own behind the others', () => {
    const bins = binNumber(counts([10, 90], [12, 88], [40, 60], [30, 20]), OPTIONS, 'none');
    expect(Array.from(bins.binOf)).toEqual([0, 0, 1, 2]);
    expect(rowsOf(bins)).toEqual([200, 100, 50]);
    expect(bins.table.bins[2]!.woe).toBeGreaterThan(bins.table.bins[1]!.woe);
  });

  test('a bin holds 2 % of the leads and as many as should hold 5 of the rarer class', () => {
    // 1 % converts: 5 are expected among 500, which is more than 2 % of the 10,000.
    const fine = Array.from({ length: 20 }, (_, i): [number, number] => [i === 3 ? 60 : 2, 498]);
    const bins = binNumber(counts(...fine, [0, 0]), OPTIONS, 'none');
    const known = rowsOf(bins).slice(0, -1);
    expect(known.length).toBeGreaterThan(1);
    for (const rows of known) expect(rows).toBeGreaterThanOrEqual(480);
  });

  test('auto runs in the direction that tells more', () => {
    const rising = counts([5, 95], [15, 85], [30, 70], [28, 72], [0, 0]);
    expect(binNumber(rising, OPTIONS, 'auto')).toEqual(binNumber(rising, OPTIONS, 'ascending'));
    const falling = counts([28, 72], [30, 70], [15, 85], [5, 95], [0, 0]);
    expect(binNumber(falling, OPTIONS, 'auto')).toEqual(binNumber(falling, OPTIONS, 'descending'));
  });

  test('nothing known is one empty bin of no weight', () => {
    const bins = binNumber(counts([0, 0], [10, 90]), OPTIONS, 'none');
    expect(rowsOf(bins)).toEqual([0, 100]);
    expect(woeOf(bins)).toEqual([0, 0]);
  });

  test('monotone bins are monotone in their weight of evidence, whatever the leads did', () => {
    const classes = fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 2, maxLength: 52 });
    const loose = { ...OPTIONS, minShare: 0, minExpected: 0, penalty: 0, maxBins: 52 };
    fc.assert(
      fc.property(
        classes,
        fc.constantFrom('ascending' as const, 'descending' as const, 'auto' as const),
        fc.constantFrom(OPTIONS, loose),
        (pairs, monotone, options) => {
          const both = [[1, 1] as const, ...pairs];
          const woe = woeOf(binNumber(counts(...both), options, monotone)).slice(0, -1);
          const rising = woe.every((w, i) => i === 0 || w >= woe[i - 1]!);
          const falling = woe.every((w, i) => i === 0 || w <= woe[i - 1]!);
          expect(monotone === 'auto' ? rising || falling : monotone === 'ascending' ? rising : falling).toBe(
            true,
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('binLevels', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const leads = counts([10, 90], [40, 60], [11, 89], [42, 58], [2, 1], [9, 11]);

  test('levels that convert alike share a bin; rare ones and missing have bins of their own', () => {
    const bins = binLevels(names, leads, OPTIONS);
    expect(Array.from(bins.binOf)).toEqual([0, 1, 0, 1, 2, 3]);
    expect(rowsOf(bins)).toEqual([200, 200, 3, 20]);
    const [low, high, other, missing] = woeOf(bins);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    // Two of three converted, but three leads are few: less weight than the level at 41 %.
    expect(other).toBeGreaterThan(0);
    expect(other).toBeLessThan(Math.log(4));
    expect(missing).toBeGreaterThan(0);
  });

  test('without rare or missing leads their bins are empty', () => {
    const bins = binLevels(['a', 'b'], counts([10, 90], [40, 60], [0, 0]), OPTIONS);
    expect(rowsOf(bins)).toEqual([100, 100, 0, 0]);
    expect(woeOf(bins).slice(2)).toEqual([0, 0]);
  });

  test('only rare levels', () => {
    expect(rowsOf(binLevels(['a', 'b'], counts([2, 2], [1, 2], [40, 60]), OPTIONS))).toEqual([7, 100]);
  });

  const table = fc.array(fc.tuple(fc.nat(30), fc.nat(90)), { minLength: 1, maxLength: 120 });

  test('the order of the levels does not matter', () => {
    const withOrder = table.chain((pairs) =>
      fc.tuple(
        fc.constant(pairs),
        fc.shuffledSubarray([...pairs.keys()], { minLength: pairs.length, maxLength: pairs.length }),
      ),
    );
    fc.assert(
      fc.property(withOrder, ([pairs, order]) => {
        const level = (i: number) => `level ${i}`;
        const straight = binLevels(
          pairs.map((_, i) => level(i)),
          counts(...pairs, [3, 9]),
          OPTIONS,
        );
        const shuffled = binLevels(order.map(level), counts(...order.map((i) => pairs[i]!), [3, 9]), OPTIONS);
        expect(shuffled.table).toEqual(straight.table);
        order.forEach((i, place) => {
          expect(shuffled.binOf[place]).toBe(straight.binOf[i]);
        });
      }),
    );
  });
});
