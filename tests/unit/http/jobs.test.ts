import { createApi } from '../../../lib/http/create-api.ts';
import { type Call, createCaller } from '../../support/call-api.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';
import { runJobs } from '../../support/run-jobs.ts';

let world: MemoryWorld;
let call: ReturnType<typeof createCaller>;
beforeEach(async () => {
  world = createMemoryWorld();
  await world.publish();
  call = createCaller(createApi(world, { info() {}, error() {} }));
});
const send = (body: unknown, headers: Record<string, string> = {}): Call => ({
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
});
const CSV = 'source,visits\nweb,1\nfair,many\n';
const upload = (id: string) => world.files.write(`jobs/${id}/upload`, Buffer.from(CSV), 'text/csv');
const run = () => runJobs(world, { chunkBytes: 8 });

test('a file is uploaded, started, scored, and its results are given', async () => {
  const accepted = await call('POST', '/jobs', send({ file_name: 'crm.csv', size: CSV.length }));
  expect(accepted.status).toBe(202);
  const { job_id: id, upload: where, status, result } = accepted.body;
  expect([status, result, accepted.headers.location]).toEqual(['awaiting_upload', null, `/jobs/${id}`]);
  expect(where).toMatchObject({ method: 'PUT', url: `memory:jobs/${id}/upload` });
  await upload(id);
  expect((await call('POST', `/jobs/${id}/start`)).body.status).toBe('queued');
  await run();
  const { body, headers } = await call('GET', `/jobs/${id}`);
  expect(body).toMatchObject({
    status: 'succeeded',
    rows: 2,
    scored: 1,
    rejected: 1,
    percent: 100,
    chunks: { done: 2, total: 2 },
    estimated_finish_at: null,
    result: { url: `memory:jobs/${id}/result`, rejected_url: `memory:jobs/${id}/rejected-rows` },
  });
  expect(headers['retry-after']).toBeUndefined();
});

test('while it runs it says how far it is, and when it may end', async () => {
  const { body } = await call('POST', '/jobs', send({ size: CSV.length }));
  const id = body.job_id;
  await upload(id);
  await call('POST', `/jobs/${id}/start`);
  await world.jobs.change(id, ['queued'], {
    status: 'running',
    startedAt: world.clock.now(),
    file: { bytes: 1000, etag: 'e' },
    chunks: 2,
  });
  const grades = { A: 1, B: 0, C: 0, D: 0 };
  const chunk = {
    number: 1,
    sourceBytes: 250,
    rows: 9,
    rejected: 2,
    bytes: 1,
    rejectedBytes: 1,
    skewBytes: 0,
    grades,
  };
  await world.jobs.recordChunk({ id, expiresAt: world.clock.now() }, chunk);
  world.passTime(60_000);
  const { body: now, headers } = await call('GET', `/jobs/${id}`);
  expect(now).toMatchObject({ percent: 25, rows: 9, scored: 7, rejected: 2, chunks: { done: 1, total: 2 } });
  const started = Date.parse(now.started_at);
  expect(Date.parse(now.estimated_finish_at)).toBe(started + 4 * 60_000);
  expect(headers['retry-after']).toBe('2');
});

test('a started job may be started again; without its file it is not', async () => {
  const { body } = await call('POST', '/jobs', send({ size: CSV.length }));
  const missing = await call('POST', `/jobs/${body.job_id}/start`);
  expect([missing.status, missing.body.type]).toEqual([409, '/problems/file-missing']);
  await upload(body.job_id);
  for (const _time of [1, 2]) expect((await call('POST', `/jobs/${body.job_id}/start`)).status).toBe(202);
  await run();
  expect((await call('POST', `/jobs/${body.job_id}/start`)).body.status).toBe('succeeded');
});

test('a canceled job is not started any more, whether its file is there or not', async () => {
  for (const withFile of [true, false]) {
    const { body } = await call('POST', '/jobs', send({ size: CSV.length }));
    if (withFile) await upload(body.job_id);
    await call('POST', `/jobs/${body.job_id}/cancel`);
    expect(await call('POST', `/jobs/${body.job_id}/start`)).toMatchObject({
      status: 409,
      body: {
        type: '/problems/already-final',
        detail: 'the job was canceled: it cannot be started any more',
      },
    });
    expect((await call('GET', `/jobs/${body.job_id}`)).body.status).toBe('canceled');
  }
  expect(world.queues.steps).toEqual([]);
});

