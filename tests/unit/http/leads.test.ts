import { parse } from 'csv-parse/sync';
import { createKey } from '../../../lib/auth/api-key.ts';
import { createAuthenticator } from '../../../lib/auth/authenticate.ts';
import type { Scope } from '../../../lib/auth/scope.ts';
import { TransientError } from '../../../lib/errors.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { eventBody } from '../../../lib/http/event-body.ts';
import { leadPath } from '../../../lib/http/lead-path.ts';
import { giveUpPredictions } from '../../../lib/prediction/give-up-predictions.ts';
import { trendOf } from '../../../lib/prediction/lead-state.ts';
import type { SucceededPrediction } from '../../../lib/prediction/prediction.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { createModelLoader } from '../../../lib/registry/load-model.ts';
import { artifactKey } from '../../../lib/registry/registry.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

const REFERENCE = 'Jana/50% “ü”?';

let world: MemoryWorld;
let call: ReturnType<typeof createCaller>;
let lines: string[];
beforeEach(async () => {
  world = createMemoryWorld();
  lines = [];
  const note = (message: string, facts: unknown) => void lines.push(JSON.stringify([message, facts]));
  call = createCaller(createApi(world, { info: note, error: note }));
  await world.publish();
});

const send = (body: unknown, headers: Record<string, string> = {}) => ({
  body: JSON.stringify(body),
  headers,
});
async function submit(
  visits: number | null,
  reference = REFERENCE,
  headers: Record<string, string> = { prefer: 'wait' },
) {
  world.passTime(1000);
  const metadata = { owner: '=1+1' };
  const body = { lead: { ...EXAMPLE_LEAD, visits }, reference, metadata };
  return (await call('POST', '/predict', send(body, headers))).body.prediction_id as string;
}
const scoreAll = async () => {
  for (const body of world.queue.takeAll()) await scorePredictions(world, body);
};
const get = (query = '', reference = REFERENCE) => call('GET', `${leadPath(reference)}${query}`);
const idsOf = (predictions: readonly { prediction_id: string }[]) =>
  predictions.map((each) => each.prediction_id);

