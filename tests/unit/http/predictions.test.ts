import { deriveId } from '../../../lib/acceptance/idempotency.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { promoteVersion } from '../../../lib/registry/move-alias.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
let call: ReturnType<typeof createCaller>;
beforeEach(async () => {
  world = createMemoryWorld();
  call = createCaller(createApi(world, { info() {}, error: (_, { error }) => fail(error) }));
  await world.publish();
});
const fail = (error: Error) => {
  throw error;
};
const post = (lead: unknown = EXAMPLE_LEAD, headers: Record<string, string> = {}) =>
  call('POST', '/predict', { body: JSON.stringify(lead), headers });
const work = async () => {
  for (const message of world.queue.takeAll()) await scorePredictions(world, message);
};
const problem = (type: string) => ({ body: { type: `/problems/${type}` } });

describe('Prefer: wait', () => {
  test.each([
    ['wait', 'wait'],
    ['wait=10', 'wait=10'],
    ['respond-async, WAIT=5', 'wait=5'],
    ['handling=lenient, wait', 'wait'],
    ['wait=86400', 'wait=20'],
  ])('%s: scored in the request, stored, and nothing is queued', async (prefer, applied) => {
    const answer = await post(EXAMPLE_LEAD, { prefer });
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'preference-applied': applied, location: expect.stringMatching(/^\/predict\//) },
      body: { status: 'succeeded', prediction: { grade: expect.any(String) }, receipt: expect.any(Object) },
    });
    expect(world.queue.takeAll()).toEqual([]);
    expect((await call('GET', answer.headers.location as string)).body).toEqual(answer.body);
  });

  test('says the same as the queue', async () => {
    const [now, later] = [await post(EXAMPLE_LEAD, { prefer: 'wait' }), await post()];
    await work();
    const { body } = await call('GET', later.headers.location as string);
    expect(body.prediction).toEqual(now.body.prediction);
    expect(body.receipt).toEqual(now.body.receipt);
  });

  test('another preference is ignored', async () => {
    expect((await post(EXAMPLE_LEAD, { prefer: 'waiting, return=minimal' })).status).toBe(202);
  });
});

