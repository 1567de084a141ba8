import { createKey } from '../../../lib/auth/api-key.ts';
import { createAuthenticator, REQUESTS_PER_LEAD } from '../../../lib/auth/authenticate.ts';
import type { Scope } from '../../../lib/auth/scope.ts';
import { SCOPES } from '../../../lib/contract/words.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryKeyStore, createMemoryRateCounter } from '../../support/memory/memory-key-store.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
let headers: Record<string, string>;
let call: ReturnType<typeof createCaller>;

/** An API with a key of some rate; the minute is ten seconds old. */
async function start(ratePerMinute: number, scope: Scope = 'form'): Promise<void> {
  world = createMemoryWorld();
  world.passTime(10_000);
  await world.publish();
  const keys = createMemoryKeyStore();
  const authenticate = createAuthenticator({ keys, rates: createMemoryRateCounter(), clock: world.clock });
  call = createCaller(createApi({ ...world, authenticate }, { info() {}, error() {} }));
  const facts = { name: 'page', scope, ratePerMinute, createdAt: world.clock.now(), createdBy: 'test' };
  const { key, stored } = createKey(facts);
  await keys.add(stored);
  headers = { authorization: `Bearer ${key}` };
}
const post = (path: string, body: unknown) => call('POST', path, { body: JSON.stringify(body), headers });
const batch = (leads: number) => post('/predict_batch', Array(leads).fill(EXAMPLE_LEAD));
const accepted = () => world.queue.takeAll().length;

test.each(SCOPES)('of a key of the scope %s, each lead counts', async (scope) => {
  await start(10, scope);
  expect((await batch(7)).status).toBe(202);
  expect((await post('/predict', EXAMPLE_LEAD)).status).toBe(202);
  accepted();
  const refused = await batch(3);
  expect(refused).toMatchObject({
    status: 429,
    headers: { 'retry-after': '50' },
    body: {
      type: '/problems/too-many-requests',
      detail:
        'this key may submit 10 leads a minute, and fewer than 3 are left of this minute; nothing was accepted',
    },
  });
  expect(accepted()).toBe(0);
  // What was refused used up nothing.
  expect((await batch(2)).status).toBe(202);
  expect((await post('/predict', EXAMPLE_LEAD)).status).toBe(429);
  world.passTime(50_000);
  expect((await batch(10)).status).toBe(202);
});

test('a batch that is larger than the rate is refused for good, without Retry-After', async () => {
  await start(60);
  const refused = await batch(1000);
  expect(refused).toMatchObject({
    status: 413,
    body: {
      type: '/problems/batch-too-large',
      detail:
        'expected at most 60 leads a minute, the rate of this key, got 1,000 in one request; send smaller batches, or use a key with a higher rate',
    },
  });
  expect(refused.headers['retry-after']).toBeUndefined();
  expect(accepted()).toBe(0);
  expect((await batch(60)).status).toBe(202);
});

test('leads count before they are checked, in every way to submit them', async () => {
  await start(5, 'predict');
  expect((await post('/predict', { visits: 'x' })).status).toBe(422);
  expect((await batch(1)).status).toBe(202);
  expect((await post('/predict_lead_conversion', { input_data: [{}, {}] })).status).toBe(422);
  expect((await post('/predict_lead_conversion', { input_data: [{}, {}] })).status).toBe(429);
  expect((await batch(1)).status).toBe(202);
  expect((await batch(1)).status).toBe(429);
});

test('requests without a lead have a budget of their own, and polling takes none of the leads’', async () => {
  await start(2);
  const { body } = await post('/predict', EXAMPLE_LEAD);
  const ask = () => call('GET', `/predict/${body.prediction_id}`, { headers });
  for (let i = 0; i < 2 * REQUESTS_PER_LEAD; i++) expect((await ask()).status).toBe(200);
  expect(await ask()).toMatchObject({ status: 429, headers: { 'retry-after': '50' } });
  expect((await post('/predict', EXAMPLE_LEAD)).status).toBe(202);
});

test('what is left of a rate stands in every answer of its key, good or bad', async () => {
  await start(10, 'operate');
  const of = async (answer: ReturnType<typeof call>) => {
    const { status, headers: given } = await answer;
    return [status, given['ratelimit-policy'], given.ratelimit];
  };
  const leads = '"leads";q=10;w=60';
  const requests = '"requests";q=200;w=60';
  expect(await of(batch(7))).toEqual([202, leads, '"leads";r=3;t=50']);
  expect(await of(batch(4))).toEqual([429, leads, '"leads";r=3;t=50']);
  expect(await of(post('/predict', {}))).toEqual([422, leads, '"leads";r=2;t=50']);
  expect(await of(batch(11))).toEqual([413, leads, undefined]);
  const get = (path: string) => call('GET', path, { headers });
  expect(await of(get('/key'))).toEqual([200, requests, '"requests";r=199;t=50']);
  expect(await of(get('/predict/x'))).toEqual([404, requests, '"requests";r=198;t=50']);
  expect(await of(get('/predictions?x=1'))).toEqual([400, requests, '"requests";r=197;t=50']);
  world.passTime(20_500);
  expect(await of(batch(2))).toEqual([202, leads, '"leads";r=0;t=30']);
  expect(await of(batch(1))).toEqual([429, leads, '"leads";r=0;t=30']);
  // Where no key is asked for, and where a key has no rate.
  expect(await of(call('GET', '/health'))).toEqual([200, undefined, undefined]);
});

test('a key without a rate is told of none', async () => {
  await start(1);
  const open = createCaller(createApi(world, { info() {}, error() {} }));
  expect((await open('GET', '/key')).headers).not.toHaveProperty('ratelimit-policy');
});

test('fifty batches at once accept no more than the rate', async () => {
  await start(100);
  const answers = await Promise.all(Array.from({ length: 50 }, () => batch(9)));
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(11);
});
