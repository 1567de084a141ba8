import fc from 'fast-check';
import { findNovel } from '../../../lib/learning/find-novel.ts';

test('novel is what no lead said before; vanished, what none says now', () => {
  const keys = fc.array(fc.integer({ min: 0, max: 12 }));
  fc.assert(
    fc.property(keys, keys, (now, before) => {
      const { novel, vanished } = findNovel(Float64Array.from(now), Float64Array.from(before));
      expect([...novel]).toEqual(now.map((key) => (before.includes(key) ? 0 : 1)));
      expect(vanished).toBe(before.filter((key) => !now.includes(key)).length);
    }),
  );
});

test('keys of 53 bits are told apart', () => {
  const [one, other] = [2 ** 53 - 1, 2 ** 53 - 2];
  expect([...findNovel(Float64Array.of(one, other), Float64Array.of(one)).novel]).toEqual([0, 1]);
});