describe('Idempotency-Key', () => {
  const key = { 'idempotency-key': 'order-4711' };

  test('fifty at once give one prediction', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(EXAMPLE_LEAD, key)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ body }) => body.prediction_id)).size).toBe(1);
    await work();
    const again = await post(EXAMPLE_LEAD, key);
    expect(again.body).toMatchObject({ prediction_id: answers[0]!.body.prediction_id, status: 'succeeded' });
  });

  test('fifty at once, half of which wait', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        post(EXAMPLE_LEAD, { ...key, ...(i % 2 ? { prefer: 'wait' } : {}) }),
      ),
    );
    expect(new Set(answers.map(({ body }) => body.prediction_id)).size).toBe(1);
    expect(answers.filter((_, i) => i % 2).every(({ status }) => status === 200)).toBe(true);
    await work();
    const results = answers.flatMap(({ body }) => (body.prediction === null ? [] : [body]));
    expect(new Set(results.map((body) => JSON.stringify(body))).size).toBe(1);
  });

  test('the keys may differ in order and in what is missing, but not in what they mean', async () => {
    const { first_contact: _, ...rest } = EXAMPLE_LEAD;
    const one = await post({ ...rest, first_contact: null }, key);
    expect((await post(Object.fromEntries(Object.entries(rest).reverse()), key)).body.prediction_id).toBe(
      one.body.prediction_id,
    );
    expect(await post(EXAMPLE_LEAD, key)).toMatchObject({
      status: 422,
      ...problem('idempotency-key-reused'),
    });
    expect(
      await call('POST', '/predict?model=leads@v1', { body: JSON.stringify(rest), headers: key }),
    ).toMatchObject({
      status: 422,
    });
  });

  test('what the first request could not send is sent by the second', async () => {
    const { send } = world.queue;
    world.queue.send = () => Promise.reject(new Error('no queue'));
    const first = await createCaller(createApi(world, { info() {}, error() {} }))('POST', '/predict', {
      body: JSON.stringify(EXAMPLE_LEAD),
      headers: key,
    });
    expect(first).toMatchObject({ status: 503, ...problem('not-queued') });
    world.queue.send = send;
    expect((await post(EXAMPLE_LEAD, key)).body.prediction_id).toBe(first.body.prediction_id);
    await work();
    expect((await call('GET', `/predict/${first.body.prediction_id}`)).body.status).toBe('succeeded');
  });

  test('also when it waits, though another model is champion by now', async () => {
    const { send } = world.queue;
    world.queue.send = () => Promise.reject(new Error('no queue'));
    const body = JSON.stringify(EXAMPLE_LEAD);
    const quiet = createCaller(createApi(world, { info() {}, error() {} }));
    const first = await quiet('POST', '/predict', { body, headers: key });
    world.queue.send = send;
    await world.publish({ intercept: -2 });
    await promoteVersion(world, { name: 'leads', version: 'v2', alias: 'champion', by: 'test' });
    world.passTime(30_000);
    expect(await post(EXAMPLE_LEAD, { ...key, prefer: 'wait' })).toMatchObject({
      status: 202,
      body: { model_version: 'v1' },
    });
    await work();
    const { body: done } = await call('GET', `/predict/${first.body.prediction_id}`);
    expect([done.status, done.model_version]).toEqual(['succeeded', 'v1']);
  });

  test.each(['', 'two words', 'é', 'a'.repeat(256)])('“%s” is none', async (value) => {
    expect(await post(EXAMPLE_LEAD, { 'idempotency-key': value })).toMatchObject({ status: 400 });
  });

  test('the id cannot be told from the key, and is of its caller', () => {
    const id = (secret: string, caller: string) => deriveId(secret, { caller, key: 'k' });
    expect(id('s', 'a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set([id('s', 'a'), id('s', 'b'), id('t', 'a')]).size).toBe(3);
    expect(id('s', 'a')).toBe(id('s', 'a'));
  });
});

describe('cancel', () => {
  test('a queued prediction, once and again; its message then changes nothing', async () => {
    const { body } = await post();
    for (const _ of ['once', 'again']) {
      expect(await call('POST', `/predict/${body.prediction_id}/cancel`)).toMatchObject({
        status: 200,
        body: { status: 'canceled', prediction: null, completed_at: expect.any(String) },
      });
    }
    await work();
    expect((await call('GET', `/predict/${body.prediction_id}`)).body.status).toBe('canceled');
  });

  test('not what is final already', async () => {
    const { body } = await post();
    await work();
    expect(await call('POST', `/predict/${body.prediction_id}/cancel`)).toMatchObject({
      status: 409,
      ...problem('already-final'),
    });
  });

  test('not what does not exist', async () => {
    for (const id of ['x', '00000000-0000-4000-8000-000000000000']) {
      expect(await call('POST', `/predict/${id}/cancel`)).toMatchObject({ status: 404 });
    }
  });
});

describe('erase', () => {
  test('204, and again 204; then 410, and no message brings the lead back', async () => {
    const { body } = await post(EXAMPLE_LEAD, { 'idempotency-key': 'k' });
    const path = `/predict/${body.prediction_id}`;
    expect((await call('DELETE', path)).status).toBe(204);
    expect(await call('DELETE', path)).toMatchObject({ status: 204, body: undefined });
    await work();
    const gone = { status: 410, ...problem('prediction-erased') };
    expect(await call('GET', path)).toMatchObject(gone);
    expect(await call('POST', `${path}/cancel`)).toMatchObject(gone);
    expect(await post(EXAMPLE_LEAD, { 'idempotency-key': 'k' })).toMatchObject(gone);
    expect(JSON.stringify(await world.store.get(body.prediction_id))).not.toContain('referral');
  });

  test('404 for what never was', async () => {
    expect((await call('DELETE', '/predict/00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });
});