describe('the history of a lead', () => {
  const listed = async (query = '') =>
    (await call('GET', `/predictions?reference=${encodeURIComponent(REFERENCE)}${query}`)).body;

  test('has its predictions newest first, of all models, those in the queue too', async () => {
    const [first, second] = [await submit(3), await submit(9)];
    await submit(1, 'another');
    const batch = await call(
      'POST',
      '/predict_batch',
      send([EXAMPLE_LEAD, { lead: EXAMPLE_LEAD, reference: REFERENCE }]),
    );
    const { predictions, next } = await listed();
    expect(idsOf(predictions)).toEqual([`${batch.body.batch_id}-1`, second, first]);
    expect(predictions.map(({ status }: { status: string }) => status)).toEqual([
      'queued',
      'succeeded',
      'succeeded',
    ]);
    expect(next).toBeNull();
    expect(predictions[1]).toMatchObject({
      reference: REFERENCE,
      metadata: { owner: '=1+1' },
      lead: { visits: 9 },
    });
    expect((await listed('&model=others')).predictions).toEqual([]);
    expect(idsOf((await listed('&status=succeeded&model=leads')).predictions)).toEqual([second, first]);
  });

  test('page by page, also as CSV, in which no cell is a formula', async () => {
    const ids: string[] = [];
    for (const visits of [1, 2, 3, 4, 5]) ids.unshift(await submit(visits));
    const seen: string[] = [];
    for (let after = ''; ; ) {
      const page = await listed(`&limit=2${after}`);
      seen.push(...idsOf(page.predictions));
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(seen).toEqual(ids);
    await submit(1, '=cmd()');
    const { text } = await call('GET', '/predictions.csv?reference=%3Dcmd()');
    const [row] = parse(text, { columns: true });
    expect(row).toMatchObject({ reference: "'=cmd()", metadata: '{"owner":"=1+1"}' });
    const { headers } = await call(
      'GET',
      `/predictions.csv?limit=4&reference=${encodeURIComponent(REFERENCE)}`,
    );
    const [, next = ''] = /<https:\/\/api.example.com([^>]+)>/.exec(String(headers.link)) ?? [];
    expect(parse((await call('GET', next)).text, { columns: true })).toHaveLength(1);
  });

  test.each(['order=score', 'day=2026-01-31', 'after=x'])('refuses %s beside it', async (query) => {
    expect((await call('GET', `/predictions?reference=a&${query}`)).status).toBe(400);
    expect((await call('GET', '/predictions?reference=a%00')).status).toBe(400);
    expect((await call('GET', '/predictions?reference=')).status).toBe(400);
  });

  test('what was canceled in a batch stays in it', async () => {
    const { body } = await call(
      'POST',
      '/predict_batch',
      send([{ lead: EXAMPLE_LEAD, reference: REFERENCE }]),
    );
    await call('POST', `/predict/${body.batch_id}-0/cancel`);
    expect((await listed()).predictions).toMatchObject([{ status: 'canceled', reference: REFERENCE }]);
  });
});

describe('what is known about a lead', () => {
  test('is its latest score, where it is going, and why it changed', async () => {
    const [first, second] = [await submit(3), await submit(9)];
    await submit(1, REFERENCE, {});
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      reference: REFERENCE,
      latest: { prediction_id: second, lead: { visits: 9 } },
      trend: 'rising',
      change: {
        from: { prediction_id: first, model_version: 'v1' },
        to: { prediction_id: second },
        model_effect: 0,
        intercept_effect: 0,
        features: [
          {
            feature: 'visits',
            from: 3,
            to: 9,
            model_effect: 0,
            text: 'Visits 3 → 9: raises the odds by 82 %',
          },
        ],
      },
    });
    const { change, latest } = body;
    expect(change.log_odds).toBeCloseTo(0.6, 12);
    expect(change.to.log_odds).toBe(latest.receipt.log_odds);
    for (const url of Object.values<string>(body.urls))
      expect((await call('GET', url.replace('https://api.example.com', ''))).status).toBe(200);
  });

  test('between the predictions that are asked for', async () => {
    const ids: string[] = [];
    for (const visits of [3, 5, 7, 9]) ids.push(await submit(visits));
    const ends = async (query: string) => {
      const { change } = (await get(query)).body;
      return change && [change.from.prediction_id, change.to.prediction_id];
    };
    expect(await ends('')).toEqual([ids[2], ids[3]]);
    expect(await ends(`?from=${ids[0]}`)).toEqual([ids[0], ids[3]]);
    expect(await ends(`?to=${ids[1]}`)).toEqual([ids[0], ids[1]]);
    expect(await ends(`?to=${ids[0]}`)).toBeNull();
    expect(await ends(`?from=${ids[3]}&to=${ids[0]}`)).toEqual([ids[3], ids[0]]);
    const other = await submit(1, 'another');
    const queued = await submit(1, REFERENCE, {});
    for (const id of [other, queued, 'none']) {
      for (const end of ['from', 'to']) {
        const { status, body } = await get(`?${end}=${id}`);
        expect([status, body.type]).toEqual([404, '/problems/prediction-not-found']);
      }
    }
  });

  test('tells what a newer version did apart', async () => {
    await submit(9);
    const { version } = await world.publish({ intercept: -3 });
    world.passTime(1000);
    const newer = await call(
      'POST',
      `/predict?model=leads@${version}`,
      send({ lead: { ...EXAMPLE_LEAD, visits: 9 }, reference: REFERENCE }, { prefer: 'wait' }),
    );
    expect((await get()).body.change).toMatchObject({
      to: { prediction_id: newer.body.prediction_id, model_version: version },
      input_effect: 0,
      model_effect: -2,
      intercept_effect: -2,
      log_odds: -2,
      features: [],
    });
  });

  test('a version that cannot be read hides the change, not the score', async () => {
    await submit(3);
    await submit(9);
    expect((await get()).body).not.toHaveProperty('change_unavailable');
    const key = artifactKey('leads', 'v1');
    for (const spoil of [
      () => world.files.objects.set(key, Buffer.from('{}')),
      () => world.files.objects.delete(key),
    ]) {
      spoil();
      const load = createModelLoader(world.artifacts);
      const fresh = createCaller(createApi({ ...world, load }, { info() {}, error() {} }));
      const { status, body } = await fresh('GET', leadPath(REFERENCE));
      expect([status, body.latest.lead.visits, body.trend]).toEqual([200, 9, 'rising']);
      expect(body.change).toBeNull();
      expect(body.change_unavailable).toBe('leads@v1 cannot be read');
    }
  });

  test('is little while there is no result, or one', async () => {
    await submit(3, REFERENCE, {});
    expect((await get()).body).toMatchObject({ latest: null, trend: 'not_enough', change: null });
    await scoreAll();
    expect((await get()).body).toMatchObject({
      latest: { status: 'succeeded' },
      trend: 'not_enough',
      change: null,
    });
    expect((await get('?model=others')).body).toMatchObject({
      latest: null,
      trend: 'not_enough',
      change: null,
    });
  });

  test('is a 404 of a type of its own for who is not known, which does not say the reference', async () => {
    await submit(3);
    for (const path of [
      '/leads/Nobody-4711',
      '/leads/Nobody-4711/export',
      `/leads/${'x'.repeat(129)}`,
      '/leads/%01',
    ]) {
      const { status, body, text } = await call('GET', path);
      expect([path, status, body.type]).toEqual([path, 404, '/problems/lead-not-found']);
      expect(text).not.toContain('Nobody-4711');
    }
    world.passTime(31 * 86_400_000);
    expect((await get()).status).toBe(404);
  });

  test.each([
    [[], 'not_enough'],
    [[50], 'not_enough'],
    [[55, 50], 'rising'],
    [[54, 50], 'steady'],
    [[45, 50], 'falling'],
    [[60, 50, 99, 51, 52], 'rising'],
    [[60, 50, 70, 51, 60], 'steady'],
    [[90, 50, 50, 50, 50, 99, 99], 'rising'],
  ] as const)('scores %j, newest first, are %s', (scores, trend) => {
    expect(trendOf(scores)).toBe(trend);
  });
});

