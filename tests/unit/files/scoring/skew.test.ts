import type { ScoreFileOptions } from '../../../../lib/files/scoring/options.ts';
import { addSkews, type Skew } from '../../../../lib/files/scoring/skew.ts';
import { compileModel } from '../../../../lib/model/compile-model.ts';
import { exampleArtifact } from '../../../support/example-model.ts';
import { scoreText } from '../../../support/score-text.ts';

/** Every lead of training had visits, and a fifth lacked opened. */
const artifact = exampleArtifact({ baseline: { visits: { missing: 0 }, opened: { missing: 0.2 } } });
const HEADER = 'source,visits,opened,first_contact';
const rows = (n: number, row: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => row(i)).join('\n');
const score = (text: string, options: Partial<ScoreFileOptions> = {}, threads = 1, pieceBytes = 1 << 19) =>
  scoreText(artifact, text, options, { threads, pieceBytes });

test('a file like the training data has nothing to tell', async () => {
  const { skew, warnings } = await score(`${HEADER}\n${rows(100, () => 'web,3,yes,2025-06-01')}`);
  expect([skew, warnings]).toEqual([[], []]);
});

test('a column that is written otherwise is told with its rows and examples', async () => {
  const words = ['Deutschland', 'Frankreich', 'Italien', 'Spanien'];
  const { skew, warnings } = await score(
    `${HEADER}\n${rows(600, (i) => `${words[i % 4]},3,yes,2025-06-01`)}`,
  );
  expect(warnings).toEqual([
    'source: 600 of 600 rows have a value that training never saw (“Deutschland”, “Frankreich”, “Italien”): check how it is written',
  ]);
  expect(skew).toEqual([
    {
      field: 'source',
      unseen: 600,
      out_of_range: 0,
      missing: 0,
      examples: ['Deutschland', 'Frankreich', 'Italien'],
    },
  ]);
});

test('a number in another unit, a date of another century, what is missing', async () => {
  const { warnings } = await score(
    `${HEADER}\n${rows(100, (i) => `web,${i === 0 ? '' : 1000 + i},${i < 50 ? '' : 'no'},${i === 7 ? '1970-01-01' : ''}`)}`,
  );
  expect(warnings).toEqual([
    'visits: 99 of 100 rows have a value far outside the training data, 0 to 20 (“1001”, “1002”, “1003”): check its unit',
    'opened: 50 of 100 rows lack it, in training 20 % did: check where it is lost',
    'visits: 1 of 100 rows lacks it, and every training lead had it: counted as the average lead’s',
    'first_contact: 1 of 100 rows has a value far outside the training data, 2024-01-01 to 2025-12-31 (“1970-01-01”)',
  ]);
});

test('as much missing as in training, and what the model says nothing of, is none', async () => {
  const { warnings } = await score(`${HEADER}\n${rows(100, (i) => `web,3,${i % 4 === 0 ? '' : 'no'},`)}`);
  expect(warnings).toEqual([]);
});

test('dates that do not exist are missing, and told, in pieces and in every format', async () => {
  const dates = ['2025-02-30', '2025-06-01', '', '2025-13-01'];
  const expected = [
    'first_contact: 50 of 100 rows have a date that does not exist and count as missing (“2025-02-30”, “2025-13-01”)',
  ];
  const csv = `${HEADER}\n${rows(100, (i) => `web,3,yes,${dates[i % 4]}`)}`;
  expect((await score(csv)).warnings).toEqual(expected);
  expect((await score(csv, {}, 2, 300)).warnings).toEqual(expected);
  const lines = rows(100, (i) =>
    JSON.stringify({ source: 'web', visits: 3, opened: true, first_contact: dates[i % 4] }),
  );
  expect((await score(lines, { format: 'json lines' })).warnings).toEqual(expected);
  const one = await score(`${HEADER}\nweb,3,yes,2025-02-30\nweb,3,yes,`);
  expect(one.warnings).toEqual([
    'first_contact: 1 of 2 rows has a date that does not exist and counts as missing (“2025-02-30”)',
  ]);
});

