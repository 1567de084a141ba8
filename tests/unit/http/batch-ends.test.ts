import { TransientError } from '../../../lib/errors.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { giveUpPredictions } from '../../../lib/prediction/give-up-predictions.ts';
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
const LEADS = [0, 1, 2, 3].map((visits) => ({ ...EXAMPLE_LEAD, visits }));
const HOOK = encodeURIComponent('https://example.com/');
const post = (leads: unknown = LEADS, headers: Record<string, string> = {}, query = '') =>
  call('POST', `/predict_batch${query}`, { body: JSON.stringify(leads), headers });
const submit = async (...args: Parameters<typeof post>) => (await post(...args)).body.batch_id as string;
const work = async () => {
  for (const message of world.queue.takeAll()) await scorePredictions(world, message);
};
const cancel = (id: string, query = '') => call('POST', `/predict_batch/${id}/cancel${query}`);
const erase = (id: string) => call('DELETE', `/predict_batch/${id}`);
const counts = async (id: string) => (await call('GET', `/predict_batch/${id}`)).body.counts;

/** A store of which a method works so often, and then no more. */
function failingAfter(name: 'create' | 'erase' | 'eraseBatch', times: number) {
  let left = times;
  const store = {
    ...world.store,
    [name]: (...args: [never]) =>
      left-- > 0 ? world.store[name](...args) : Promise.reject(new TransientError('throttled')),
  };
  return createCaller(createApi({ ...world, store }, { info() {}, error() {} }));
}

describe('cancel', () => {
  test('ends what is queued, leaves what is final, and answers with the state', async () => {
    const id = await submit();
    await call('POST', `/predict/${id}-1/cancel`);
    const [message] = world.queue.takeAll();
    const one = JSON.parse(message!);
    await scorePredictions(world, JSON.stringify({ ...one, items: [one.items[2]] }));
    const answer = await cancel(id, '?limit=3');
    expect(answer.status).toBe(200);
    expect(answer.headers['retry-after']).toBeUndefined();
    expect(answer.body).toMatchObject({
      batch_id: id,
      status: 'done',
      counts: { queued: 0, succeeded: 1, canceled: 3 },
      results: [{ status: 'canceled' }, { status: 'canceled' }, { status: 'succeeded' }],
      next_cursor: '3',
      urls: { cancel: `https://api.example.com/predict_batch/${id}/cancel` },
    });
    // The message comes late.
    expect(await scorePredictions(world, message!)).toEqual([]);
    expect(await counts(id)).toMatchObject({ succeeded: 1, canceled: 3 });
  });

  test('once more answers the same; a batch that ended by itself is 409', async () => {
    const id = await submit();
    const first = await cancel(id);
    world.passTime(5000);
    expect(await cancel(id)).toMatchObject({ status: 200, body: first.body });
    const done = await submit();
    await work();
    expect(await cancel(done)).toMatchObject({ status: 409, body: { type: '/problems/already-final' } });
  });

  test('a thousand leads, of which some were rejected', async () => {
    const id = await submit(
      Array.from({ length: 1000 }, (_, visits) => (visits % 10 === 0 ? {} : { ...EXAMPLE_LEAD, visits })),
      { prefer: 'handling=lenient' },
    );
    const { body } = await cancel(id);
    expect(body.counts).toMatchObject({ canceled: 900, rejected: 100, queued: 0 });
    await work();
    expect((await counts(id)).canceled).toBe(900);
  });

  test('after a failure in between it is completed by the same request', async () => {
    const id = await submit();
    expect((await failingAfter('create', 2)('POST', `/predict_batch/${id}/cancel`)).status).toBe(503);
    expect(await counts(id)).toMatchObject({ queued: 2, canceled: 2 });
    expect((await cancel(id)).body.counts).toMatchObject({ queued: 0, canceled: 4 });
  });

  test('tells the webhook, and leaves the sweep nothing to do', async () => {
    const id = await submit(LEADS, {}, `?webhook=${HOOK}`);
    await cancel(id);
    expect(world.webhooks.takeAll()).toEqual([{ id }]);
    world.passTime(2 * STALE_MS);
    world.queue.takeAll();
    expect(await requeueStale(world)).toMatchObject({ closed: 0, failed: 0 });
  });

  test('what is no batch: 404; one that has expired: 410', async () => {
    const id = await submit();
    const { body: single } = await call('POST', '/predict', { body: JSON.stringify(EXAMPLE_LEAD) });
    for (const other of [crypto.randomUUID(), single.prediction_id, `${id}-0`, 'x'])
      expect(await cancel(other)).toMatchObject({ status: 404, body: { type: '/problems/batch-not-found' } });
    world.passTime(31 * 86_400_000);
    expect(await cancel(id)).toMatchObject({ status: 410, body: { type: '/problems/prediction-expired' } });
  });
});

