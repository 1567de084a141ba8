import { createApi } from '../../../lib/http/create-api.ts';
import { cancelJob } from '../../../lib/jobs/finish-job.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
let call: ReturnType<typeof createCaller>;
beforeEach(async () => {
  world = createMemoryWorld();
  call = createCaller(createApi(world, { info() {}, error() {} }));
  await world.publish();
});
const DAY_MS = 86_400_000;
const KINDS = {
  batches: {
    path: '/predict_batch',
    id: 'batch_id',
    submit: async () =>
      (await call('POST', '/predict_batch', { body: JSON.stringify([EXAMPLE_LEAD]) })).body
        .batch_id as string,
  },
  jobs: {
    path: '/jobs',
    id: 'job_id',
    submit: async () =>
      (await call('POST', '/jobs', { body: '{"file_name": "a.csv", "size": 9}' })).body.job_id as string,
  },
};

describe.each(Object.entries(KINDS))('%s', (name, { path, id, submit }) => {
  const idsOf = (body: Record<string, Record<string, string>[]>) => body[name]!.map((item) => item[id]);

  test('none: an empty page', async () => {
    const { status, headers, body } = await call('GET', path);
    expect([status, body, headers.link]).toEqual([200, { [name]: [], next_cursor: null }, undefined]);
  });

  test.each([1, 2, 3, 20])('the newest first, %i a page, by the cursor and by Link', async (limit) => {
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) {
      ids.unshift(await submit());
      world.passTime(3 * DAY_MS);
    }
    for (const by of ['cursor', 'link']) {
      const seen: string[] = [];
      for (let at: string | undefined = `${path}?limit=${limit}`; at !== undefined; ) {
        const { body, headers } = await call('GET', at);
        expect(body[name].length).toBeLessThanOrEqual(limit);
        seen.push(...(idsOf(body) as string[]));
        const link = /^<https:\/\/api\.example\.com(.+)>; rel="next"$/.exec(String(headers.link))?.[1];
        expect(link === undefined).toBe(body.next_cursor === null);
        const next = by === 'link' ? link : `${path}?limit=${limit}&cursor=${body.next_cursor}`;
        at = body.next_cursor === null ? undefined : next;
      }
      expect(seen).toEqual(ids);
    }
  });

  test('what was submitted after the first page is no part of the next ones', async () => {
    const ids = [await submit(), await submit()];
    world.passTime(1);
    const first = await call('GET', `${path}?limit=1`);
    world.passTime(1);
    await submit();
    const second = await call('GET', `${path}?limit=5&cursor=${first.body.next_cursor}`);
    expect([...idsOf(first.body), ...idsOf(second.body)].toSorted()).toEqual(ids.toSorted());
  });

  test('what has expired is left out', async () => {
    await submit();
    world.passTime(30 * DAY_MS);
    const kept = await submit();
    expect(idsOf((await call('GET', path)).body)).toEqual([kept]);
  });

  test.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'cursor=x',
    'cursor=',
    'cursor=zzzzz.e30',
    'cursor=zzzzzzzzz.aa',
  ])('%s: 400 naming it', async (query) => {
    const { status, body } = await call('GET', `${path}?${query}`);
    expect([status, body.detail]).toEqual([400, expect.stringMatching(/^(limit|cursor): expected /)]);
  });
});

test('a batch of a list says what does not take a look at its leads', async () => {
  const body = JSON.stringify([EXAMPLE_LEAD, {}]);
  const headers = { prefer: 'handling=lenient', 'scorelane-expires-after': '60' };
  const { body: made } = await call('POST', '/predict_batch', { body, headers });
  const { batches } = (await call('GET', '/predict_batch')).body;
  expect(batches).toEqual([
    {
      batch_id: made.batch_id,
      count: 2,
      rejected: 1,
      model: { name: 'leads', version: 'v1' },
      created_at: '2026-02-01T10:00:00.000Z',
      score_by: '2026-02-01T10:01:00.000Z',
      expires_at: '2026-03-03T10:00:00.000Z',
      urls: made.urls,
    },
  ]);
});

test('jobs by their status: pages may be short, and none is missing', async () => {
  const ids = [];
  for (let i = 0; i < 30; i++) {
    const id = await KINDS.jobs.submit();
    if (i % 10 === 0) {
      await cancelJob(world, id);
      ids.unshift(id);
    }
    world.passTime(1);
  }
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const { body, headers } = await call('GET', `/jobs?status=canceled&limit=2${query}`);
    if (body.next_cursor !== null) expect(headers.link).toContain('status=canceled');
    seen.push(...body.jobs.map((job: { job_id: string }) => job.job_id));
    cursor = body.next_cursor;
  }
  expect(seen).toEqual(ids);
  expect((await call('GET', '/jobs?status=done')).body.detail).toMatch(
    /^status: expected one of awaiting_upload/,
  );
});
