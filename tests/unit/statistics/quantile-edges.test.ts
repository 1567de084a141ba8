import fc from 'fast-check';
import { lowerBound } from '../../../lib/statistics/lower-bound.ts';
import { binNumbers, quantileEdges } from '../../../lib/statistics/quantile-edges.ts';

const cut = (values: readonly number[], bins: number) =>
  Array.from(quantileEdges(Float64Array.from(values), Int32Array.from(values.keys()), bins));

describe('quantileEdges', () => {
  test.each([
    ['distinct values fill equal bins', [8, 1, 7, 2, 6, 3, 5, 4], 4, [2, 4, 6]],
    ['few values have a bin each', [3, 1, 1, 2, 3, 3], 20, [1, 2]],
    ['a value of many leads counts as one bin', [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4], 3, [0, 2]],
    ['so does one in the middle', [1, 2, 5, 5, 5, 5, 5, 5, 5, 5, 8, 9], 3, [2, 5]],
    ['one bin has no edge', [1, 2, 3], 1, []],
    ['a constant has no edge', [7, 7, 7], 5, []],
    [
      'missing and infinite values are left out',
      [Number.NaN, 1, 2, Number.POSITIVE_INFINITY, -Infinity],
      5,
      [1],
    ],
    ['nothing known has no edge', [Number.NaN, Number.NaN], 5, []],
    ['−0 is 0', [-0, 0, 1], 5, [0]],
  ])('%s', (_title, values, bins, edges) => {
    expect(cut(values, bins)).toEqual(edges);
  });

  test('looks at the given rows only', () => {
    const values = Float64Array.of(100, 1, 2, 3, 200);
    expect(Array.from(quantileEdges(values, Int32Array.of(1, 2, 3), 9))).toEqual([1, 2]);
  });

  test('of very many rows it reads an even sample', () => {
    const count = 300_000;
    const values = Float64Array.from({ length: count }, (_, i) => (i * 7919) % count);
    const edges = quantileEdges(values, Int32Array.from(values.keys()), 4);
    expect(edges).toHaveLength(3);
    edges.forEach((edge, i) => {
      expect(Math.abs(edge / count - (i + 1) / 4)).toBeLessThan(0.01);
    });
  });

  const numbers = fc.array(
    fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
    { minLength: 1, maxLength: 200 },
  );

  test('edges are values, ascending, fewer than the bins, and no bin is empty', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 30 }), (values, bins) => {
        const edges = cut(values, bins);
        expect(edges.length).toBeLessThan(bins);
        expect(edges).toEqual([...new Set(edges)].sort((a, b) => a - b));
        const held = new Set(values.map((value) => lowerBound(Float64Array.from(edges), value)));
        expect(held.size).toBe(edges.length + 1);
        for (const edge of edges) expect(values.some((value) => value === edge)).toBe(true);
      }),
    );
  });

  test('what shares a bin with its most frequent value is at most two bins’ share', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 2, max: 30 }), (values, bins) => {
        const edges = Float64Array.from(cut(values, bins));
        for (const members of Map.groupBy(values, (value) => lowerBound(edges, value)).values()) {
          const counts = [...Map.groupBy(members, (value) => value + 0).values()].map(({ length }) => length);
          const others = members.length - Math.max(...counts);
          expect(others).toBeLessThanOrEqual(2 * Math.max(values.length / bins, 1));
        }
      }),
    );
  });

  test('the order of the rows does not matter', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 30 }), (values, bins) => {
        expect(cut([...values].reverse(), bins)).toEqual(cut(values, bins));
      }),
    );
  });
});

describe('binNumbers', () => {
  test('a bin holds its upper edge; missing has the last code', () => {
    const values = Float64Array.of(-1, 0, 0.5, 1, 1.5, Number.NaN, Infinity, -Infinity);
    expect(Array.from(binNumbers(values, Float64Array.of(0, 1)))).toEqual([0, 0, 1, 1, 2, 3, 2, 0]);
  });

  test('codes take a byte, or two where they do not fit', () => {
    const edges = (count: number) => Float64Array.from({ length: count }, (_, i) => i);
    expect(binNumbers(Float64Array.of(1e9, Number.NaN), edges(254))).toEqual(Uint8Array.of(254, 255));
    expect(binNumbers(Float64Array.of(1e9, Number.NaN), edges(255))).toEqual(Uint16Array.of(255, 256));
  });
});