describe('erasing a lead', () => {
  const erase = async (reference = REFERENCE) => (await call('DELETE', leadPath(reference))).body;

  test('reaches predictions in every state, members of batches and dead letters, and nobody else', async () => {
    const done = await submit(3);
    const queued = await submit(4, REFERENCE, {});
    world.queue.takeAll();
    const failed = [await submit(5, REFERENCE, {}), await submit(6, REFERENCE, {})];
    for (const [i, body] of world.queue.takeAll().entries())
      await giveUpPredictions(world, { id: `letter-${i}`, body, receiveCount: 5, sentAt: world.clock.now() });
    const batch = await call(
      'POST',
      '/predict_batch',
      send([{ lead: EXAMPLE_LEAD, reference: REFERENCE }, EXAMPLE_LEAD]),
    );
    const message = world.queue.takeAll();
    const other = await submit(7, 'another');
    expect(await erase()).toEqual({ reference: REFERENCE, erased: 5, complete: true });
    for (const body of message) await scorePredictions(world, body);
    for (const id of [done, queued, ...failed, `${batch.body.batch_id}-0`])
      expect((await call('GET', `/predict/${id}`)).status).toBe(410);
    for (const i of [0, 1])
      expect(JSON.stringify(await world.deadLetters.get(`letter-${i}`))).not.toContain('Jana');
    expect([...world.references.entries.values()]).toMatchObject([{ reference: 'another' }]);
    expect((await call('GET', `/predict/${batch.body.batch_id}-1`)).body).toMatchObject({
      status: 'succeeded',
    });
    expect((await call('GET', `/predict/${other}`)).body).toMatchObject({ reference: 'another' });
    expect(await erase()).toEqual({ reference: REFERENCE, erased: 0, complete: true });
    expect((await get()).status).toBe(404);
  });

  test('is bounded, and says that there is more', async () => {
    const leads = Array.from({ length: 80 }, () => ({ lead: EXAMPLE_LEAD, reference: REFERENCE }));
    await call('POST', '/predict_batch', send(leads, { prefer: 'wait' }));
    expect(await erase()).toMatchObject({ erased: 50, complete: false });
    expect(await erase()).toMatchObject({ erased: 30, complete: true });
    expect(world.references.entries.size).toBe(0);
  });

  test('that fails on its way is found again', async () => {
    await submit(3);
    await submit(4);
    let calls = 0;
    const store = {
      ...world.store,
      erase: (id: string, at?: Date) =>
        calls++ === 0 ? Promise.reject(new TransientError('away')) : world.store.erase(id, at),
    };
    const broken = createCaller(createApi({ ...world, store }, { info() {}, error() {} }));
    expect((await broken('DELETE', leadPath(REFERENCE))).status).toBe(503);
    await erase();
    expect((await get()).status).toBe(404);
    expect(
      (await world.store.list({ model: 'leads', order: 'newest', until: world.clock.now(), limit: 9 }))
        .predictions,
    ).toEqual([]);
  });

  test('leaves an entry alone whose prediction may be about to come, and takes it later', async () => {
    const away = () => Promise.reject(new TransientError('away'));
    const broken = createCaller(
      createApi({ ...world, store: { ...world.store, create: away } }, { info() {}, error() {} }),
    );
    await broken('POST', '/predict', send({ lead: EXAMPLE_LEAD, reference: REFERENCE }));
    expect(world.references.entries.size).toBe(1);
    expect(await erase()).toMatchObject({ erased: 0, complete: false });
    world.passTime(61_000);
    expect(await erase()).toMatchObject({ erased: 0, complete: true });
    expect(world.references.entries.size).toBe(0);
  });

  test('erases no prediction of another lead whose idempotency key was used again', async () => {
    const key = { 'idempotency-key': 'k' };
    const id = await submit(3, 'another', key);
    await submit(3, REFERENCE, key);
    expect(await erase()).toMatchObject({ erased: 0, complete: true });
    expect((await call('GET', `/predict/${id}`)).status).toBe(200);
  });

  test('one prediction takes its entry with it', async () => {
    const [first, second] = [await submit(3), await submit(9)];
    expect((await call('DELETE', `/predict/${first}`)).status).toBe(204);
    expect([...world.references.entries.values()].map(({ id }) => id)).toEqual([second]);
    expect((await get()).body).toMatchObject({ latest: { prediction_id: second }, change: null });
  });
});