test('rows that do not fit are not counted', async () => {
  const text = `${HEADER}\n${rows(10, (i) => `Messe,${i < 4 ? 'many' : '3'},yes,`)}`;
  const { warnings } = await score(text, { badRows: 'keep' });
  expect(warnings[0]).toMatch(/^source: 6 of 6 rows/);
});

test('a column that is not there is told once, with the one that may be meant', async () => {
  const { warnings } = await score(`source,Visits\n${rows(10, () => 'web,3')}`);
  expect(warnings).toEqual([
    'no column “visits”: taken as missing in every row; is it “Visits”?',
    'no column “opened”: taken as missing in every row',
    'no column “first_contact”: taken as missing in every row',
  ]);
});

test('a file of something else is refused', async () => {
  await expect(score('a,b\n1,2\n')).rejects.toThrow('source');
});

describe('counts and examples are the same', () => {
  // Thousands of words, so that codes are given anew; unlike ones in every piece.
  const word = (i: number) => (i % 3 === 0 ? `w${i}` : 'web');
  const csv = `${HEADER}\n${rows(30_000, (i) => `${word(i)},${i % 50},${i % 7 === 0 ? '' : 'yes'},${2000 + (i % 40)}-01-01`)}`;

  test('for any number of threads, wherever it is cut, and in a resumed run', async () => {
    const whole = await score(csv);
    expect(whole.skew).toMatchObject([
      { field: 'source', unseen: 10_000, examples: ['w0', 'w3', 'w6'] },
      { field: 'visits', out_of_range: 30_000 * (19 / 50), examples: ['31', '32', '33'] },
      { field: 'first_contact', out_of_range: 30_000 * (31 / 40) },
    ]);
    for (const [threads, bytes] of [
      [1, 10_000],
      [2, 10_000],
      [3, 77_777],
    ] as const) {
      const { skew, warnings } = await score(csv, {}, threads, bytes);
      expect([skew, warnings]).toEqual([whole.skew, whole.warnings]);
    }
  });

  test('in JSON Lines', async () => {
    const lines = rows(3000, (i) => JSON.stringify({ source: word(i), visits: i % 50, opened: null }));
    const { skew, warnings } = await score(lines, { format: 'json lines' });
    expect(skew).toMatchObject([
      { field: 'source', unseen: 1000 },
      { field: 'visits', out_of_range: 3000 * (19 / 50) },
      { field: 'opened', missing: 3000 },
    ]);
    expect(warnings[0]).toMatch(/^opened: 3,000 of 3,000 rows lack it, in training 20 % did/);
    expect(await score(lines, { format: 'json lines' }, 1, 500)).toMatchObject({ skew, warnings });
  });
});

test('the counts of a journal of before are none', () => {
  const skew: Skew = [{ field: 'a', missing: 1, unseen: 2, outside: 3, examples: ['x'] }];
  expect(addSkews(undefined, skew)).toBe(skew);
  expect(addSkews(skew, [])).toBe(skew);
});

test('a lead and a file say the same', async () => {
  const model = compileModel(artifact);
  const { skew } = await score(`${HEADER}\nMesse,99,,1970-01-01\n`);
  const codes = model
    .warn({ source: 'Messe', visits: 99, opened: null, first_contact: '1970-01-01' })
    .map(({ field }) => field);
  expect(skew.map(({ field }) => field)).toEqual(codes);
});

describe('names that are taken', () => {
  test('JSON Lines: by the first line, and by the model’s fields', async () => {
    const { text, warnings } = await score('{"source":"web","score":5}\n{"source":"web"}\n', {
      format: 'json lines',
    });
    const [first, second] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({
      score: 5,
      scorelane_score: expect.any(Number),
      probability: expect.any(Number),
    });
    expect(second).toMatchObject({ scorelane_score: expect.any(Number) });
    expect(warnings).toContain('the file has “score” itself: what scoring adds is called “scorelane_score”');
  });
});
