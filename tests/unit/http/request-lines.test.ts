import fc from 'fast-check';
import { createKey } from '../../../lib/auth/api-key.ts';
import { createAuthenticator } from '../../../lib/auth/authenticate.ts';
import type { Scope } from '../../../lib/auth/scope.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { API_ROUTES } from '../../../lib/http/routes.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryKeyStore, createMemoryRateCounter } from '../../support/memory/memory-key-store.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

type Line = Readonly<Record<string, unknown>>;

let world: MemoryWorld;
let call: ReturnType<typeof createCaller>;
let lines: Line[];
let ids: Record<Scope, string>;
let headersOf: Record<Scope, Record<string, string>>;
let revoke: (scope: Scope) => Promise<void>;
beforeAll(async () => {
  world = createMemoryWorld();
  await world.publish();
  await world.publish({ intercept: -2 });
  const keys = createMemoryKeyStore();
  const authenticate = createAuthenticator({ keys, rates: createMemoryRateCounter(), clock: world.clock });
  const log = {
    info: (message: string, facts: object) => lines.push({ message, ...facts }),
    error: (message: string, { error }: { error: Error }) => lines.push({ message, error: String(error) }),
  };
  call = createCaller(createApi({ ...world, authenticate }, log));
  ids = {} as typeof ids;
  headersOf = {} as typeof headersOf;
  for (const scope of ['form', 'predict', 'operate', 'admin'] as const) {
    const facts = { name: scope, scope, createdAt: world.clock.now(), createdBy: 'test' };
    const { key, stored } = createKey(facts);
    await keys.add(stored);
    ids[scope] = stored.id;
    headersOf[scope] = { authorization: `Bearer ${key}` };
  }
  revoke = (scope) => keys.revoke(ids[scope], world.clock.now(), 'test');
});
beforeEach(() => {
  lines = [];
});
const requests = () => lines.filter(({ message }) => message === 'request');
const audits = () => lines.filter(({ message }) => message === 'audit');
const post = (path: string, body: unknown, scope: Scope = 'admin', headers = {}) =>
  call('POST', path, { body: JSON.stringify(body), headers: { ...headersOf[scope], ...headers } });

test('one line: route, method, status, time, key, request', async () => {
  const { body } = await post('/predict', EXAMPLE_LEAD, 'form');
  await call('GET', `/predict/${body.prediction_id}`, { headers: headersOf.form });
  expect(lines).toEqual([
    {
      message: 'request',
      route: '/predict',
      method: 'POST',
      status: 202,
      ms: expect.any(Number),
      key: ids.form,
      request_id: 'request-1',
      leads: 1,
    },
    {
      message: 'request',
      route: '/predict/{id}',
      method: 'GET',
      status: 200,
      ms: expect.any(Number),
      key: ids.form,
      request_id: 'request-1',
    },
  ]);
});

test('of a batch, how many leads', async () => {
  await post('/predict_batch', [EXAMPLE_LEAD, EXAMPLE_LEAD, {}]);
  expect(requests()).toMatchObject([{ status: 422, leads: 3, problem: 'invalid-batch' }]);
});

test.each([
  ['no key', '/models', {}, 401, 'unauthorized', '/models'],
  [
    'an unknown key',
    '/models',
    { authorization: `Bearer sl_00000000_${'A'.repeat(43)}` },
    401,
    'unauthorized',
    '/models',
  ],
  ['an open route', '/health', {}, 200, undefined, '/health'],
  ['no such path', '/secret/jane@example.com', {}, 404, 'not-found', 'unmatched'],
  ['a path that is no text', '/predict/%', {}, 404, 'not-found', 'unmatched'],
])('%s', async (_name, path, headers, status, problem, route) => {
  await call('GET', path, { headers });
  expect(requests()).toMatchObject([{ route, status, key: 'anonymous', ...(problem && { problem }) }]);
});

test('a key that may not: its id', async () => {
  await call('GET', '/predictions', { headers: headersOf.form });
  expect(requests()).toMatchObject([{ status: 403, key: ids.form, problem: 'forbidden' }]);
});

test('another’s id with a wrong secret is nobody’s', async () => {
  const authorization = `Bearer sl_${ids.admin}_${'A'.repeat(43)}`;
  await call('GET', '/models', { headers: { authorization } });
  expect(requests()).toMatchObject([{ status: 401, key: 'anonymous' }]);
});

test('a method that the path does not have, and one that is none', async () => {
  await call('PUT', '/predict/jane@example.com');
  await call('jane@example.com', '/predict');
  expect(requests()).toMatchObject([
    { route: '/predict/{id}', method: 'PUT', status: 405 },
    { route: '/predict', method: 'other', status: 405 },
  ]);
});