test('nor one that is canceled while it is started', async () => {
  const { body } = await call('POST', '/jobs', send({ size: CSV.length }));
  await upload(body.job_id);
  const { change } = world.jobs;
  world.jobs.change = async (...args) => {
    world.jobs.change = change;
    await call('POST', `/jobs/${body.job_id}/cancel`);
    return change(...args);
  };
  expect((await call('POST', `/jobs/${body.job_id}/start`)).status).toBe(409);
  expect(world.queues.steps).toEqual([]);
});

test('every member that is not known is named', async () => {
  const named = async (path: string, wrong: unknown) => {
    const answer = await call('POST', path, send(wrong));
    return [answer.status, answer.body.errors.map(({ field }: { field: string }) => field)];
  };
  expect(await named('/jobs', { size: 9, filename: 'a.csv', colour: 1 })).toEqual([
    422,
    ['filename', 'colour'],
  ]);
  const { body } = await call('POST', '/jobs', send({ size: CSV.length }));
  expect(await named(`/jobs/${body.job_id}/start`, { part: [], x: 1 })).toEqual([422, ['part', 'x']]);
  expect(
    await named(`/jobs/${body.job_id}/start`, { parts: [{ number: 1, etag: 'e', tag: 1, x: 2 }] }),
  ).toEqual([422, ['parts.tag', 'parts.x']]);
});

test('an upload in parts needs its parts', async () => {
  const file = CSV.padEnd(5000, 'web,1\n');
  const { body } = await call('POST', '/jobs', send({ size: 5000 }));
  expect(body.upload).toMatchObject({ part_bytes: 5000, part_urls: [expect.any(String)] });
  await world.files.write(`jobs/${body.job_id}/upload`, Buffer.from(file), 'text/csv');
  const start = (parts: unknown) => call('POST', `/jobs/${body.job_id}/start`, send({ parts }));
  const wrong = await start([{ number: 1, etag: 'other' }]);
  expect([wrong.status, wrong.body.errors[0].field]).toEqual([422, 'parts']);
  const { etag } = (await world.files.stat(`jobs/${body.job_id}/upload`))!;
  expect((await start([{ number: 1, etag }])).status).toBe(202);
});

test('a file of another size than was declared is not started', async () => {
  const { body } = await call('POST', '/jobs', send({ file_name: 'crm.csv', size: 1000 }));
  await world.files.write(`jobs/${body.job_id}/upload`, Buffer.alloc(5_000_000, 'web,1\n'), 'text/csv');
  const started = await call('POST', `/jobs/${body.job_id}/start`);
  expect([started.status, started.body.errors]).toEqual([
    422,
    [
      {
        field: 'size',
        message:
          'crm.csv: expected the 1,000 bytes that the job was submitted with, found an upload of 5,000,000. ' +
          'Submit the file again, with the size that it has.',
      },
    ],
  ]);
  expect((await call('GET', `/jobs/${body.job_id}`)).body.status).toBe('awaiting_upload');
  expect(world.queues.steps).toEqual([]);
});

test('nor is one that was changed behind the start: its job fails', async () => {
  const { body } = await call('POST', '/jobs', send({ size: CSV.length }));
  await upload(body.job_id);
  await call('POST', `/jobs/${body.job_id}/start`);
  await world.files.write(`jobs/${body.job_id}/upload`, Buffer.from(`${CSV}web,2\n`), 'text/csv');
  await run();
  expect((await call('GET', `/jobs/${body.job_id}`)).body).toMatchObject({
    status: 'failed',
    error: { code: 'file_unusable', message: expect.stringContaining('found an upload of 36') },
  });
});

test('the largest file that a job takes is accepted, and one whose size is not told', async () => {
  expect((await call('POST', '/jobs', send({ size: 1_811_939_328_000 }))).status).toBe(202);
  const { body } = await call('POST', '/jobs', send({}));
  await upload(body.job_id);
  expect((await call('POST', `/jobs/${body.job_id}/start`)).status).toBe(202);
});

test('asked again, the parts are those of the same upload', async () => {
  const request = send({ size: 5000 }, { 'idempotency-key': 'large' });
  const [first, again] = [await call('POST', '/jobs', request), await call('POST', '/jobs', request)];
  expect(again.body.upload.part_urls).toEqual(first.body.upload.part_urls);
  // At the same time, too: only one of them makes the job.
  const both = send({ size: 5000 }, { 'idempotency-key': 'at-once' });
  const [one, other] = await Promise.all([call('POST', '/jobs', both), call('POST', '/jobs', both)]);
  expect([one.status, other.body.job_id]).toEqual([202, one.body.job_id]);
  expect(other.body.upload.part_urls).toEqual(one.body.upload.part_urls);
});

