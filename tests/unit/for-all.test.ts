import { forAll } from '../../lib/for-all.ts';

/** Takes as many turns as the item says. */
const turns = async (n: number) => {
  for (let turn = 0; turn < n; turn++) await Promise.resolve();
};

test('keeps the order and never has more under way than allowed', async () => {
  let underWay = 0;
  let most = 0;
  const results = await forAll([5, 1, 4, 2, 3], 2, async (n) => {
    most = Math.max(most, ++underWay);
    await turns(n);
    underWay -= 1;
    return 10 * n;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
});

test.each([
  ['finish', [9, 1, 2, 3, 4]],
  ['stop', [9, 1, 2]],
] as const)('after a failure: %s; the first item that failed is told of', async (onFailure, begun) => {
  const seen: number[] = [];
  let ended = 0;
  const work = async (n: number) => {
    seen.push(n);
    await turns(10 * n);
    ended += 1;
    if (n === 9 || n === 2) throw new Error(`failed on ${n}`);
  };
  await expect(forAll([9, 1, 2, 3, 4], 2, work, onFailure)).rejects.toThrow('failed on 9');
  expect(seen).toEqual(begun);
  expect(ended).toBe(begun.length);
});

test('of nothing is nothing', async () => {
  expect(await forAll([], 2, async () => 1)).toEqual([]);
});
