import { Webhook as StandardWebhook } from 'standardwebhooks';
import { createKey } from '../../../lib/auth/api-key.ts';
import { createAuthenticator } from '../../../lib/auth/authenticate.ts';
import type { Scope } from '../../../lib/auth/scope.ts';
import type { Delivery } from '../../../lib/contract/webhook.ts';
import { MOST_RESENDS } from '../../../lib/contract/words.ts';
import { TransientError } from '../../../lib/errors.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { eventBody } from '../../../lib/http/event-body.ts';
import { deliverWebhook } from '../../../lib/webhook/deliver-webhook.ts';
import type { WebhookSender } from '../../../lib/webhook/ports.ts';
import { webhookSecretOf } from '../../../lib/webhook/sign-webhook.ts';
import { MOST_ATTEMPTS } from '../../../lib/webhook/webhook.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';
import { runJobs } from '../../support/run-jobs.ts';

type Posted = { readonly url: string; readonly headers: Record<string, string>; readonly body: string };

/** An API with keys, a receiver that answers as the test says, and the function that delivers. */
async function createWorld() {
  const world = createMemoryWorld();
  await world.publish();
  const posted: Posted[] = [];
  const answers: Awaited<ReturnType<WebhookSender['post']>>[] = [];
  const sender: WebhookSender = {
    async post(url, headers, body) {
      posted.push({ url, headers: { ...headers }, body });
      return answers.shift() ?? { status: 200 };
    },
  };
  const lines: unknown[] = [];
  const log = { info: (_: string, facts: object) => lines.push(facts), error() {} };
  const deps = { ...world, sender, describe: eventBody };
  const call = createCaller(createApi({ ...deps, authenticate: createAuthenticator(world) }, log));
  const makeKey = async (scope: Scope) => {
    const { key, stored } = createKey({ name: scope, scope, createdAt: world.clock.now(), createdBy: 't' });
    await world.keys.add(stored);
    return { id: stored.id, headers: { authorization: `Bearer ${key}` } };
  };
  const [owner, stranger, operator, page] = [
    await makeKey('predict'),
    await makeKey('predict'),
    await makeKey('operate'),
    await makeKey('form'),
  ];
  const resend = (id: string, { headers } = owner) =>
    call('POST', `/webhooks/deliveries/${id}/resend`, { headers });
  /** Every message that waits; those that are to come again wait on. */
  const deliver = async () => {
    for (const message of world.webhooks.takeAll()) {
      const delivery = await deliverWebhook(deps, message);
      if (!delivery.done) await world.webhooks.send(message);
    }
  };
  const submit = async (headers: Record<string, string> = { prefer: 'wait' }, url = HOOK) => {
    const path = `/predict?webhook=${encodeURIComponent(url)}`;
    const { body } = await call('POST', path, {
      headers: { ...owner.headers, ...headers },
      body: JSON.stringify(EXAMPLE_LEAD),
    });
    return body.prediction_id as string;
  };
  const list = async (query = '', expected = 200) => {
    const answer = await call('GET', `/webhooks/deliveries${query}`, { headers: operator.headers });
    expect(answer.status).toBe(expected);
    return answer.body as { deliveries: Delivery[]; next_cursor: string | null };
  };
  const webhookOf = async (id: string) =>
    (await call('GET', `/predict/${id}`, { headers: owner.headers })).body.webhook;
  return {
    ...world,
    ...{ posted, answers, lines, call, owner, stranger, operator, page },
    ...{ resend, deliver, submit, list, webhookOf },
  };
}

const HOOK = 'https://example.com/hook?token=secret';

