import { type ApiKey, createKey, isSecretOf, parseKey } from '../../../lib/auth/api-key.ts';
import { createAuthenticator } from '../../../lib/auth/authenticate.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { publishModel } from '../../../lib/registry/publish-model.ts';
import { createCaller } from '../../support/call-api.ts';
import {
  artifactBytes,
  EXAMPLE_LEAD,
  exampleArtifact,
  exampleLeadsFile,
} from '../../support/example-model.ts';
import { createMemoryKeyStore, createMemoryRateCounter } from '../../support/memory/memory-key-store.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
let keys: ReturnType<typeof createMemoryKeyStore>;
let call: ReturnType<typeof createCaller>;
beforeEach(async () => {
  world = createMemoryWorld();
  keys = createMemoryKeyStore();
  await world.publish();
  const authenticate = createAuthenticator({ keys, rates: createMemoryRateCounter(), clock: world.clock });
  call = createCaller(createApi({ ...world, authenticate }, { info() {}, error() {} }));
});

async function makeKey(changes: Partial<ApiKey> = {}): Promise<string> {
  const facts = { name: 'test', scope: 'predict' as const, createdAt: world.clock.now(), createdBy: 'test' };
  const { key, stored } = createKey({ ...facts, ...changes });
  await keys.add(stored);
  return key;
}
const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const post = (key: string, headers: Record<string, string> = {}) =>
  call('POST', '/predict', { body: JSON.stringify(EXAMPLE_LEAD), headers: { ...bearer(key), ...headers } });

