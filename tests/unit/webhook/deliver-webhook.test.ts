import { Webhook as StandardWebhook } from 'standardwebhooks';
import type { BatchEvent } from '../../../lib/contract/batch.ts';
import { MOST_EVENT_BYTES } from '../../../lib/contract/words.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { eventBody } from '../../../lib/http/event-body.ts';
import { giveUpPredictions } from '../../../lib/prediction/give-up-predictions.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { deliverWebhook } from '../../../lib/webhook/deliver-webhook.ts';
import type { WebhookSender } from '../../../lib/webhook/ports.ts';
import { webhookSecretOf } from '../../../lib/webhook/sign-webhook.ts';
import { RETRY_SECONDS } from '../../../lib/webhook/webhook.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

type Posted = { readonly url: string; readonly headers: Record<string, string>; readonly body: string };

async function createWorld() {
  const world = createMemoryWorld();
  await world.publish();
  const call = createCaller(createApi(world, { info() {}, error() {} }));
  const posted: Posted[] = [];
  const answers: Awaited<ReturnType<WebhookSender['post']>>[] = [];
  const sender: WebhookSender = {
    async post(url, headers, body) {
      posted.push({ url, headers: { ...headers }, body });
      return answers.shift() ?? { status: 200 };
    },
  };
  const deliver = (id: string) => deliverWebhook({ ...world, sender, describe: eventBody }, { id });
  const work = async () => {
    for (const body of world.queue.takeAll()) await scorePredictions(world, body);
  };
  return { ...world, call, posted, answers, deliver, work };
}

const HOOK = `webhook=${encodeURIComponent('https://example.com/hook?token=secret')}`;
const lead = { body: JSON.stringify(EXAMPLE_LEAD) };
const leads = (count: number, headers = {}) => ({
  headers,
  body: JSON.stringify(Array.from({ length: count }, () => EXAMPLE_LEAD)),
});

test('the end of a prediction is told, signed, and recorded', async () => {
  const world = await createWorld();
  const { body: accepted } = await world.call('POST', `/predict?${HOOK}`, lead);
  const id = accepted.prediction_id as string;
  expect(accepted.webhook).toEqual({
    url: 'https://example.com/hook',
    status: 'pending',
    attempts: [],
    next_attempt_at: null,
  });
  expect(world.webhooks.takeAll()).toEqual([]);
  await world.work();
  expect(world.webhooks.takeAll()).toEqual([{ id }]);
  const before = await world.call('GET', `/predict/${id}`);
  expect(await world.deliver(id)).toEqual({ done: true });
  const [{ url, headers, body }] = world.posted as [Posted];
  expect(url).toBe('https://example.com/hook?token=secret');
  const secret = await webhookSecretOf(world.secrets, 'anonymous');
  // The library compares the time with its own clock.
  jest.useFakeTimers({ now: world.clock.now() });
  const event = new StandardWebhook(secret).verify(body, headers);
  jest.useRealTimers();
  const { urls: _, webhook: __, ...data } = before.body;
  expect(event).toEqual({ type: 'prediction.succeeded', timestamp: before.body.completed_at, data });
  const after = await world.call('GET', `/predict/${id}`);
  expect(after.body).toEqual({
    ...before.body,
    webhook: {
      url: 'https://example.com/hook',
      status: 'delivered',
      attempts: [{ at: world.clock.now().toISOString(), duration_ms: 0, status: 200, error: null }],
      next_attempt_at: null,
    },
  });
  // A message that comes twice.
  expect(await world.deliver(id)).toEqual({ done: true });
  expect(world.posted).toHaveLength(1);
});

test('is tried again, less and less often, for a day; then it is given up, and the prediction stays', async () => {
  const world = await createWorld();
  const { body: accepted } = await world.call('POST', `/predict?${HOOK}`, {
    ...lead,
    headers: { prefer: 'wait' },
  });
  const id = accepted.prediction_id as string;
  expect(world.webhooks.takeAll()).toEqual([{ id }]);
  for (const [i, seconds] of RETRY_SECONDS.entries()) {
    world.answers.push(i % 2 === 0 ? { status: 503 } : { error: 'ECONNREFUSED' });
    expect(await world.deliver(id)).toEqual({ done: false, againInSeconds: seconds });
    // Before its time, as a second message is.
    world.passTime(1000 * (seconds - 1));
    expect(await world.deliver(id)).toEqual({ done: false, againInSeconds: 1 });
    expect(world.posted).toHaveLength(i + 1);
    world.passTime(1000);
  }
  world.answers.push({ status: 500 });
  expect(await world.deliver(id)).toEqual({ done: true });
  expect(new Set(world.posted.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]));
  const { body } = await world.call('GET', `/predict/${id}`);
  expect(body.webhook).toMatchObject({ status: 'gave_up', next_attempt_at: null });
  expect(body.webhook.attempts).toHaveLength(RETRY_SECONDS.length + 1);
  expect({ ...body, webhook: 0 }).toEqual({ ...accepted, webhook: 0 });
});