describe('resend', () => {
  test('tells again what was delivered, under the same id, and records both', async () => {
    const world = await createWorld();
    const id = await world.submit();
    await world.deliver();
    const resent = await world.resend(id);
    expect(resent).toMatchObject({
      status: 202,
      headers: { location: `/predict/${id}`, 'retry-after': '2' },
      body: { status: 'pending', resends: 1, next_attempt_at: null },
    });
    expect(await world.webhookOf(id)).toEqual(resent.body);
    await world.deliver();
    const [first, second] = world.posted as [Posted, Posted];
    expect(second.body).toBe(first.body);
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    const webhook = await world.webhookOf(id);
    expect(webhook).toMatchObject({ status: 'delivered', resends: 1 });
    expect(webhook.attempts).toHaveLength(2);
    expect(world.lines).toContainEqual(
      expect.objectContaining({ action: 'webhook resent', webhook_id: id, key: world.owner.id }),
    );
  });

  test('after it was given up, it is tried as often as the first time', async () => {
    const world = await createWorld();
    const id = await world.submit();
    const fail = async () => {
      for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
        world.answers.push({ status: 500 });
        await world.deliver();
        world.passTime(86_400_000);
      }
    };
    await fail();
    expect(await world.webhookOf(id)).toMatchObject({ status: 'gave_up', next_attempt_at: null });
    await world.resend(id);
    expect(await world.webhookOf(id)).toMatchObject({ status: 'pending' });
    await fail();
    const webhook = await world.webhookOf(id);
    expect(webhook).toMatchObject({ status: 'gave_up', resends: 1 });
    expect(webhook.attempts).toHaveLength(2 * MOST_ATTEMPTS);
  });

  test.each([
    ['the receiver said 410', { status: 410 }],
    ['the address was refused', { error: 'refused', refused: true as const }],
  ])('after it was stopped because %s', async (_, answer) => {
    const world = await createWorld();
    const id = await world.submit();
    world.answers.push(answer);
    await world.deliver();
    expect(await world.webhookOf(id)).toMatchObject({ status: 'stopped' });
    await world.resend(id);
    await world.deliver();
    expect(await world.webhookOf(id)).toMatchObject({ status: 'delivered' });
  });

  test('between two attempts it makes the next one now, and the message that waits finds it done', async () => {
    const world = await createWorld();
    const id = await world.submit();
    world.answers.push({ status: 503 });
    await world.deliver();
    expect(await world.webhookOf(id)).toMatchObject({ status: 'pending' });
    await world.resend(id);
    await world.deliver();
    expect(await world.webhookOf(id)).toMatchObject({ status: 'delivered' });
    world.passTime(86_400_000);
    await world.deliver();
    expect(world.posted).toHaveLength(2);
    expect(world.webhooks.takeAll()).toEqual([]);
  });

  test('an attempt of the round before, recorded late, is none of the new round', async () => {
    const world = await createWorld();
    const id = await world.submit();
    await world.resend(id);
    const late = { at: world.clock.now(), durationMs: 9000, status: 500 };
    await world.store.addWebhookAttempt(id, late, 'pending');
    const webhook = await world.webhookOf(id);
    expect(webhook).toMatchObject({ status: 'pending', attempts: [{ status: 500 }], next_attempt_at: null });
  });

  test('works for batches and jobs', async () => {
    const world = await createWorld();
    const hook = `webhook=${encodeURIComponent(HOOK)}`;
    const headers = { ...world.operator.headers, prefer: 'wait' };
    const { body: batch } = await world.call('POST', `/predict_batch?${hook}`, {
      headers,
      body: JSON.stringify([EXAMPLE_LEAD]),
    });
    const file = 'source,visits\nweb,1\n';
    const { body: job } = await world.call('POST', `/jobs?${hook}`, {
      headers,
      body: JSON.stringify({ size: file.length }),
    });
    expect((await world.resend(job.job_id, world.operator)).body.type).toBe('/problems/not-final');
    await world.files.write(`jobs/${job.job_id}/upload`, Buffer.from(file), 'text/csv');
    await world.call('POST', `/jobs/${job.job_id}/start`, { headers, body: '{}' });
    await runJobs(world, { chunkBytes: 1000 });
    await world.deliver();
    world.posted.length = 0;
    for (const [id, path] of [
      [batch.batch_id, '/predict_batch/'],
      [job.job_id, '/jobs/'],
    ]) {
      const resent = await world.resend(id, world.operator);
      expect(resent).toMatchObject({ status: 202, headers: { location: `${path}${id}` } });
    }
    await world.deliver();
    expect(world.posted.map(({ body }) => JSON.parse(body).type)).toEqual([
      'batch.completed',
      'job.succeeded',
    ]);
    const { deliveries } = await world.list('?status=delivered');
    expect(deliveries.map(({ kind }) => kind).sort()).toEqual(['batch', 'job']);
  });

  test('needs the key that asked for it, or one that operates', async () => {
    const world = await createWorld();
    const id = await world.submit();
    for (const key of [world.stranger, world.page])
      expect(await world.resend(id, key)).toMatchObject({ status: 403 });
    expect(await world.webhookOf(id)).not.toHaveProperty('resends');
    for (const key of [world.owner, world.operator])
      expect(await world.resend(id, key)).toMatchObject({ status: 202 });
  });

  test('refuses what has no webhook, has not ended, was erased or has expired', async () => {
    const world = await createWorld();
    const open = await world.submit({});
    expect(await world.resend(open)).toMatchObject({ status: 409, body: { type: '/problems/not-final' } });
    const { body: batch } = await world.call('POST', `/predict_batch?webhook=${encodeURIComponent(HOOK)}`, {
      headers: world.owner.headers,
      body: JSON.stringify([EXAMPLE_LEAD]),
    });
    expect(await world.resend(batch.batch_id)).toMatchObject({ status: 409 });
    const plain = await world.call('POST', '/predict', {
      headers: world.owner.headers,
      body: JSON.stringify(EXAMPLE_LEAD),
    });
    const erased = await world.submit();
    await world.store.erase(erased);
    const kept = await world.submit();
    const unknown = [plain.body.prediction_id, erased, `${batch.batch_id}-0`, crypto.randomUUID(), 'x'];
    for (const id of unknown)
      expect(await world.resend(id)).toMatchObject({
        status: 404,
        body: { type: '/problems/webhook-not-found' },
      });
    world.passTime(31 * 86_400_000);
    expect(await world.resend(kept)).toMatchObject({ status: 404 });
    expect(world.webhooks.takeAll()).toHaveLength(2);
  });

  test('that cannot be queued is answered with 503, and works when it is repeated', async () => {
    const world = await createWorld();
    const id = await world.submit();
    await world.deliver();
    const send = jest.spyOn(world.webhooks, 'send').mockRejectedValueOnce(new TransientError('away'));
    expect(await world.resend(id)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    send.mockRestore();
    expect(await world.resend(id)).toMatchObject({ status: 202, body: { status: 'pending' } });
    await world.deliver();
    expect(await world.webhookOf(id)).toMatchObject({ status: 'delivered', resends: 2 });
  });

  test('has a limit, so that no row grows without end', async () => {
    const world = await createWorld();
    const id = await world.submit();
    for (let round = 1; round <= MOST_RESENDS; round++) expect((await world.resend(id)).status).toBe(202);
    expect(await world.resend(id)).toMatchObject({
      status: 409,
      body: { type: '/problems/resent-too-often' },
    });
  });
});