describe('erase', () => {
  test('takes the batch and every member; then 410, and once more 204', async () => {
    const id = await submit([LEADS[0], { visits: 'jane@example.com' }, LEADS[2]], {
      prefer: 'handling=lenient',
    });
    const single = await call('POST', '/predict', { body: JSON.stringify(EXAMPLE_LEAD) });
    expect((await erase(id)).status).toBe(204);
    for (const path of [`/predict_batch/${id}`, `/predict/${id}-0`, `/predict/${id}-2`])
      expect(await call('GET', path)).toMatchObject({
        status: 410,
        body: { type: '/problems/prediction-erased' },
      });
    expect((await cancel(id)).status).toBe(410);
    expect((await erase(id)).status).toBe(204);
    expect((await call('GET', '/predictions')).body.predictions).toHaveLength(1);
    expect((await call('GET', '/predict_batch')).body.batches).toEqual([]);
    expect((await call('GET', `/predict/${single.body.prediction_id}`)).status).toBe(200);
    world.passTime(31 * 86_400_000);
    expect((await call('GET', `/predict_batch/${id}`)).body.type).toBe('/problems/prediction-expired');
  });

  test('a late message brings nothing back, scored or given up', async () => {
    const id = await submit();
    const [message] = world.queue.takeAll();
    await erase(id);
    expect(await scorePredictions(world, message!)).toEqual([]);
    const letter = { id: 'letter', body: message!, receiveCount: 5, sentAt: world.clock.now() };
    expect(await giveUpPredictions(world, letter)).toEqual([]);
    expect(JSON.parse((await world.deadLetters.get('letter'))!.body).items).toEqual([]);
    for (let i = 0; i < 4; i++) expect((await world.store.get(`${id}-${i}`))?.status).toBe('erased');
  });

  test('the same request with its key brings nothing back', async () => {
    const key = { 'idempotency-key': 'night-1' };
    const id = await submit(LEADS, key);
    await erase(id);
    for (const headers of [key, { ...key, prefer: 'wait' }])
      expect(await post(LEADS, headers)).toMatchObject({
        status: 410,
        body: { type: '/problems/prediction-erased', detail: 'this batch was erased' },
      });
    await work();
    expect(await world.store.getBatch(id)).toBeUndefined();
    expect((await world.store.get(`${id}-0`))?.status).toBe('erased');
  });

  test('reaches the dead letters of its members, whole, and no other letter', async () => {
    const [id, other] = [await submit(), await submit()];
    const bodies = world.queue.takeAll();
    for (const [i, body] of bodies.entries())
      await giveUpPredictions(world, { id: `letter-${i}`, body, receiveCount: 5, sentAt: world.clock.now() });
    await erase(id);
    const items = async (i: number) => JSON.parse((await world.deadLetters.get(`letter-${i}`))!.body).items;
    expect(await items(0)).toEqual([]);
    expect(await items(1)).toHaveLength(4);
    expect((await counts(other)).failed).toBe(4);
  });

  // The letter of what had ended otherwise was named by no row, and outlived the erasure.
  test('of what was canceled before its message was given up, no letter keeps the lead', async () => {
    const id = await submit();
    const single = await call('POST', '/predict', { body: JSON.stringify(EXAMPLE_LEAD) });
    await cancel(id);
    await call('POST', `/predict/${single.body.prediction_id}/cancel`);
    for (const [i, body] of world.queue.takeAll().entries()) {
      const letter = { id: `letter-${i}`, body, receiveCount: 5, sentAt: world.clock.now() };
      await giveUpPredictions(world, letter);
      await giveUpPredictions(world, letter);
      expect(JSON.parse((await world.deadLetters.get(`letter-${i}`))!.body).items).toEqual([]);
    }
  });

  test.each([
    ['create', 1],
    ['erase', 2],
    ['eraseBatch', 0],
  ] as const)('after a failure of %s in between it is completed by the same request', async (name, times) => {
    const id = await submit();
    const [message] = world.queue.takeAll();
    expect((await failingAfter(name, times)('DELETE', `/predict_batch/${id}`)).status).toBe(503);
    // A worker comes in between: what it finds open it may finish.
    await scorePredictions(world, message!);
    expect((await erase(id)).status).toBe(204);
    for (let i = 0; i < 4; i++) expect((await call('GET', `/predict/${id}-${i}`)).status).toBe(410);
    expect((await call('GET', `/predict_batch/${id}`)).status).toBe(410);
    expect(await world.store.listOpen(new Date(world.clock.now().getTime() + 1), 10)).toEqual([]);
  });

  test('what is no batch: 404', async () => {
    const { body: single } = await call('POST', '/predict', { body: JSON.stringify(EXAMPLE_LEAD) });
    for (const other of [crypto.randomUUID(), single.prediction_id, 'x'])
      expect(await erase(other)).toMatchObject({ status: 404, body: { type: '/problems/batch-not-found' } });
    expect((await call('GET', `/predict/${single.prediction_id}`)).status).toBe(200);
  });

  test('tells no webhook of it', async () => {
    const id = await submit(LEADS, {}, `?webhook=${HOOK}`);
    await erase(id);
    await work();
    expect(world.webhooks.takeAll()).toEqual([]);
  });
});
