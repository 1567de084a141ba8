import { Ajv2020 } from 'ajv/dist/2020.js';
import { createApi } from '../../../lib/http/create-api.ts';
import { eventBody } from '../../../lib/http/event-body.ts';
import { leadPath } from '../../../lib/http/lead-path.ts';
import { API_ROUTES } from '../../../lib/http/routes.ts';
import type { Prediction } from '../../../lib/prediction/prediction.ts';
import {
  type ApiUnderTest,
  as,
  createApiUnderTest,
  documented,
  NAMED,
} from '../../support/api-under-test.ts';
import { type Call, createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

let api: ApiUnderTest;
// biome-ignore lint/suspicious/noExplicitAny: the document is what is under test
let document: any;
let ajv: Ajv2020;
beforeAll(async () => {
  api = await createApiUnderTest();
  document = (await api.call('GET', '/openapi.json')).body;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  ajv.addSchema({ $id: 'api', components: document.components });
});

const HOOK = `webhook=${encodeURIComponent('https://example.com/')}`;
const NOWHERE = '00000000-0000-4000-8000-000000000000';

/** How a status is provoked that is not the usual one of `api.good`, and not of all operations alike. */
const special: Record<string, () => [path: string, call?: Call]> = {
  'POST /predict 403': () => [`/predict?${HOOK}`, { ...api.send(EXAMPLE_LEAD), headers: as(api.page) }],
  'POST /predict_batch 403': () => [
    `/predict_batch?${HOOK}`,
    { ...api.send([EXAMPLE_LEAD]), headers: as(api.page) },
  ],
  'GET /models/{name}/versions/{version}/files/{file} 403': () => [
    '/models/leads/versions/v3/files/report.html',
    { headers: as(api.page) },
  ],
  'GET /models 400': () => ['/models?cursor=../x'],
  'GET /models/{name} 400': () => ['/models/leads?cursor=x'],
  'GET /models/{name}/aliases/{alias} 400': () => ['/models/leads/aliases/champion?cursor=x'],
  'GET /schema 404': () => ['/schema?model=none'],
  'POST /predict 200': () => ['/predict', api.send(EXAMPLE_LEAD, { prefer: 'wait' })],
  'POST /predict 404': () => ['/predict?model=leads@v99', api.send(EXAMPLE_LEAD)],
  'POST /predict 410': () => ['/predict', api.send(EXAMPLE_LEAD, { 'idempotency-key': 'erased' })],
  'POST /predict 422': () => ['/predict', api.send({ visits: 'x' })],
  'GET /predict/{id} 404': () => [`/predict/${NOWHERE}`],
  'GET /predict/{id} 410': () => [`/predict/${api.expired.prediction}`],
  'POST /predict/{id}/cancel 404': () => [`/predict/${NOWHERE}/cancel`],
  'POST /predict/{id}/cancel 409': () => [`/predict/${api.done}/cancel`],
  'POST /predict/{id}/cancel 410': () => [`/predict/${api.erased}/cancel`],
  'DELETE /predict/{id} 404': () => [`/predict/${NOWHERE}`],
  'POST /predict_batch 200': () => [
    '/predict_batch',
    api.send([EXAMPLE_LEAD, {}], { prefer: 'wait, handling=lenient' }),
  ],
  'POST /predict_batch 404': () => ['/predict_batch?model=none', api.send([EXAMPLE_LEAD])],
  'POST /predict_batch 422': () => ['/predict_batch', api.send([EXAMPLE_LEAD, { visits: 'x' }])],
  'GET /predict_batch/{id} 400': () => [`/predict_batch/${api.batch}?limit=x`],
  'GET /predict_batch/{id} 404': () => [`/predict_batch/${NOWHERE}`],
  'GET /predict_batch/{id} 410': () => [`/predict_batch/${api.expired.batch}`],
  'POST /predict_lead_conversion 404': () => [
    '/predict_lead_conversion',
    api.send({ model_name: '../x', input_data: {} }),
  ],
  'POST /predict_lead_conversion 422': () => ['/predict_lead_conversion', api.send({ input_data: [{}] })],
  'POST /jobs 404': () => ['/jobs?model=none', api.send({ size: 9 })],
  'POST /jobs 422': () => ['/jobs', api.send({ source: 's3://other/leads.csv' })],
  'GET /jobs/{id} 404': () => [`/jobs/${NOWHERE}`],
  'GET /jobs/{id} 410': () => [`/jobs/${api.jobs.expired}`],
  'POST /jobs/{id}/start 404': () => [`/jobs/${NOWHERE}/start`, api.send({})],
  'POST /jobs/{id}/start 409': () => [`/jobs/${api.jobs.waiting}/start`, api.send({})],
  'POST /jobs/{id}/start 410': () => [`/jobs/${api.jobs.expired}/start`, api.send({})],
  'POST /jobs/{id}/start 422': () => [`/jobs/${api.jobs.waiting}/start`, api.send({ parts: 1 })],
  'POST /jobs/{id}/cancel 404': () => [`/jobs/${NOWHERE}/cancel`],
  'POST /jobs/{id}/cancel 409': () => [`/jobs/${api.jobs.done}/cancel`],
  'POST /jobs/{id}/cancel 410': () => [`/jobs/${api.jobs.expired}/cancel`],
  'POST /train 422': () => ['/train', api.send({ dataset: 'models/leads/v1/model.json' })],
  'GET /train 400': () => ['/train?limit=0'],
  'GET /train/{id} 404': () => [`/train/${NOWHERE}`],
  'POST /train/{id}/cancel 404': () => [`/train/${NOWHERE}/cancel`],
  'POST /train/{id}/cancel 409': () => [`/train/${api.trainings.done}/cancel`],
  'GET /leads/{reference} 400': () => [`${leadPath(NAMED)}?model=A`],
  'GET /leads/{reference} 404': () => ['/leads/nobody'],
  'GET /leads/{reference}/export 400': () => [`${leadPath(NAMED)}/export?cursor=x`],
  'GET /leads/{reference}/export 404': () => ['/leads/nobody/export'],
  'DELETE /leads/{reference} 404': () => ['/leads/%01'],
  'GET /predictions 400': () => ['/predictions?after=x'],
  'GET /predictions.csv 400': () => ['/predictions.csv?limit=0'],
  'GET /models/{name} 404': () => ['/models/none'],
  'GET /models/{name}/versions/{version} 404': () => ['/models/leads/versions/v99'],
  'GET /models/{name}/versions/{version}/files/{file} 404': () => [
    '/models/leads/versions/v1/files/report.html',
  ],
  'GET /models/{name}/versions/{version}/files/{file} 413': () => [
    '/models/leads/versions/v3/files/report.html',
  ],
  'GET /models/{name}/aliases/{alias} 404': () => ['/models/leads/aliases/green'],
  'PUT /models/{name}/aliases/{alias} 404': () => [
    '/models/leads/aliases/green',
    api.send({ version: 'v99' }, { 'if-none-match': '*' }),
  ],
  'PUT /models/{name}/aliases/{alias} 412': () => [
    '/models/leads/aliases/champion',
    api.send({ version: 'v2' }, { 'if-match': '"v7"' }),
  ],
  'PUT /models/{name}/aliases/{alias} 422': () => [
    '/models/leads/aliases/blue',
    api.send({}, { 'if-match': '"v1"' }),
  ],
  'PUT /models/{name}/aliases/{alias} 428': () => ['/models/leads/aliases/blue', api.send({ version: 'v1' })],
};

async function provoke(operation: string, status: string, isUsual: boolean) {
  const [method] = operation.split(' ') as [string];
  const [path, request = { headers: as(api.admin) } as Call] = (
    special[`${operation} ${status}`] ?? api.good[operation]!
  )();
  const { headers = {}, body } = request;
  if (special[`${operation} ${status}`] !== undefined || isUsual) return api.call(method, path, request);
  switch (status) {
    case '401':
      return api.call(method, path, { ...request, headers: {} });
    case '403':
      return api.call(method, path, { ...request, headers: { ...headers, ...as(api.page) } });
    case '429':
      return api.call(method, path, { ...request, headers: { ...headers, ...as(api.spent) } });
    case '503':
      return (operation === 'GET /key' ? api.withoutKeys : api.outage)(method, path, request);
    case '400':
      return api.call(method, path, { ...request, body: '{"a":' });
    case '413':
      return api.call(method, path, { ...request, body: `"${'x'.repeat(1_000_001)}"` });
    case '415':
      return api.call(method, path, { body: body!, headers: { ...headers, 'content-type': 'text/plain' } });
    default:
      throw new Error(`nothing provokes ${operation} ${status}`);
  }
}

test('the document lists every route, and nothing else', () => {
  const listed = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item as object).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(listed.sort()).toEqual([...new Set(documented.map(([operation]) => operation))].sort());
  expect(listed).toHaveLength(API_ROUTES.length);
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
  const { text, headers } = await api.call('GET', '/docs');
  for (const [operation] of documented) {
    const [method, path] = operation.split(' ');
    expect(text).toContain(`<b>${method}</b> <code>${path}</code>`);
  }
  expect(text).not.toMatch(/(src|href)="?(https?:)?\/\//);
  expect(headers['content-security-policy']).toBe("default-src 'none'; style-src 'unsafe-inline'");
});

test('what webhooks are told is as the document says, and so is an answer that shows them', async () => {
  const world = createMemoryWorld();
  await world.publish();
  const call = createCaller(createApi(world, { info() {}, error() {} }));
  const hook = `webhook=${encodeURIComponent('https://example.com/')}`;
  const lead = JSON.stringify(EXAMPLE_LEAD);
  const { body: done } = await call('POST', `/predict?${hook}`, { body: lead, headers: { prefer: 'wait' } });
  const { body: batch } = await call('POST', `/predict_batch?${hook}`, { body: `[${lead}]` });
  for (const attempt of [{ status: 503 }, { error: 'ENOTFOUND' }])
    await world.store.addWebhookAttempt(done.prediction_id, {
      at: world.clock.now(),
      durationMs: 1,
      ...attempt,
    });
  const check = (schema: string, value: unknown) => {
    const validate = ajv.compile({ $ref: `api#/components/schemas/${schema}` });
    expect([validate(value), validate.errors]).toEqual([true, null]);
  };
  check('Prediction', (await call('GET', `/predict/${done.prediction_id}`)).body);
  check('BatchState', (await call('GET', `/predict_batch/${batch.batch_id}`)).body);
  const prediction = (await world.store.get(done.prediction_id)) as Extract<
    Prediction,
    { status: 'succeeded' }
  >;
  check('PredictionEvent', eventBody({ kind: 'prediction', prediction }));
  const at = world.clock.now();
  check('BatchEvent', eventBody({ kind: 'batch', batch: (await world.store.getBatch(batch.batch_id))!, at }));
  const { body: listed } = await call('GET', '/predictions');
  check('PredictionPage', listed);
});