describe('test', () => {
  const test_ = (world: Awaited<ReturnType<typeof createWorld>>, url: unknown, { headers } = world.owner) =>
    world.call('POST', '/webhooks/test', { headers, body: JSON.stringify({ url }) });

  test('sends a signed event at once and answers what the receiver said', async () => {
    const world = await createWorld();
    const { status, body } = await test_(world, HOOK);
    const [{ url, headers, body: sent }] = world.posted as [Posted];
    expect(url).toBe(HOOK);
    const secret = await webhookSecretOf(world.secrets, world.owner.id);
    jest.useFakeTimers({ now: world.clock.now() });
    const event = new StandardWebhook(secret).verify(sent, headers);
    jest.useRealTimers();
    const webhook_id = headers['webhook-id'];
    expect(event).toEqual({
      type: 'test',
      timestamp: world.clock.now().toISOString(),
      data: { webhook_id, message: expect.any(String) },
    });
    expect([status, body]).toEqual([
      200,
      {
        webhook_id,
        url: 'https://example.com/hook',
        delivered: true,
        at: world.clock.now().toISOString(),
        duration_ms: 0,
        status: 200,
        error: null,
      },
    ]);
    expect(JSON.stringify(world.lines)).toContain('"host":"example.com"');
    expect(JSON.stringify(world.lines)).not.toMatch(/\/hook|secret/);
    expect(world.webhooks.takeAll()).toEqual([]);
    expect((await world.list()).deliveries).toEqual([]);
  });

  test.each([
    [{ status: 401 }, { delivered: false, status: 401, error: null }],
    [{ error: 'ENOTFOUND' }, { delivered: false, status: null, error: 'ENOTFOUND' }],
    [
      { status: 302, error: 'redirects are not followed' },
      { delivered: false, status: 302 },
    ],
  ])('answers %j as it was', async (answer, body) => {
    const world = await createWorld();
    world.answers.push(answer);
    expect(await test_(world, HOOK)).toMatchObject({ status: 200, body });
  });

  test.each([
    ['http://example.com/', 'url'],
    ['https://10.0.0.8/', 'url'],
    ['https://metadata.google.internal/', 'url'],
    ['nowhere', 'url'],
    ['', 'url'],
    [undefined, 'url'],
    [7, 'url'],
  ])('refuses %j with 422 and calls nobody', async (url, field) => {
    const world = await createWorld();
    expect(await test_(world, url)).toMatchObject({ status: 422, body: { errors: [{ field }] } });
    expect(world.posted).toEqual([]);
  });

  test('is not for the key of a page', async () => {
    const world = await createWorld();
    expect(await test_(world, HOOK, world.page)).toMatchObject({ status: 403 });
    expect(world.posted).toEqual([]);
  });
});