test('who moved, erased, canceled, trained what', async () => {
  const admin = { headers: headersOf.admin };
  const { body: lead } = await post('/predict', EXAMPLE_LEAD, 'predict');
  await call('POST', `/predict/${lead.prediction_id}/cancel`, { headers: headersOf.predict });
  await call('DELETE', `/predict/${lead.prediction_id}`, admin);
  const { body: batch } = await post('/predict_batch', [EXAMPLE_LEAD], 'predict');
  await call('POST', `/predict_batch/${batch.batch_id}/cancel`, { headers: headersOf.predict });
  await call('DELETE', `/predict_batch/${batch.batch_id}`, admin);
  await call('PUT', '/models/leads/aliases/champion', {
    body: '{"version":"v2","why":"jane@example.com asked"}',
    headers: { ...headersOf.admin, 'if-match': '"v1"' },
  });
  const file = Buffer.from('source\nweb\n');
  const { body: job } = await post('/jobs', { size: file.length }, 'operate');
  await world.files.write(`jobs/${job.job_id}/upload`, file, 'text/csv');
  await post(`/jobs/${job.job_id}/start`, {}, 'operate');
  await call('POST', `/jobs/${job.job_id}/cancel`, { headers: headersOf.operate });
  await world.files.write('datasets/leads/a.csv', Buffer.from('visits,converted\n'), 'text/csv');
  const { body: run } = await post('/train', { target: 'converted', trainers: ['logistic'] });
  await call('POST', `/train/${run.training_id}/cancel`, admin);
  const by = (scope: Scope, action: string, facts: object) => ({
    message: 'audit',
    action,
    key: ids[scope],
    ...facts,
    request_id: 'request-1',
  });
  expect(audits()).toEqual([
    by('predict', 'prediction canceled', { prediction_id: lead.prediction_id }),
    by('admin', 'prediction erased', { prediction_id: lead.prediction_id }),
    by('predict', 'batch canceled', { batch_id: batch.batch_id }),
    by('admin', 'batch erased', { batch_id: batch.batch_id }),
    by('admin', 'alias moved', { model: 'leads', alias: 'champion', from: 'v1', to: 'v2' }),
    by('operate', 'job submitted', { job_id: job.job_id }),
    by('operate', 'job started', { job_id: job.job_id }),
    by('operate', 'job canceled', { job_id: job.job_id }),
    by('admin', 'training started', { training_id: run.training_id, model: 'leads' }),
    by('admin', 'training canceled', { training_id: run.training_id, model: 'leads' }),
  ]);
  expect(JSON.stringify(requests())).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
});

test('what failed is not said to be done', async () => {
  await call('DELETE', '/predict/00000000-0000-4000-8000-000000000000', { headers: headersOf.admin });
  await call('PUT', '/models/leads/aliases/champion', {
    body: '{"version":"v1"}',
    headers: { ...headersOf.admin, 'if-match': '"v7"' },
  });
  await post('/train', { dataset: 'none.csv', target: 'converted' });
  expect(requests().map(({ status }) => status)).toEqual([404, 412, 422]);
  expect(audits()).toEqual([]);
});

test('nothing of a request comes into the log: no value, name, address, header or path', async () => {
  // Letters that nothing else in a line has.
  const mark = fc
    .string({ unit: fc.constantFrom('ж', 'ш', 'щ', 'ы', '"', '\\', ' '), minLength: 3, maxLength: 12 })
    .filter((text) => /[жшщы]{2}/.test(text));
  const values = fc.oneof(
    mark,
    fc.record({ x: mark }),
    fc.constantFrom(40_917_823, true, null),
    fc.array(mark),
  );
  const lead = fc.record({
    source: values,
    visits: values,
    opened: values,
    first_contact: values,
    extra: fc.dictionary(mark, values, { maxKeys: 3 }),
  });
  const flat = lead.map(({ extra, ...fields }) => ({ ...fields, ...extra }));
  const text = mark.map(encodeURIComponent);
  const templates = API_ROUTES.map(({ method, path }) => [method, path] as const);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...templates, ['POST', '/predict'] as const, ['POST', '/predict_batch'] as const),
      fc.array(flat, { minLength: 1, maxLength: 3 }),
      text,
      fc.constantFrom<Scope>('form', 'predict', 'operate', 'admin'),
      fc.constantFrom({}, { prefer: 'wait' }, { prefer: 'handling=lenient' }),
      async ([method, path], leads, word, scope, prefer) => {
        lines = [];
        const single = path === '/predict';
        const body = path.includes('conversion') ? { input_data: leads } : single ? leads[0] : leads;
        await call(method, `${path.replace(/:\w+/g, word)}?model=${word}&after=${word}&x=${word}`, {
          ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
          headers: { ...headersOf[scope], ...prefer, 'idempotency-key': word, 'user-agent': word },
        });
        await call(method, path.replace(/:\w+/g, word), {
          ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
          headers: { ...headersOf[scope], ...prefer },
        });
        const written = JSON.stringify(lines);
        expect(requests()).toHaveLength(2);
        expect(written).not.toMatch(/[жшщы]|%D1|%D0|40917823/i);
      },
    ),
    { numRuns: 500 },
  );
});

test('a revoked key that is still used: its id', async () => {
  await revoke('operate');
  world.passTime(30_000);
  await call('GET', '/models', { headers: headersOf.operate });
  expect(requests()).toMatchObject([{ status: 401, key: ids.operate, problem: 'unauthorized' }]);
});
