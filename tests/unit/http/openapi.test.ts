import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import {
  createMemoryKeyStore,
  createMemoryRateCounter,
} from '../../../lib/adapters/memory/memory-key-store.ts';
import { createKey, type Scope } from '../../../lib/auth/api-key.ts';
import { createAuthenticator } from '../../../lib/auth/authenticate.ts';
import { TransientError } from '../../../lib/errors.ts';
import type { ApiDeps } from '../../../lib/http/api-route.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { OPERATIONS } from '../../../lib/http/openapi/operations.ts';
import { API_ROUTES } from '../../../lib/http/routes.ts';
import { type Call, createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

/** One world for all: what is provoked here is what the document promises. */
const world = createMemoryWorld();
const keys = createMemoryKeyStore();
const authenticate = createAuthenticator({ keys, rates: createMemoryRateCounter(), clock: world.clock });
const deps: ApiDeps = { ...world, authenticate };
const connect = (changes: Partial<ApiDeps> = {}) =>
  createCaller(createApi({ ...deps, ...changes }, { error() {} }));
const call = connect();

/** Every call of it is an outage. */
const away = <T extends object>(): T =>
  new Proxy({}, { get: () => () => Promise.reject(new TransientError('away')) }) as T;
const outage = connect({
  store: away(),
  registry: away(),
  queue: away(),
  serve: () => Promise.reject(new TransientError('away')),
});

let admin: string;
let page: string;
let spent: string;
// biome-ignore lint/suspicious/noExplicitAny: the document is what is under test
let document: any;
let ajv: Ajv2020;
let queued: string;
let done: string;
let erased: string;
let batch: string;
let expired: { prediction: string; batch: string };

async function makeKey(scope: Scope, ratePerMinute?: number): Promise<string> {
  const facts = { name: 'n', scope, createdAt: world.clock.now(), createdBy: 'test' };
  const { key, stored } = createKey({ ...facts, ...(ratePerMinute === undefined ? {} : { ratePerMinute }) });
  await keys.add(stored);
  return key;
}
const as = (key: string, headers: Record<string, string> = {}) => ({
  authorization: `Bearer ${key}`,
  ...headers,
});
const send = (body: unknown, headers: Record<string, string> = {}): Call => ({
  body: JSON.stringify(body),
  headers: as(admin, headers),
});
const submit = async (headers: Record<string, string> = {}) =>
  (await call('POST', '/predict', send(EXAMPLE_LEAD, headers))).body.prediction_id as string;
const submitBatch = async () =>
  (await call('POST', '/predict_batch', send([EXAMPLE_LEAD, EXAMPLE_LEAD]))).body.batch_id as string;

beforeAll(async () => {
  await world.publish();
  await world.publish({ intercept: -2 });
  [admin, page, spent] = [await makeKey('admin'), await makeKey('predict'), await makeKey('admin', 1)];
  expired = { prediction: await submit(), batch: await submitBatch() };
  world.passTime(31 * 86_400_000);
  [queued, done, erased, batch] = [
    await submit(),
    await submit({ prefer: 'wait' }),
    await submit(),
    await submitBatch(),
  ];
  await call('DELETE', `/predict/${erased}`, { headers: as(admin) });
  await call('POST', '/predict', { ...send(EXAMPLE_LEAD, { 'idempotency-key': 'erased' }) }).then(
    ({ body }) => call('DELETE', `/predict/${body.prediction_id}`, { headers: as(admin) }),
  );
  await call('GET', '/models', { headers: as(spent) });
  document = (await call('GET', '/openapi.json')).body;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  ajv.addSchema({ $id: 'api', components: document.components });
});

/** A request that each operation answers with its first status, to be varied. */
const NOWHERE = '00000000-0000-4000-8000-000000000000';
const good: Record<string, () => [path: string, call?: Call]> = {
  'GET /': () => ['/'],
  'GET /health': () => ['/health'],
  'GET /schema': () => ['/schema'],
  'GET /openapi.json': () => ['/openapi.json'],
  'GET /docs': () => ['/docs'],
  'POST /predict': () => ['/predict', send(EXAMPLE_LEAD)],
  'GET /predict/{id}': () => [`/predict/${queued}`],
  'POST /predict/{id}/cancel': () => [`/predict/${queued}/cancel`],
  'DELETE /predict/{id}': () => [`/predict/${erased}`],
  'POST /predict_batch': () => ['/predict_batch', send([EXAMPLE_LEAD])],
  'GET /predict_batch/{id}': () => [`/predict_batch/${batch}`],
  'POST /predict_lead_conversion': () => ['/predict_lead_conversion', send({ input_data: EXAMPLE_LEAD })],
  'GET /predictions': () => ['/predictions'],
  'GET /predictions.csv': () => ['/predictions.csv'],
  'GET /models': () => ['/models'],
  'GET /models/{name}': () => ['/models/leads'],
  'GET /models/{name}/versions/{version}': () => ['/models/leads/versions/v1'],
  'PUT /models/{name}/aliases/{alias}': () => [
    '/models/leads/aliases/blue',
    send({ version: 'v1' }, { 'if-none-match': '*' }),
  ],
};

/** How a status is provoked that is not the usual one of `good`, and not of all operations alike. */
const special: Record<string, () => [path: string, call?: Call]> = {
  'GET /schema 404': () => ['/schema?model=none'],
  'POST /predict 200': () => ['/predict', send(EXAMPLE_LEAD, { prefer: 'wait' })],
  'POST /predict 404': () => ['/predict?model=leads@v99', send(EXAMPLE_LEAD)],
  'POST /predict 410': () => ['/predict', send(EXAMPLE_LEAD, { 'idempotency-key': 'erased' })],
  'POST /predict 422': () => ['/predict', send({ visits: 'x' })],
  'GET /predict/{id} 404': () => [`/predict/${NOWHERE}`],
  'GET /predict/{id} 410': () => [`/predict/${expired.prediction}`],
  'POST /predict/{id}/cancel 404': () => [`/predict/${NOWHERE}/cancel`],
  'POST /predict/{id}/cancel 409': () => [`/predict/${done}/cancel`],
  'POST /predict/{id}/cancel 410': () => [`/predict/${erased}/cancel`],
  'DELETE /predict/{id} 404': () => [`/predict/${NOWHERE}`],
  'POST /predict_batch 200': () => [
    '/predict_batch',
    send([EXAMPLE_LEAD, {}], { prefer: 'wait, handling=lenient' }),
  ],
  'POST /predict_batch 404': () => ['/predict_batch?model=none', send([EXAMPLE_LEAD])],
  'POST /predict_batch 422': () => ['/predict_batch', send([EXAMPLE_LEAD, { visits: 'x' }])],
  'GET /predict_batch/{id} 400': () => [`/predict_batch/${batch}?limit=x`],
  'GET /predict_batch/{id} 404': () => [`/predict_batch/${NOWHERE}`],
  'GET /predict_batch/{id} 410': () => [`/predict_batch/${expired.batch}`],
  'POST /predict_lead_conversion 404': () => [
    '/predict_lead_conversion',
    send({ model_name: '../x', input_data: {} }),
  ],
  'POST /predict_lead_conversion 422': () => ['/predict_lead_conversion', send({ input_data: [{}] })],
  'GET /predictions 400': () => ['/predictions?after=x'],
  'GET /predictions.csv 400': () => ['/predictions.csv?limit=0'],
  'GET /models/{name} 404': () => ['/models/none'],
  'GET /models/{name}/versions/{version} 404': () => ['/models/leads/versions/v99'],
  'PUT /models/{name}/aliases/{alias} 404': () => [
    '/models/leads/aliases/green',
    send({ version: 'v99' }, { 'if-none-match': '*' }),
  ],
  'PUT /models/{name}/aliases/{alias} 412': () => [
    '/models/leads/aliases/champion',
    send({ version: 'v2' }, { 'if-match': '"v7"' }),
  ],
  'PUT /models/{name}/aliases/{alias} 422': () => [
    '/models/leads/aliases/blue',
    send({}, { 'if-match': '"v1"' }),
  ],
  'PUT /models/{name}/aliases/{alias} 428': () => ['/models/leads/aliases/blue', send({ version: 'v1' })],
};

async function provoke(operation: string, status: string, isUsual: boolean) {
  const [method] = operation.split(' ') as [string];
  const [path, request = { headers: as(admin) } as Call] = (
    special[`${operation} ${status}`] ?? good[operation]!
  )();
  const { headers = {}, body } = request;
  if (special[`${operation} ${status}`] !== undefined || isUsual) return call(method, path, request);
  switch (status) {
    case '401':
      return call(method, path, { ...request, headers: {} });
    case '403':
      return call(method, path, { ...request, headers: { ...headers, ...as(page) } });
    case '429':
      return call(method, path, { ...request, headers: { ...headers, ...as(spent) } });
    case '503':
      return outage(method, path, request);
    case '400':
      return call(method, path, { ...request, body: '{"a":' });
    case '413':
      return call(method, path, { ...request, body: `"${'x'.repeat(1_000_001)}"` });
    case '415':
      return call(method, path, { body: body!, headers: { ...headers, 'content-type': 'text/plain' } });
    default:
      throw new Error(`nothing provokes ${operation} ${status}`);
  }
}

const documented = API_ROUTES.flatMap(({ method, path }) => {
  const { answers, problems } = OPERATIONS[`${method} ${path}`]!;
  const usual = Object.keys(answers).at(-1)!;
  const operation = `${method} ${path.replace(/:(\w+)/g, '{$1}')}`;
  const statuses = new Set([...Object.keys(answers), ...problems.map(String)]);
  return [...statuses].map(
    (status) =>
      [operation, status, operation === 'GET /health' ? status === '200' : status === usual] as const,
  );
});

test('the document lists every route, and nothing else', () => {
  const listed = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(listed.sort()).toEqual([...new Set(documented.map(([operation]) => operation))].sort());
  expect(Object.keys(OPERATIONS)).toHaveLength(API_ROUTES.length);
  expect(document.openapi).toBe('3.1.0');
  expect(document.components.schemas.Lead.properties.visits).toMatchObject({ type: ['number', 'null'] });
});

test('every schema is one, and every reference leads somewhere', () => {
  const references = JSON.stringify(document).match(/"#\/components\/schemas\/\w+"/g)!;
  for (const reference of references) {
    expect(document.components.schemas).toHaveProperty(reference.split('/').at(-1)!.slice(0, -1));
  }
  for (const schema of Object.values(document.components.schemas))
    expect(ajv.validateSchema(schema as object)).toBe(true);
});

test.each(documented)('%s %s is as documented', async (operation, status, isUsual) => {
  const [method, path] = operation.split(' ') as [string, string];
  const described = document.paths[path][method.toLowerCase()].responses[status];
  const answer = await provoke(operation, status, isUsual);
  expect(String(answer.status)).toBe(status);
  expect(answer.headers['x-request-id']).toBe('request-1');
  for (const name of Object.keys(described.headers ?? {})) {
    if (name !== 'Link') expect(answer.headers).toHaveProperty(name.toLowerCase());
  }
  const [[mediaType, { schema }] = [undefined, { schema: undefined }]] = Object.entries(
    described.content ?? {},
  ) as [[string, { schema: { $ref?: string } }]?];
  if (mediaType === undefined) return expect(answer.text).toBe('');
  expect(String(answer.headers['content-type'])).toContain(mediaType);
  if (schema?.$ref === undefined) return;
  const validate = ajv.compile({ $ref: `api${schema.$ref}` });
  validate(answer.body);
  expect(validate.errors ?? []).toEqual([]);
});

test('/docs describes every operation and needs no other host', async () => {
  const { text, headers } = await call('GET', '/docs');
  for (const [operation] of documented) {
    const [method, path] = operation.split(' ');
    expect(text).toContain(`<b>${method}</b> <code>${path}</code>`);
  }
  expect(text).not.toMatch(/(src|href)="?(https?:)?\/\//);
  expect(headers['content-security-policy']).toBe("default-src 'none'; style-src 'unsafe-inline'");
});

test('thousands of random requests: no 5xx, and no status that is not documented', async () => {
  const statusesOf = new Map<string, Set<string>>();
  for (const [operation, status] of documented) {
    statusesOf.set(operation, (statusesOf.get(operation) ?? new Set()).add(status));
  }
  const patterns = [...statusesOf].map(([operation, statuses]) => {
    const [method, path] = operation.split(' ') as [string, string];
    const pattern = new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
    return { method, pattern, statuses };
  });
  const segment = fc.oneof(
    fc.constantFrom(
      'predict',
      'predict_batch',
      'models',
      'leads',
      'aliases',
      'versions',
      'v1',
      'cancel',
      'predictions',
    ),
    fc.constantFrom('%', '%00', '..', '%2e%2e', 'é', 'predictions.csv', 'constructor', '__proto__'),
    fc
      .constantFrom(
        () => queued,
        () => done,
        () => batch,
        () => `${batch}-0`,
      )
      .map((get) => get),
    fc.string({ maxLength: 20 }).map(encodeURIComponent),
  );
  const known = fc.constantFrom(...Object.values(good)).map((make) => () => make()[0]);
  const path = fc.oneof(
    known,
    fc
      .array(segment, { maxLength: 4 })
      .map(
        (parts) => () => `/${parts.map((part) => (typeof part === 'function' ? part() : part)).join('/')}`,
      ),
  );
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(EXAMPLE_LEAD, [EXAMPLE_LEAD], { input_data: EXAMPLE_LEAD }),
  );
  const body = fc.oneof(
    fc.constant(undefined),
    value.map((json) => JSON.stringify(json)),
    fc.string(),
    fc.record({ model_name: fc.string(), input_data: value }).map((json) => JSON.stringify(json)),
  );
  const headerValue = fc.oneof(
    fc.string({
      unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
      maxLength: 40,
    }),
    fc.constantFrom('wait', 'handling=lenient', '"v1"', '*', 'application/json', 'text/plain'),
  );
  const headers = fc.dictionary(
    fc.constantFrom('prefer', 'idempotency-key', 'if-match', 'if-none-match', 'content-type', 'x-anything'),
    headerValue,
    { maxKeys: 4 },
  );
  const queryOf = fc.dictionary(
    fc.constantFrom('model', 'limit', 'after', 'cursor', 'order', 'day', 'status', 'x'),
    fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('leads', 'leads@v1', '5', 'score', '2026-02-01')),
    { maxKeys: 3 },
  );
  const key = fc.constantFrom(
    () => admin,
    () => admin,
    () => admin,
    () => page,
    () => 'sl_x',
    undefined,
  );
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD');
  await fc.assert(
    fc.asyncProperty(
      method,
      path,
      queryOf,
      body,
      headers,
      key,
      async (verb, makePath, query, text, extra, makeKeyOf) => {
        const [pathname] = makePath().split('?');
        const search = new URLSearchParams(query).toString();
        const answer = await call(verb, `${pathname}${search && `?${search}`}`, {
          ...(text === undefined ? {} : { body: text }),
          headers: { ...extra, ...(makeKeyOf === undefined ? {} : as(makeKeyOf())) },
        });
        expect(Number(answer.status)).toBeLessThan(500);
        const operation = patterns.find(
          ({ method: verbOf, pattern }) => verbOf === verb && pattern.test(pathname!),
        );
        const allowed =
          operation === undefined
            ? ['400', '401', '404', '405', '200', '428', '403', '422']
            : [...operation.statuses, '404', '405'];
        expect(allowed).toContain(String(answer.status));
        if (Number(answer.status) >= 400)
          expect(answer.headers['content-type']).toBe('application/problem+json');
      },
    ),
    { numRuns: 3000 },
  );
});
