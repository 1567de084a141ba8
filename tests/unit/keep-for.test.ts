import { keepFor } from '../../lib/keep-for.ts';

function keep() {
  let [now, asked] = [Date.parse('2026-12-01T09:00:00Z'), 0];
  const find = keepFor({ now: () => new Date(now) }, 30_000, async (name) => `${name} ${++asked}`);
  return { find, pass: (ms: number) => (now += ms) };
}

test('what was found is kept for as long as told, and no longer', async () => {
  const { find, pass } = keep();
  expect(await find('leads')).toBe('leads 1');
  pass(29_999);
  expect(await find('leads')).toBe('leads 1');
  pass(1);
  expect(await find('leads')).toBe('leads 2');
});

test('a clock that goes back keeps nothing for longer', async () => {
  const { find, pass } = keep();
  await find('leads');
  pass(-180 * 86_400_000);
  expect(await find('leads')).toBe('leads 2');
  expect(await find('leads')).toBe('leads 2');
});

test('a failure is not kept', async () => {
  let asked = 0;
  const find = keepFor({ now: () => new Date(0) }, 30_000, async () => {
    asked += 1;
    if (asked === 1) throw new Error('not now');
    return asked;
  });
  await expect(find('leads')).rejects.toThrow('not now');
  expect(await find('leads')).toBe(2);
});
