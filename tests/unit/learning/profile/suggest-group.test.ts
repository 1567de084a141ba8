import { profileLeads } from '../../../../lib/learning/profile/profile-leads.ts';
import { generateSample } from '../../../../lib/learning/sample/generate-sample.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';

/** 1,500 rows; `keyOf` gives a row's key, and its outcome is that of `likeOf`, or as it likes. */
function draw(keyOf: (row: number) => string | number, likeOf?: (row: number) => number) {
  const random = createRandom(1);
  const luck = Array.from({ length: 1500 }, () => random());
  const lines = luck.map((own, row) => {
    const outcome = (likeOf === undefined ? own : luck[likeOf(row)]!) < 0.3;
    return `${keyOf(row)},${random().toFixed(4)},${outcome ? 'yes' : 'no'}`;
  });
  return ['account,size,converted', ...lines].join('\n');
}
const suggested = (data: string, options = {}) =>
  profileLeads({ data, target: 'converted', ...options }).notes.filter((note) => note.includes('--group'));

test.each([
  ['words', (row: number) => `acc-${row % 500}`],
  ['numbers', (row: number) => 10_000 + (((row % 500) * 7919) % 50_000)],
])('a key of %s that repeats, whose rows end alike, is suggested', (_, keyOf) => {
  const data = draw(keyOf, (row) => row % 500);
  expect(suggested(data)).toEqual([
    'account looks like a key: its values stand in 3 rows each, whose outcomes are alike beyond chance; if rows of one account belong together, train with --group account, so that they stay on one side of every split',
  ]);
  expect(suggested(data, { group: 'account' })).toEqual([]);
  expect(suggested(data, { drop: ['account'] })).toEqual([]);
});

test('no key is suggested whose rows end as they like, nor a number that measures something', () => {
  expect(suggested(draw((row) => `acc-${row % 500}`))).toEqual([]);
  expect(suggested(generateSample({ rows: 3000, seed: 1 }).csv)).toEqual([]);
  const random = createRandom(2);
  const lines = Array.from({ length: 3000 }, () => {
    const seconds = Math.floor(600 * random());
    return `${seconds},${random().toFixed(4)},${random() < (seconds / 600) ** 4 ? 'yes' : 'no'}`;
  });
  expect(suggested(['seconds,size,converted', ...lines].join('\n'))).toEqual([]);
});