test('a key is 256 random bits, of which only the hash is kept', () => {
  const facts = { name: 'n', scope: 'admin', createdAt: new Date(0), createdBy: 'x' } as const;
  const { key, stored } = createKey(facts);
  const { id, secret } = parseKey(key)!;
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(stored).toEqual({ ...facts, id, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(JSON.stringify(stored)).not.toContain(secret);
  expect(isSecretOf(stored, secret)).toBe(true);
  expect(isSecretOf(stored, `${secret.slice(0, -1)}A`)).toBe(secret.endsWith('A'));
  expect(createKey(facts).key).not.toBe(key);
});

test.each(['/', '/health', '/schema'])('GET %s needs none', async (path) => {
  expect((await call('GET', path)).status).toBe(200);
});

test.each([
  ['POST', '/predict'],
  ['GET', '/predict/00000000-0000-4000-8000-000000000000'],
  ['DELETE', '/predict/00000000-0000-4000-8000-000000000000'],
  ['POST', '/predict/00000000-0000-4000-8000-000000000000/cancel'],
  ['POST', '/predict_batch'],
  ['GET', '/predict_batch/00000000-0000-4000-8000-000000000000'],
  ['POST', '/predict_lead_conversion'],
  ['GET', '/models'],
  ['GET', '/models/leads'],
  ['GET', '/models/leads/aliases/champion'],
  ['PUT', '/models/leads/aliases/champion'],
])('%s %s without one: 401 before anything is looked at', async (method, path) => {
  const get = jest.spyOn(world.store, 'get');
  expect(await call(method, path, method === 'GET' ? {} : { body: '{' })).toMatchObject({
    status: 401,
    headers: { 'www-authenticate': 'Bearer realm="scorelane"', 'content-type': 'application/problem+json' },
    body: { type: '/problems/unauthorized' },
  });
  expect(get).not.toHaveBeenCalled();
});

test('a key that is none, and one with another’s id', async () => {
  const key = await makeKey();
  const other = await makeKey();
  const swapped = `${key.slice(0, 12)}${other.slice(12)}`;
  for (const wrong of ['x', key.slice(0, -1), `${key}x`, swapped, 'sl_00000000_'.padEnd(55, 'A')]) {
    expect(await post(wrong)).toMatchObject({ status: 401, body: { type: '/problems/unauthorized' } });
  }
  expect(
    (await call('POST', '/predict', { body: '{}', headers: { authorization: `Basic ${key}` } })).status,
  ).toBe(401);
  expect((await post(key)).status).toBe(202);
});

test('predict may not move aliases, admin may', async () => {
  await world.publish({ intercept: -2 });
  const promote = async (scope: 'predict' | 'admin') =>
    call('PUT', '/models/leads/aliases/champion', {
      body: '{"version":"v2","why":"better"}',
      headers: { ...bearer(await makeKey({ scope })), 'if-match': '"v1"' },
    });
  expect(await promote('predict')).toMatchObject({ status: 403, body: { type: '/problems/forbidden' } });
  expect(await promote('admin')).toMatchObject({
    status: 200,
    headers: { etag: '"v2-2"' },
    body: { alias: 'champion', version: 'v2', from: 'v1' },
  });
  expect(
    await call('GET', '/models/leads/aliases/champion', { headers: bearer(await makeKey()) }),
  ).toMatchObject({
    status: 200,
    headers: { etag: '"v2-2"' },
    body: {
      alias: 'champion',
      version: 'v2',
      history: [
        { from: 'v1', to: 'v2' },
        { from: null, to: 'v1' },
      ],
    },
  });
  // Whoever saw v1 learns that it is v2 by now.
  expect(await promote('admin')).toMatchObject({
    status: 412,
    body: { type: '/problems/precondition-failed' },
  });
  const [move] = await world.registry.aliasHistory('leads', 'champion');
  expect(move).toMatchObject({
    from: 'v1',
    to: 'v2',
    why: 'better',
    by: expect.stringMatching(/^key [0-9a-f]{8}$/),
  });
});

test('nobody is given the fingerprints of past leads', async () => {
  const metrics = { name: 'metrics.json', bytes: new TextEncoder().encode('{}') } as const;
  const files = [{ name: 'leads.json', bytes: exampleLeadsFile() } as const, metrics];
  await publishModel(world, { artifact: artifactBytes(exampleArtifact()), files, by: 'jane' });
  const headers = bearer(await makeKey({ scope: 'admin' }));
  const get = (path: string) => call('GET', `/models/leads${path}`, { headers });
  expect((await get('/versions/v2')).body.files).toEqual(['metrics.json']);
  expect((await get('')).body.versions[0].files).toEqual(['metrics.json']);
  expect((await get('/versions/v2/files/metrics.json')).status).toBe(200);
  expect((await get('/versions/v2/files/leads.json')).status).toBe(404);
});

test('predict may not erase, admin may', async () => {
  const { body } = await post(await makeKey());
  const erase = async (scope: 'predict' | 'admin') =>
    call('DELETE', `/predict/${body.prediction_id}`, { headers: bearer(await makeKey({ scope })) });
  expect([(await erase('predict')).status, (await erase('admin')).status]).toEqual([403, 204]);
});

test.each([
  ['no precondition', {}, '{"version":"v1"}', 428],
  ['one that is no tag', { 'if-match': 'v1' }, '{"version":"v1"}', 400],
  ['a version that is not there', { 'if-match': '"v1"' }, '{"version":"v9"}', 404],
  ['no version', { 'if-match': '"v1"' }, '{}', 422],
  ['no JSON', { 'if-match': '"v1"' }, '{', 400],
])('PUT of an alias: %s', async (_name, headers, body, status) => {
  const key = await makeKey({ scope: 'admin' });
  const answer = await call('PUT', '/models/leads/aliases/champion', {
    body,
    headers: { ...bearer(key), ...headers },
  });
  expect(answer.status).toBe(status);
});

test('a new alias, with If-None-Match', async () => {
  const headers = { ...bearer(await makeKey({ scope: 'admin' })), 'if-none-match': '*' };
  const put = () => call('PUT', '/models/leads/aliases/challenger', { body: '{"version":"v1"}', headers });
  expect((await put()).body).toMatchObject({ alias: 'challenger', from: null });
  expect(await world.registry.getAlias('leads', 'challenger')).toBe('v1');
});

test('a revoked key ends within 30 seconds, and its successor works beside it', async () => {
  const [before, after] = [await makeKey(), await makeKey()];
  expect([(await post(before)).status, (await post(after)).status]).toEqual([202, 202]);
  await keys.revoke(parseKey(before)!.id, world.clock.now(), 'test');
  world.passTime(30_000);
  expect([(await post(before)).status, (await post(after)).status]).toEqual([401, 202]);
});

test('a revoked key ends at once when the clock has gone back', async () => {
  const key = await makeKey();
  expect((await post(key)).status).toBe(202);
  await keys.revoke(parseKey(key)!.id, world.clock.now(), 'test');
  world.passTime(-7 * 86_400_000);
  expect((await post(key)).status).toBe(401);
  world.passTime(7 * 86_400_000);
});

test('a key with a rate: 429 with Retry-After, until the minute is over', async () => {
  const key = await makeKey({ ratePerMinute: 3 });
  world.passTime(10_000);
  for (let i = 0; i < 3; i++) expect((await post(key)).status).toBe(202);
  expect(await post(key)).toMatchObject({
    status: 429,
    headers: { 'retry-after': '50' },
    body: { type: '/problems/too-many-requests' },
  });
  expect((await post(await makeKey())).status).toBe(202);
  world.passTime(50_000);
  expect((await post(key)).status).toBe(202);
});

test('what is wrong with a key is said in the words of RFC 6750', async () => {
  const challenge = async (headers: Record<string, string>, path = '/predictions', method = 'GET') =>
    (await call(method, path, { headers })).headers['www-authenticate'];
  expect(await challenge({})).toBe('Bearer realm="scorelane"');
  expect(await challenge({ authorization: 'Basic eDp5' })).toBe('Bearer realm="scorelane"');
  expect(await challenge(bearer('sl_x'))).toBe('Bearer realm="scorelane", error="invalid_token"');
  const key = await makeKey();
  expect(await challenge(bearer(key))).toBe(
    'Bearer realm="scorelane", error="insufficient_scope", scope="operate"',
  );
  const form = bearer(await makeKey({ scope: 'form' }));
  expect(await challenge(form, '/models/leads/versions/v1/files/report.html')).toContain('scope="predict"');
  for (const query of ['model=leads@v9', 'webhook=https%3A%2F%2Fexample.com%2F']) {
    const answer = await call('POST', `/predict?${query}`, {
      body: JSON.stringify(EXAMPLE_LEAD),
      headers: form,
    });
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([
      403,
      'Bearer realm="scorelane", error="insufficient_scope", scope="predict"',
    ]);
  }
});

test('two callers may use the same idempotency key', async () => {
  const [a, b] = [await makeKey(), await makeKey()];
  const ids = await Promise.all(
    [a, b, a].map(async (key) => (await post(key, { 'idempotency-key': 'k' })).body.prediction_id),
  );
  expect(ids[0]).toBe(ids[2]);
  expect(ids[0]).not.toBe(ids[1]);
});
