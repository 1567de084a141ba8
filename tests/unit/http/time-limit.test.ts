import { createApi } from '../../../lib/http/create-api.ts';
import { giveUpPredictions } from '../../../lib/prediction/give-up-predictions.ts';
import { redriveLetter } from '../../../lib/prediction/redrive-letter.ts';
import { requeueStale, STALE_MS } from '../../../lib/prediction/requeue-stale.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
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
const AFTER = { 'scorelane-expires-after': '60' };
const LEADS = [EXAMPLE_LEAD, { ...EXAMPLE_LEAD, visits: 1 }];
const submit = async (headers: Record<string, string> = AFTER) =>
  call('POST', '/predict', { body: JSON.stringify(EXAMPLE_LEAD), headers });
const submitBatch = async (headers: Record<string, string> = AFTER, query = '') =>
  call('POST', `/predict_batch${query}`, { body: JSON.stringify(LEADS), headers });
const work = async () => {
  for (const message of world.queue.takeAll()) await scorePredictions(world, message);
};
const EXPIRED = {
  status: 'failed',
  prediction: null,
  error: {
    code: 'expired',
    message:
      'the lead was not scored within the time that Scorelane-Expires-After allowed; submit it again if it still matters',
  },
};
const get = async (path: unknown) => (await call('GET', String(path))).body;

test.each([
  [0, 'succeeded'],
  [60_000, 'succeeded'],
  [60_001, 'failed'],
])('a worker that comes after %i ms', async (milliseconds, status) => {
  const [one, batch] = [await submit(), await submitBatch()];
  expect([one.body.score_by, batch.body.score_by]).toEqual(Array(2).fill('2026-02-01T10:01:00.000Z'));
  world.passTime(milliseconds);
  await work();
  const single = await get(one.headers.location);
  expect(single).toMatchObject(status === 'failed' ? EXPIRED : { status });
  expect(single.score_by).toBe('2026-02-01T10:01:00.000Z');
  const { counts, results } = await get(batch.headers.location);
  expect(counts).toMatchObject({ queued: 0, [status]: 2 });
  expect(results[1]).toMatchObject(status === 'failed' ? EXPIRED : { status });
});

test('without the header nothing expires, and nothing says so', async () => {
  const { body, headers } = await submit({});
  expect(body).not.toHaveProperty('score_by');
  world.passTime(86_400_000);
  await work();
  expect((await get(headers.location)).status).toBe('succeeded');
});

test.each(['0', '86401', '-1', '1.5', '60s', '', ' ', '1e3', '000060'])(
  '%p: 400 with the range',
  async (text) => {
    for (const path of ['/predict', '/predict_batch'])
      expect(
        await call('POST', path, {
          body: JSON.stringify(path === '/predict' ? EXAMPLE_LEAD : LEADS),
          headers: { 'scorelane-expires-after': text },
        }),
      ).toMatchObject({
        status: 400,
        body: { detail: 'Scorelane-Expires-After: expected whole seconds from 1 to 86400, such as 60' },
      });
    expect(world.queue.takeAll()).toEqual([]);
  },
);

test.each(['1', '86400'])('%s seconds are accepted', async (text) => {
  expect((await submit({ 'scorelane-expires-after': text })).status).toBe(202);
});

test('a job takes none', async () => {
  const answer = await call('POST', '/jobs', { body: '{"size": 9}', headers: AFTER });
  expect(answer).toMatchObject({ status: 400, body: { type: '/problems/bad-request' } });
});

test('with Prefer: wait it has no effect', async () => {
  const { status, body } = await submit({ ...AFTER, prefer: 'wait' });
  expect([status, body.status, body.score_by]).toEqual([200, 'succeeded', undefined]);
  const batch = await submitBatch({ ...AFTER, prefer: 'wait' });
  expect([batch.status, batch.body.score_by]).toEqual([200, undefined]);
});

test('the model is not even loaded', async () => {
  const { headers } = await submit();
  world.passTime(60_001);
  const load = () => Promise.reject(new Error('no bucket'));
  for (const message of world.queue.takeAll()) await scorePredictions({ ...world, load }, message);
  expect(await get(headers.location)).toMatchObject(EXPIRED);
});

test('the same request with its key keeps the time of the first', async () => {
  const key = { ...AFTER, 'idempotency-key': 'k' };
  const first = await submit(key);
  world.queue.takeAll();
  world.passTime(50_000);
  expect((await submit(key)).body.score_by).toBe(first.body.score_by);
  world.passTime(20_000);
  await work();
  expect(await get(first.headers.location)).toMatchObject(EXPIRED);
});

test('a dead letter: failed as expired, and its letter stays for who looks why', async () => {
  const [one, batch] = [await submit(), await submitBatch()];
  const bodies = world.queue.takeAll();
  world.passTime(60_001);
  for (const [i, body] of bodies.entries())
    await giveUpPredictions(world, { id: `letter-${i}`, body, receiveCount: 5, sentAt: world.clock.now() });
  expect(await get(one.headers.location)).toMatchObject(EXPIRED);
  expect((await get(batch.headers.location)).results).toMatchObject([EXPIRED, EXPIRED]);
  expect(await world.store.get(one.body.prediction_id)).toMatchObject({ deadLetter: 'letter-0' });
  // Nobody waits for it any more.
  expect(await redriveLetter(world, 'letter-1')).toMatchObject({
    redriven: [],
    refused: [
      {
        from: `${batch.body.batch_id}-0`,
        errors: [{ message: 'the time that its request allowed for scoring is over' }],
      },
      { from: `${batch.body.batch_id}-1` },
    ],
  });
  expect(world.queue.takeAll()).toEqual([]);
});

test('the sweep ends what no worker took, and tells its webhook', async () => {
  const hook = `?webhook=${encodeURIComponent('https://example.com/')}`;
  const [one, batch] = [await submit(), await submitBatch(AFTER, hook)];
  // Lost.
  world.queue.takeAll();
  world.passTime(STALE_MS);
  expect(await requeueStale(world)).toEqual({ waiting: 0, requeued: 0, failed: 0, expired: 3, closed: 1 });
  expect(world.queue.takeAll()).toEqual([]);
  expect(await get(one.headers.location)).toMatchObject(EXPIRED);
  expect((await get(batch.headers.location)).results).toMatchObject([EXPIRED, EXPIRED]);
  expect(world.webhooks.takeAll()).toEqual([{ id: batch.body.batch_id }]);
  expect(await requeueStale(world)).toMatchObject({ expired: 0, closed: 0 });
});

test('what the sweep queues again keeps its time', async () => {
  const { headers } = await submit({ 'scorelane-expires-after': '1200' });
  world.queue.takeAll();
  world.passTime(STALE_MS);
  expect(await requeueStale(world)).toMatchObject({ requeued: 1, expired: 0 });
  world.passTime(1_200_000);
  await work();
  expect(await get(headers.location)).toMatchObject(EXPIRED);
});
