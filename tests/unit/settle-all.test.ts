import { settleAll } from '../../lib/settle-all.ts';

test('keeps the order, never has more under way than allowed, and goes on after a failure', async () => {
  let underWay = 0;
  let most = 0;
  const settled = await settleAll([5, 1, 4, 2, 3], 2, async (n) => {
    most = Math.max(most, ++underWay);
    for (let turn = 0; turn < n; turn++) await Promise.resolve();
    underWay -= 1;
    if (n === 4) throw new Error('four');
    return 10 * n;
  });
  expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message))).toEqual([
    50,
    10,
    'four',
    20,
    30,
  ]);
  expect(most).toBe(2);
});

test('of nothing is nothing', async () => {
  expect(await settleAll([], 2, async () => 1)).toEqual([]);
});