describe('deliveries', () => {
  test('shows every state, by the latest attempt, without a lead, a query or anything that is secret', async () => {
    const world = await createWorld();
    const [gone, done, tried] = [await world.submit(), await world.submit(), await world.submit()];
    world.answers.push({ status: 410 }, { status: 204 }, { error: 'ECONNREFUSED' });
    for (const message of world.webhooks.takeAll()) {
      await world.webhooks.send(message);
      await world.deliver();
      world.passTime(1000);
    }
    const { deliveries, next_cursor } = await world.list();
    expect(next_cursor).toBeNull();
    expect(deliveries.map(({ webhook_id, status }) => [webhook_id, status])).toEqual([
      [tried, 'pending'],
      [done, 'delivered'],
      [gone, 'stopped'],
    ]);
    expect(deliveries[0]).toEqual({
      webhook_id: tried,
      kind: 'prediction',
      url: 'https://example.com/hook',
      key_id: world.owner.id,
      status: 'pending',
      attempts: 1,
      last_attempt_at: '2026-02-01T10:00:02.000Z',
      last_status: null,
      last_error: 'ECONNREFUSED',
      next_attempt_at: '2026-02-01T10:00:07.000Z',
    });
    expect(JSON.stringify(deliveries)).not.toMatch(/secret|referral/);
    expect((await world.list('?status=stopped')).deliveries.map(({ webhook_id }) => webhook_id)).toEqual([
      gone,
    ]);
    expect((await world.list('?status=gave_up')).deliveries).toEqual([]);
    await world.resend(gone);
    const pending = (await world.list('?status=pending')).deliveries;
    expect(pending).toMatchObject([
      { webhook_id: gone, resends: 1, last_status: 410, next_attempt_at: null },
      { webhook_id: tried },
    ]);
    await world.store.erase(gone);
    expect((await world.list('?status=pending')).deliveries).toHaveLength(1);
    world.passTime(31 * 86_400_000);
    expect((await world.list()).deliveries).toEqual([]);
  });

  test('comes in pages', async () => {
    const world = await createWorld();
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.push(await world.submit());
    await world.deliver();
    const seen: string[] = [];
    let query = '?limit=2';
    for (let cursor: string | null = ''; cursor !== null; query = `?limit=2&cursor=${cursor}`) {
      const page = await world.list(query);
      seen.push(...page.deliveries.map(({ webhook_id }) => webhook_id));
      cursor = page.next_cursor;
    }
    expect(seen.toSorted()).toEqual(ids.toSorted());
  });

  test.each(['status=lost', 'limit=0', 'limit=101', 'cursor=x', 'cursor='])('refuses ?%s', async (query) => {
    const world = await createWorld();
    expect(await world.list(`?${query}`, 400)).toMatchObject({ type: '/problems/bad-request' });
  });

  test('is for those who operate', async () => {
    const { call, owner } = await createWorld();
    expect(await call('GET', '/webhooks/deliveries', owner)).toMatchObject({ status: 403 });
  });
});
