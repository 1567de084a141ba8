import { TransientError } from '../../../lib/errors.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { promoteVersion } from '../../../lib/registry/move-alias.ts';
import { artifactKey } from '../../../lib/registry/registry.ts';
import { type Call, createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

let world: MemoryWorld;
let logged: Error[];
beforeEach(async () => {
  world = createMemoryWorld();
  logged = [];
  await world.publish();
});

const call = (method: string, path: string, request: Call = {}, deps = world) =>
  createCaller(createApi(deps, { info() {}, error: (_, { error }) => logged.push(error) }))(
    method,
    path,
    request,
  );

const post = (lead: unknown, deps = world) => call('POST', '/predict', { body: JSON.stringify(lead) }, deps);

test('GET / welcomes', async () => {
  const { status, body, headers } = await call('GET', '/');
  expect(status).toBe(200);
  expect(body.message).toBe('Welcome to the lead conversion prediction API!');
  expect(body.links.predict).toBe('https://api.example.com/predict');
  expect(headers['x-request-id']).toBe('request-1');
});

test('POST /predict → 202, GET → queued, then succeeded', async () => {
  const accepted = await post(EXAMPLE_LEAD);
  const id = accepted.body.prediction_id;
  expect(accepted).toMatchObject({
    status: 202,
    headers: { location: `/predict/${id}`, 'retry-after': '1' },
    body: {
      status: 'queued',
      model: { name: 'leads', version: 'v1' },
      created_at: '2026-02-01T10:00:00.000Z',
      completed_at: null,
      prediction: null,
      urls: { get: `https://api.example.com/predict/${id}` },
    },
  });
  expect(await call('GET', `/predict/${id}`)).toMatchObject({
    status: 200,
    headers: { 'retry-after': '1' },
    body: { status: 'queued' },
  });
  await scorePredictions(world, world.queue.takeAll()[0]!);
  const done = await call('GET', `/predict/${id}`);
  expect(done.body).toMatchObject({
    prediction_id: id,
    status: 'succeeded',
    completed_at: '2026-02-01T10:00:00.000Z',
    model_version: 'v1',
    prediction: {
      probability: expect.closeTo(0.7685, 4),
      score: 77,
      grade: 'B',
      reasons: [{ feature: 'source', value: 'referral', effect: 0.9 }, {}, {}],
    },
  });
  expect(done.headers).not.toHaveProperty('retry-after');
});

test('an invalid lead: 422 that names every bad field', async () => {
  const { status, headers, body } = await post({ visits: 'many', opened: 1 });
  expect(status).toBe(422);
  expect(headers['content-type']).toBe('application/problem+json');
  expect(body).toMatchObject({
    type: '/problems/invalid-lead',
    title: 'The lead is not valid',
    status: 422,
    detail: '3 fields are not as the model expects; see GET /schema',
    errors: [{ field: 'source' }, { field: 'visits' }, { field: 'opened' }],
  });
});

test.each<[string, string, Call, number, string]>([
  ['POST', '/predict', { body: '{"source": "web",}' }, 400, 'expected JSON, got a syntax error at'],
  ['POST', '/predict', { body: '{"source": "we' }, 400, 'expected JSON, got'],
  ['POST', '/predict', {}, 400, 'expected JSON, got an empty body'],
  ['POST', '/predict', { body: '4oI=', base64: true }, 400, 'expected JSON, got'],
  [
    'POST',
    '/predict',
    { body: `"${'x'.repeat(1_000_001)}"` },
    413,
    'expected at most 1000000 bytes, got 1000003',
  ],
  [
    'POST',
    '/predict',
    { body: '{}', headers: { 'content-type': 'text/csv' } },
    415,
    'expected "content-type: application/json", got "text/csv"',
  ],
  ['POST', '/predict', { body: '[]' }, 422, '1 field is not as the model expects'],
  ['GET', '/predict/8e1b7c1e-2f1b-4a57-9c57-0a3f6d3c2b1a', {}, 404, 'there is no prediction with this id'],
  ['GET', '/predict/../../etc/passwd', {}, 404, 'there is no such resource'],
  ['GET', '/predict/%', {}, 404, 'there is no such resource'],
  ['GET', '/predict', {}, 405, 'expected POST, got GET'],
  ['DELETE', '/health', {}, 405, 'expected GET or HEAD, got DELETE'],
  ['GET', '/nothing/here', {}, 404, 'there is no such resource'],
  ['GET', '/', { headers: { host: 'a b:c:d' } }, 400, 'expected a Host header that names a host'],
])('%s %s %p → %i', async (method, path, request, status, detail) => {
  const answer = await call(method, path, request);
  expect(answer).toMatchObject({
    status,
    headers: { 'content-type': 'application/problem+json', 'x-request-id': 'request-1' },
    body: { status, detail: expect.stringContaining(detail) },
  });
  expect(logged).toEqual([]);
});

test('the position of a syntax error goes out, the text around it does not', async () => {
  const { body } = await call('POST', '/predict', { body: '{"email": "jane@example.com" "visits": 3}' });
  expect(body.detail).toBe('expected JSON, got a syntax error at line 1 column 30');
  const other = await call('POST', '/predict', { body: '{"email": jane@example.com}' });
  expect(other.body.detail).toBe('expected JSON, got text that is not JSON or ends too early');
});

test('405 says what is allowed', async () => {
  expect((await call('PUT', '/predict')).headers.allow).toBe('POST, OPTIONS');
});

test('a GET with a body is answered as a GET', async () => {
  expect((await call('GET', '/', { body: '{}' })).status).toBe(200);
});

test('an expired prediction is 410', async () => {
  const { body } = await post(EXAMPLE_LEAD);
  world.passTime(31 * 86_400_000);
  expect(await call('GET', `/predict/${body.prediction_id}`)).toMatchObject({
    status: 410,
    body: { type: '/problems/prediction-expired' },
  });
});

test('when the queue is away: 503 with the id, which can be asked for', async () => {
  const queue = { ...world.queue, send: () => Promise.reject(new TransientError('SQS said no')) };
  const answer = await post(EXAMPLE_LEAD, { ...world, queue });
  expect(answer).toMatchObject({
    status: 503,
    headers: { 'retry-after': '5' },
    body: { type: '/problems/not-queued' },
  });
  expect(await call('GET', `/predict/${answer.body.prediction_id}`)).toMatchObject({ status: 200 });
  expect(logged).toHaveLength(1);
});

test('when the store is away: 503; a defect: 500; neither tells the client why', async () => {
  const away = { ...world.store, create: () => Promise.reject(new TransientError('table arn:aws:secret')) };
  const broken = { ...world.store, create: () => Promise.reject(new TypeError('secret is undefined')) };
  for (const [store, status] of [
    [away, 503],
    [broken, 500],
  ] as const) {
    const answer = await post(EXAMPLE_LEAD, { ...world, store });
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).not.toContain('secret');
  }
  expect(logged).toHaveLength(2);
});

