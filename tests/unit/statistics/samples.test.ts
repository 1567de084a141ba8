import fc from 'fast-check';
import { drawSample } from '../../../lib/statistics/draw-sample.ts';
import { takeEvenly } from '../../../lib/statistics/take-evenly.ts';

const entries = Int32Array.from({ length: 1000 }, (_, i) => 3 * i);

test('a drawn sample has the size asked for, keeps the order, and is the seed’s', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1200 }), fc.integer(), (most, seed) => {
      const drawn = drawSample(entries, most, seed);
      expect(drawn.length).toBe(Math.min(most, entries.length));
      expect([...new Set(drawn)].sort((a, b) => a - b)).toEqual([...drawn]);
      expect(drawn.every((entry) => entries.includes(entry))).toBe(true);
      expect(drawSample(entries, most, seed)).toEqual(drawn);
    }),
    { numRuns: 30 },
  );
  expect(drawSample(entries, 100, 1)).not.toEqual(drawSample(entries, 100, 2));
});

test('every entry is drawn about as often as another', () => {
  const times = new Map<number, number>();
  for (let seed = 0; seed < 2000; seed++)
    for (const entry of drawSample(entries.subarray(0, 10), 3, seed))
      times.set(entry, (times.get(entry) ?? 0) + 1);
  // Each: binomial, 2000 draws of probability .3; five standard deviations are 102.
  for (const count of times.values()) expect(Math.abs(count - 600)).toBeLessThan(102);
  expect(times.size).toBe(10);
});

test('evenly spaced entries', () => {
  expect([...takeEvenly(Int32Array.of(1, 2, 3, 4, 5), 2)]).toEqual([1, 3]);
  expect([...takeEvenly(Uint8Array.of(1, 2), 2)]).toEqual([1, 2]);
});
