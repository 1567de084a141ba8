import { parse } from 'csv-parse/sync';
import { createApi } from '../../../lib/http/create-api.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
let call: ReturnType<typeof createCaller>;
const VISITS = [0, 20, 10, 5, 15, 1];
beforeEach(async () => {
  world = createMemoryWorld();
  call = createCaller(createApi(world, { info() {}, error() {} }));
  await world.publish();
  for (const visits of VISITS) {
    world.passTime(1000);
    const lead = { ...EXAMPLE_LEAD, visits, source: visits === 5 ? '=1+1' : EXAMPLE_LEAD.source };
    await call('POST', '/predict', { body: JSON.stringify(lead), headers: { prefer: 'wait' } });
  }
  world.passTime(1000);
  await call('POST', '/predict', { body: JSON.stringify(EXAMPLE_LEAD) });
});
const visitsOf = async (query: string) =>
  (await call('GET', `/predictions?${query}`)).body.predictions.map(
    (row: { lead: { visits: number } }) => row.lead.visits,
  );

test('newest first, and of a day those with the highest score', async () => {
  expect(await visitsOf('')).toEqual([15, ...[...VISITS].reverse()]);
  const scores = (await call('GET', '/predictions?order=score')).body.predictions.map(
    (row: { prediction: { probability: number } }) => row.prediction.probability,
  );
  expect(scores).toHaveLength(6);
  expect([...scores].sort((a, b) => b - a)).toEqual(scores);
  expect(await visitsOf('order=score&day=2020-01-01')).toEqual([]);
});

test('page by page, though more come in meanwhile', async () => {
  const seen: number[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await call('GET', `/predictions?limit=2&status=succeeded${cursor}`);
    seen.push(...body.predictions.map((row: { lead: { visits: number } }) => row.lead.visits));
    await call('POST', '/predict', { body: JSON.stringify(EXAMPLE_LEAD), headers: { prefer: 'wait' } });
    if (body.next_cursor === null) break;
    cursor = `&cursor=${body.next_cursor}`;
  }
  expect(seen).toEqual([...VISITS].reverse());
});

test('a day without an order is that day, newest first, page by page', async () => {
  // The first of them are of 1 February; these are of the 2nd and the 3rd.
  for (const visits of [7, 8, 9]) {
    world.passTime(12 * 3_600_000);
    await call('POST', '/predict', { body: JSON.stringify({ ...EXAMPLE_LEAD, visits }) });
  }
  expect(await visitsOf('day=2026-02-01')).toEqual([7, 15, ...[...VISITS].reverse()]);
  expect(await visitsOf('day=2026-02-02')).toEqual([9, 8]);
  expect(await visitsOf('day=2026-02-04')).toEqual([]);
  expect(await visitsOf('day=2026-01-31&order=newest')).toEqual([]);
  const first = (await call('GET', '/predictions?day=2026-02-02&limit=1')).body;
  const [second, third] = [
    await call('GET', `/predictions?day=2026-02-02&limit=1&cursor=${first.next_cursor}`),
    await call('GET', `/predictions?day=2026-02-01&cursor=${first.next_cursor}`),
  ];
  expect(second.body.predictions.map((row: { lead: { visits: number } }) => row.lead.visits)).toEqual([8]);
  expect([third.status, third.body.detail]).toEqual([
    400,
    'cursor: expected the cursor of an earlier page of the same day',
  ]);
});

test('cursor and next_cursor, or after and next as they were called before', async () => {
  const { body, headers } = await call('GET', '/predictions?limit=2&status=succeeded');
  expect(body.next).toBe(body.next_cursor);
  expect(headers.link).toBe(
    `<https://api.example.com/predictions?limit=2&status=succeeded&cursor=${body.next_cursor}>; rel="next"`,
  );
  const pages = await Promise.all(
    ['cursor', 'after'].map((name) => call('GET', `/predictions?limit=2&${name}=${body.next}`)),
  );
  expect(pages[0]!.body).toEqual(pages[1]!.body);
  expect(pages[1]!.headers.link).not.toContain('after');
  const both = await call('GET', `/predictions?cursor=${body.next}&after=${body.next}`);
  expect(both.status).toBe(200);
  expect(await call('GET', `/predictions?cursor=${body.next}&after=x`)).toMatchObject({
    status: 400,
    body: { detail: 'after: expected none beside cursor, which is its new name' },
  });
  const last = await call('GET', '/predictions');
  expect([last.body.next_cursor, last.body.next, last.headers.link]).toEqual([null, null, undefined]);
});

test('by status and by grade', async () => {
  expect(await visitsOf('status=queued')).toEqual([15]);
  expect(await visitsOf('status=failed')).toEqual([]);
  const all = (await call('GET', '/predictions?status=succeeded')).body.predictions;
  for (const grade of ['A', 'B', 'C', 'D']) {
    const expected = all.filter((row: { prediction: { grade: string } }) => row.prediction.grade === grade);
    expect((await call('GET', `/predictions?grade=${grade}`)).body.predictions).toEqual(expected);
  }
});

test('as CSV for a spreadsheet or a CRM, which takes no lead for a formula', async () => {
  const { status, headers, text } = await call('GET', '/predictions.csv?order=score');
  expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
  const rows: Record<string, string>[] = parse(text, { columns: true });
  expect(rows).toHaveLength(6);
  expect(Object.keys(rows[0]!)).toEqual(
    expect.arrayContaining(['prediction_id', 'score', 'reason_3', 'visits']),
  );
  expect(rows.find(({ visits }) => visits === '5')!.source).toBe("'=1+1");
  expect(headers.link).toBeUndefined();
  const { headers: first } = await call('GET', '/predictions.csv?limit=4');
  expect(first.link).toMatch(
    /^<https:\/\/api\.example\.com\/predictions\.csv\?limit=4&cursor=[\w.-]+>; rel="next"$/,
  );
});

test.each([
  'limit=0',
  'limit=201',
  'limit=x',
  'day=2026-02',
  'day=2026-99-99',
  'order=best',
  'grade=E',
  'status=done',
  'model=../x',
  'after=x',
  'cursor=x',
  'day=2026-02-30',
  'day=2025-02-29',
  'mdoel=leads',
])('%s: 400 that names it', async (query) => {
  const { status, body } = await call('GET', `/predictions?${query}`);
  expect([status, body.detail.split(':')[0]]).toEqual([400, query.split('=')[0]]);
});