test('without a model: 503 that says so', async () => {
  const empty = createMemoryWorld();
  for (const answer of [await post(EXAMPLE_LEAD, empty), await call('GET', '/schema', {}, empty)]) {
    expect(answer).toMatchObject({
      status: 503,
      body: { type: '/problems/no-model', detail: expect.stringContaining('publish a model') },
    });
  }
});

describe('a request that names its model', () => {
  const postTo = (model: string) =>
    call('POST', `/predict?model=${encodeURIComponent(model)}`, { body: JSON.stringify(EXAMPLE_LEAD) });

  test('a version, an alias, another model', async () => {
    await world.publish({ intercept: -2 });
    await world.publish({ name: 'others' });
    await promoteVersion(world, { name: 'leads', version: 'v2', alias: 'challenger', by: 'test' });
    const named = ['leads', 'leads@v2', 'leads@challenger', 'leads@champion', 'others', 'others@v1'];
    const answers = await Promise.all(named.map(postTo));
    expect(answers.map(({ status, body }) => [status, body.model.name, body.model.version])).toEqual([
      [202, 'leads', 'v1'],
      [202, 'leads', 'v2'],
      [202, 'leads', 'v2'],
      [202, 'leads', 'v1'],
      [202, 'others', 'v1'],
      [202, 'others', 'v1'],
    ]);
    const schema = await call('GET', '/schema?model=others');
    expect(schema.body['x-model']).toEqual({ name: 'others', version: 'v1' });
    // What is wrong with a lead leads to the schema of the model that was asked.
    const details = await Promise.all([
      call('POST', '/predict?model=others@v1', { body: '{}' }),
      call('POST', '/predict_batch?model=others', { body: '[{}]' }),
      call('POST', '/predict_lead_conversion', { body: '{"model_name": "others", "input_data": {}}' }),
      call('POST', '/predict', { body: '{}' }),
    ]);
    expect(details.map(({ status, body }) => [status, /see (.*)$/.exec(body.detail)?.[1]])).toEqual([
      [422, 'GET /schema?model=others@v1'],
      [422, 'GET /schema?model=others'],
      [422, 'GET /schema?model=others'],
      [422, 'GET /schema'],
    ]);
  });

  test.each(['none', 'leads@v9', 'leads@blue', '../../etc/passwd', 'leads@', 'LEADS', '', 'a'.repeat(5000)])(
    'that is not there: %s → 404, and no path is touched',
    async (model) => {
      const asked: string[] = [];
      const { get } = world.artifacts;
      world.artifacts.get = (key) => {
        asked.push(key);
        return get(key);
      };
      const { status, body } = await postTo(model);
      expect([status, body.type]).toEqual([404, '/problems/model-not-found']);
      expect(body.detail.length).toBeLessThan(300);
      expect(asked).toEqual([]);
    },
  );
});

