import fc from 'fast-check';
import { sortByHash } from '../../../../lib/learning/table/sort-by-hash.ts';

test('sorts by the 64 bits, equal ones as they stand', () => {
  const half = fc.oneof(fc.constantFrom(0, 1, 2 ** 32 - 1), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(half, half), { maxLength: 200 }), (pairs) => {
      const { order, high } = sortByHash(
        Uint32Array.from(pairs, ([high]) => high),
        Uint32Array.from(pairs, ([, low]) => low),
      );
      const keys = pairs.map(([high, low]) => BigInt(high) * 2n ** 32n + BigInt(low));
      const expected = keys
        .map((_, i) => i)
        .sort((a, b) => (keys[a]! < keys[b]! ? -1 : keys[a]! > keys[b]! ? 1 : a - b));
      expect([...order]).toEqual(expected);
      expect([...high]).toEqual(expected.map((i) => pairs[i]![0]));
    }),
  );
});