test('the export has all that is held, page by page', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 130; i++) ids.unshift(await submit(i % 20));
  const queued = await submit(1, REFERENCE, {});
  const seen: string[] = [];
  for (let cursor = ''; ; ) {
    const { status, body } = await call('GET', `${leadPath(REFERENCE)}/export${cursor}`);
    expect([status, body.reference]).toEqual([200, REFERENCE]);
    seen.push(...idsOf(body.predictions));
    for (const each of body.predictions)
      expect(each).toMatchObject({ reference: REFERENCE, metadata: { owner: '=1+1' } });
    if (body.next_cursor === null) break;
    cursor = `?cursor=${body.next_cursor}`;
  }
  expect(seen).toEqual([queued, ...ids]);
});

test('a webhook has reference and metadata in its data', async () => {
  const id = await submit(3);
  const prediction = (await world.store.get(id)) as SucceededPrediction;
  expect(eventBody({ kind: 'prediction', prediction })).toMatchObject({
    type: 'prediction.succeeded',
    data: { prediction_id: id, reference: REFERENCE, metadata: { owner: '=1+1' } },
  });
});

describe('keys', () => {
  let withKeys: ReturnType<typeof createCaller>;
  const as = async (scope: Scope, headers: Record<string, string> = {}) => {
    const { key, stored } = createKey({ name: 'n', scope, createdAt: world.clock.now(), createdBy: 'test' });
    await world.keys.add(stored);
    return { authorization: `Bearer ${key}`, ...headers };
  };
  beforeEach(() => {
    const authenticate = createAuthenticator(world);
    withKeys = createCaller(createApi({ ...world, authenticate }, { info() {}, error() {} }));
  });

  test.each([
    [{ lead: EXAMPLE_LEAD, reference: REFERENCE }, 403],
    [{ lead: EXAMPLE_LEAD, metadata: { a: 'b' } }, 403],
    [{ lead: EXAMPLE_LEAD, reference: 7 }, 403],
    [{ lead: EXAMPLE_LEAD, metadata: null }, 403],
    [{ lead: EXAMPLE_LEAD }, 202],
    [EXAMPLE_LEAD, 202],
  ])('of the scope form say nothing about a lead: %j', async (input, status) => {
    const headers = await as('form');
    const single = await withKeys('POST', '/predict', send(input, headers));
    const batch = await withKeys('POST', '/predict_batch', send([EXAMPLE_LEAD, input], headers));
    expect([single.status, batch.status]).toEqual([status, status]);
    expect(single.text).not.toContain('Jana');
  });

  test('of the scope form do not see what others say of a lead', async () => {
    const input = { lead: EXAMPLE_LEAD, reference: REFERENCE, metadata: { owner: 'jana' } };
    const own = await as('predict', { prefer: 'wait' });
    const { body } = await withKeys('POST', '/predict', send(input, own));
    const batch = await withKeys('POST', '/predict_batch', send([input], own));
    expect(batch.body.predictions[0]).toMatchObject({ reference: REFERENCE, metadata: { owner: 'jana' } });
    for (const path of [`/predict/${body.prediction_id}`, `/predict_batch/${batch.body.batch_id}`]) {
      expect((await withKeys('GET', path, { headers: await as('predict') })).text).toContain('owner');
      const seen = await withKeys('GET', path, { headers: await as('form') });
      expect(seen.status).toBe(200);
      expect(seen.text).not.toMatch(/owner|reference|Jana/);
    }
  });
});

test('the log says nothing of a reference, and names what was erased by id', async () => {
  const id = await submit(3, 'Zyx-4711');
  for (const path of [
    '/leads/Zyx-4711',
    '/leads/Zyx-4711/export',
    '/predictions?reference=Zyx-4711',
    '/leads/Zyx-4711?from=Zyx-4711',
    '/leads/Zyx-4711?model=Zyx-4711',
  ])
    await call('GET', path);
  await call('DELETE', '/leads/Zyx-4711');
  await call('PUT', '/leads/Zyx-4711');
  expect(lines.join('\n')).not.toContain('Zyx');
  expect(lines.join('\n')).toContain(`"prediction_id":"${id}"`);
});