test('a job that is canceled comes to nothing, and stays canceled', async () => {
  const { body } = await call('POST', '/jobs', send({ size: CSV.length }));
  await upload(body.job_id);
  await call('POST', `/jobs/${body.job_id}/start`);
  expect((await call('POST', `/jobs/${body.job_id}/cancel`)).body.status).toBe('canceled');
  await run();
  expect((await call('GET', `/jobs/${body.job_id}`)).body).toMatchObject({ status: 'canceled', rows: 0 });
  expect((await call('POST', `/jobs/${body.job_id}/cancel`)).status).toBe(200);
});

test('the same request with the same key is one job; another with it is refused', async () => {
  const key = { 'idempotency-key': 'nightly' };
  const [first, again] = [
    await call('POST', '/jobs', send({ size: 9 }, key)),
    await call('POST', '/jobs', send({ size: 9 }, key)),
  ];
  expect(again.body.job_id).toBe(first.body.job_id);
  expect(again.body.upload).toBeDefined();
  const other = await call('POST', '/jobs', send({ size: 9, reasons: 0 }, key));
  expect([other.status, other.body.type]).toEqual([422, '/problems/idempotency-key-reused']);
  // A prediction's key is another thing.
  const lead = send({ source: 'web' }, key);
  expect((await call('POST', '/predict', lead)).status).toBe(202);
});

test.each([
  [{ file_name: '' }, 'file_name', 'expected a name'],
  [{ file_name: 'a/b.csv' }, 'file_name', 'expected a name'],
  [{ encoding: 'klingon' }, 'encoding', 'expected the name of an encoding, such as "utf-8"'],
  [{ decimal: ';' }, 'decimal', 'expected "." or ","'],
  [{ reasons: 4 }, 'reasons', 'expected 0, 1, 2 or 3'],
  [{ source: 'leads.csv' }, 'source', 'expected an address such as'],
  [{ source: 's3://other/leads.csv' }, 'source', "expected a file in this stack's bucket"],
  [{ source: 's3://bucket/models/leads/v1/model.json' }, 'source', 'not one that the service keeps'],
  [{ source: 's3://bucket/dead-letters/x.json' }, 'source', 'not one that the service keeps'],
  [{ source: 's3://bucket/training/x/candidates/logistic.json' }, 'source', 'not one that the service keeps'],
  [{ source: 's3://bucket/none.csv' }, 'source', 'found none'],
  [{ source: 's3://bucket/leads.csv', size: 9 }, 'size', 'expected none with a source'],
  [{ colour: 'red' }, 'colour', 'expected an object of file_name, source'],
  [[], 'body', 'expected an object of'],
])('%j is refused', async (body, field, message) => {
  const { status, body: problem } = await call('POST', '/jobs', send(body));
  expect(status).toBe(422);
  expect(problem.errors).toEqual([{ field, message: expect.stringContaining(message) }]);
  expect(world.queues.steps).toEqual([]);
});

test.each([-1, 0, 1.5, 1e15, 1_811_939_328_001, 2 ** 53, 1e300, '9', null])(
  'a size of %j is refused',
  async (size) => {
    const { status, body: problem } = await call('POST', '/jobs', send({ size }));
    expect(status).toBe(422);
    expect(problem.errors).toEqual([
      {
        field: 'size',
        message:
          'expected the number of bytes, a whole number from 1 to 1,811,939,328,000 (1.8 TB); split a larger file up',
      },
    ]);
  },
);

test('a file in the bucket is queued at once', async () => {
  await world.files.write('crm/leads.csv', Buffer.from(CSV), 'text/csv');
  const { status, body } = await call('POST', '/jobs', send({ source: 's3://bucket/crm/leads.csv' }));
  expect([status, body.status, body.file_name, body.upload]).toEqual([202, 'queued', 'leads.csv', undefined]);
  expect(world.queues.steps).toEqual([{ step: 'split', jobId: body.job_id }]);
});

test('a job that could not be queued is told, with its id', async () => {
  await world.files.write('crm/leads.csv', Buffer.from(CSV), 'text/csv');
  const queues = { ...world.queues, sendStep: () => Promise.reject(new Error('away')) };
  const broken = createCaller(createApi({ ...world, queues }, { info() {}, error() {} }));
  const { status, body } = await broken('POST', '/jobs', send({ source: 's3://bucket/crm/leads.csv' }));
  expect([status, body.type]).toEqual([503, '/problems/not-queued']);
  expect((await call('GET', `/jobs/${body.job_id}`)).body.status).toBe('queued');
});