test.each([
  ['410', { status: 410 }],
  ['an address that is not called', { error: 'refused', refused: true as const }],
])('%s stops it', async (_, answer) => {
  const world = await createWorld();
  const { body } = await world.call('POST', `/predict?${HOOK}`, { ...lead, headers: { prefer: 'wait' } });
  world.answers.push(answer);
  expect(await world.deliver(body.prediction_id)).toEqual({ done: true });
  const after = await world.call('GET', `/predict/${body.prediction_id}`);
  expect(after.body.webhook.status).toBe('stopped');
});

test('cancelling and giving up are ends, too', async () => {
  const world = await createWorld();
  const submit = async () =>
    (await world.call('POST', `/predict?${HOOK}`, lead)).body.prediction_id as string;
  const canceled = await submit();
  await world.call('POST', `/predict/${canceled}/cancel`);
  const failed = await submit();
  for (const body of world.queue.takeAll())
    await giveUpPredictions(world, { id: failed, body, receiveCount: 5, sentAt: world.clock.now() });
  for (const { id } of world.webhooks.takeAll()) await world.deliver(id);
  const types = world.posted.map(({ headers, body }) => [headers['webhook-id'], JSON.parse(body).type]);
  expect(new Map(types as [string, string][])).toEqual(
    new Map([
      [canceled, 'prediction.canceled'],
      [failed, 'prediction.failed'],
    ]),
  );
});

test('the end of a batch is told once its last member is final, whoever made it so', async () => {
  const world = await createWorld();
  const { body: batch } = await world.call('POST', `/predict_batch?${HOOK}`, leads(3));
  expect(batch.webhook.status).toBe('pending');
  await world.call('POST', `/predict/${batch.batch_id}-1/cancel`);
  expect(world.webhooks.takeAll()).toEqual([]);
  await world.work();
  expect(world.webhooks.takeAll()).toEqual([{ id: batch.batch_id }]);
  await world.deliver(batch.batch_id);
  const { body } = await world.call('GET', `/predict_batch/${batch.batch_id}`);
  const results = body.results.map(({ urls: _, ...facts }: { urls: object }) => facts);
  expect(results.map(({ status }: { status: string }) => status)).toEqual([
    'succeeded',
    'canceled',
    'succeeded',
  ]);
  expect(JSON.parse(world.posted[0]!.body)).toEqual({
    type: 'batch.completed',
    timestamp: world.clock.now().toISOString(),
    data: {
      batch_id: batch.batch_id,
      count: 3,
      model: batch.model,
      created_at: batch.created_at,
      counts: { queued: 0, succeeded: 2, failed: 0, canceled: 1, erased: 0, rejected: 0 },
      results,
      next_cursor: null,
    },
  });
  expect(body.webhook.status).toBe('delivered');
});

test('the webhook of a large batch holds as many results as receivers take, and says where the others are', async () => {
  const world = await createWorld();
  const { body: batch } = await world.call('POST', `/predict_batch?${HOOK}`, leads(1000, { prefer: 'wait' }));
  await world.deliver(batch.batch_id);
  const [{ body }] = world.posted as [Posted];
  const { data } = JSON.parse(body) as BatchEvent;
  expect(data.counts).toMatchObject({ succeeded: 1000, queued: 0 });
  const bytes = Buffer.byteLength(body);
  // What Express takes unless told otherwise.
  expect(bytes).toBeLessThanOrEqual(100 * 1024);
  expect(bytes).toBeLessThanOrEqual(MOST_EVENT_BYTES);
  expect(bytes + Buffer.byteLength(JSON.stringify(data.results.at(-1)))).toBeGreaterThan(MOST_EVENT_BYTES);
  expect(data.next_cursor).toBe(String(data.results.length));
  const rest = await world.call('GET', `/predict_batch/${batch.batch_id}?limit=1&cursor=${data.next_cursor}`);
  expect(rest.body.results).toMatchObject([{ index: data.results.length }]);
});