describe('GET /health', () => {
  test('degraded, when the champion was tampered with: the one before serves on', async () => {
    await world.publish({ intercept: -2 });
    await promoteVersion(world, { name: 'leads', version: 'v2', alias: 'champion', by: 'test' });
    const { get } = world.artifacts;
    world.artifacts.get = async (key) => {
      const bytes = await get(key);
      return key === artifactKey('leads', 'v2') ? bytes.slice(0, -20) : bytes;
    };
    const { status, body } = await call('GET', '/health');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'degraded',
      checks: {
        model: {
          status: 'degraded',
          version: 'v1',
          refused: { version: 'v2', reason: expect.stringContaining('SHA-256') },
        },
      },
    });
    expect((await post(EXAMPLE_LEAD)).body.model_version).toBe('v1');
  });

  test('ok, with the champion', async () => {
    expect(await call('GET', '/health')).toMatchObject({
      status: 200,
      body: {
        status: 'ok',
        checks: { store: { status: 'ok' }, queue: { status: 'ok' }, model: { version: 'v1' } },
      },
    });
  });

  test('503 that names what fails, without the words of the SDK', async () => {
    const store = { ...world.store, ping: () => Promise.reject(new Error('arn:aws:dynamodb:…')) };
    const { status, body } = await call('GET', '/health', {}, { ...world, store });
    expect(status).toBe(503);
    expect(body).toMatchObject({
      status: 'failing',
      checks: { store: { status: 'failing', error: 'unexpected error' } },
    });
  });
});

test('GET /schema gives the JSON Schema with its hash and its model', async () => {
  const { status, headers, body } = await call('GET', '/schema');
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('application/schema+json');
  expect(headers.etag).toMatch(/^"[0-9a-f]{64}"$/);
  expect(body).toMatchObject({
    title: 'Lead',
    required: ['source'],
    'x-model': { name: 'leads', version: 'v1' },
  });
});