test('a batch with a lead that is not final is not told of', async () => {
  const world = await createWorld();
  const { body: batch } = await world.call('POST', `/predict_batch?${HOOK}`, leads(2));
  expect(await world.deliver(batch.batch_id)).toEqual({ done: false, againInSeconds: 60 });
  expect(world.posted).toEqual([]);
  await world.work();
  expect(await world.deliver(batch.batch_id)).toEqual({ done: true });
});

test('what an index may be behind of is read again before a batch counts as open', async () => {
  const world = await createWorld();
  const { body: batch } = await world.call('POST', `/predict_batch?${HOOK}`, leads(2, { prefer: 'wait' }));
  const { store } = world;
  const behind: typeof store.getMany = async (ids, options) =>
    options?.asOfLastWrite ? store.getMany(ids) : ids.map(() => undefined);
  const deps = { ...world, store: { ...store, getMany: behind }, describe: eventBody };
  const sender: WebhookSender = { post: async () => ({ status: 200 }) };
  expect(await deliverWebhook({ ...deps, sender }, { id: batch.batch_id })).toEqual({ done: true });
});

test('a batch that is scored in the request, and one whose last member is erased, are told as well', async () => {
  const world = await createWorld();
  const { body: waited } = await world.call('POST', `/predict_batch?${HOOK}`, leads(2, { prefer: 'wait' }));
  const { body: erased } = await world.call('POST', `/predict_batch?${HOOK}`, leads(1));
  await world.call('DELETE', `/predict/${erased.batch_id}-0`);
  expect(world.webhooks.takeAll()).toEqual([{ id: waited.batch_id }, { id: erased.batch_id }]);
});

test('what was erased is not told any more', async () => {
  const world = await createWorld();
  const { body } = await world.call('POST', `/predict?${HOOK}`, { ...lead, headers: { prefer: 'wait' } });
  await world.call('DELETE', `/predict/${body.prediction_id}`);
  expect(await world.deliver(body.prediction_id)).toEqual({ done: true });
  expect(world.posted).toEqual([]);
});

test('a worker that ended between result and message tells it when its message comes again', async () => {
  const world = await createWorld();
  await world.call('POST', `/predict?${HOOK}`, lead);
  const [body] = world.queue.takeAll();
  const broken = { ...world, webhooks: { send: () => Promise.reject(new Error('away')) } };
  await expect(scorePredictions(broken, body!)).rejects.toThrow('away');
  expect(world.webhooks.takeAll()).toEqual([]);
  await scorePredictions(world, body!);
  expect(world.webhooks.takeAll()).toHaveLength(1);
});

test.each([
  'http://example.com',
  'nowhere',
  'https://a:b@example.com',
  'https://127.0.0.1/hook',
  'https://2130706433/',
  'https://[::ffff:169.254.169.254]/',
  'https://168.63.129.16/',
  'https://10.0.0.8:8443/',
  'https://localhost/',
  'https://metadata.google.internal/',
  'https://[fe80::1%25eth0]/',
])('refuses the address %s with 422 and stores nothing', async (url) => {
  const world = await createWorld();
  for (const [path, body] of [
    ['/predict', lead],
    ['/predict_batch', leads(1)],
    ['/jobs', { body: '{"size": 10}' }],
  ] as const) {
    const answer = await world.call('POST', `${path}?webhook=${encodeURIComponent(url)}`, body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ field: 'webhook' }] } });
  }
  expect(world.queue.takeAll()).toEqual([]);
});

test('the same idempotency key with another webhook is another request', async () => {
  const world = await createWorld();
  const headers = { 'idempotency-key': 'k' };
  await world.call('POST', `/predict?${HOOK}`, { ...lead, headers });
  expect((await world.call('POST', `/predict?${HOOK}`, { ...lead, headers })).status).toBe(202);
  expect((await world.call('POST', '/predict', { ...lead, headers })).status).toBe(422);
});

test('the local stack takes an address of this machine', async () => {
  const world = createMemoryWorld();
  await world.publish();
  const call = createCaller(createApi({ ...world, webhookHosts: 'any' }, { error() {}, info() {} }));
  const answer = await call('POST', '/predict?webhook=http%3A%2F%2F127.0.0.1%3A9%2F', lead);
  expect(answer).toMatchObject({ status: 202, body: { webhook: { url: 'http://127.0.0.1:9/' } } });
});

test('what is not final yet is looked at again in a minute', async () => {
  const world = await createWorld();
  const { body } = await world.call('POST', `/predict?${HOOK}`, lead);
  expect(await world.deliver(body.prediction_id)).toEqual({ done: false, againInSeconds: 60 });
  expect(world.posted).toEqual([]);
});
