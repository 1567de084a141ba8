import { API_ROUTES } from '../../../lib/http/routes.ts';
import { type ApiUnderTest, as, createApiUnderTest, documented } from '../../support/api-under-test.ts';
import type { Call } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { AnswerChecker } from '../../support/openapi/answer-checker.ts';
import { type Document, listOperations } from '../../support/openapi/document.ts';

/** Every status of every operation that the document promises is provoked, and answered as it says. */
let api: ApiUnderTest;
let document: Document;
let checker: AnswerChecker;
beforeAll(async () => {
  api = await createApiUnderTest();
  document = (await api.call('GET', '/openapi.json')).body;
  checker = new AnswerChecker(document);
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
  'POST /outcomes 422': () => ['/outcomes', api.send({ reference: 'x', outcome: 'won' })],
  'POST /scored_leads 404': () => [
    '/scored_leads',
    api.send({
      model: 'none',
      leads: [{ reference: 'x', scored_at: '2026-02-28T00:00:00Z', probability: 1 }],
    }),
  ],
  'POST /scored_leads 422': () => ['/scored_leads', api.send({ leads: [] })],
  'GET /models/{name}/performance 404': () => ['/models/none/performance'],
  'GET /models/{name}/performance 400': () => ['/models/leads/performance?version=x'],
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
  'POST /jobs 200': () => api.again['POST /jobs']!(),
  'POST /train 200': () => api.again['POST /train']!(),
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
  'GET /problems/{type} 404': () => ['/problems/none'],
  'PUT /models/{name}/aliases/{alias} 428': () => ['/models/leads/aliases/blue', api.send({ version: 'v1' })],
  'POST /webhooks/deliveries/{id}/resend 404': () => [`/webhooks/deliveries/${NOWHERE}/resend`],
  'POST /webhooks/deliveries/{id}/resend 409': () => [`/webhooks/deliveries/${api.told.open}/resend`],
  'POST /webhooks/test 422': () => ['/webhooks/test', api.send({ url: 'https://localhost/' })],
  'POST /v0/predict 404': () => ['/v0/predict?model=none', api.send(EXAMPLE_LEAD)],
  'POST /v0/predict 422': () => ['/v0/predict', api.send([EXAMPLE_LEAD, EXAMPLE_LEAD])],
  'POST /v0/predict_batch 404': () => ['/v0/predict_batch?model=none', api.send([EXAMPLE_LEAD])],
  'POST /v0/predict_batch 422': () => ['/v0/predict_batch', api.send([])],
  'POST /v0/train 200': () => ['/v0/train', api.send({}, { 'idempotency-key': 'trained' })],
  'POST /v0/train 409': () => ['/v0/train', api.send({}, { 'idempotency-key': 'canceled' })],
  'POST /v0/train 500': () => ['/v0/train', api.send({}, { 'idempotency-key': 'failed' })],
  'POST /v0/train 422': () => ['/v0/train', api.send({ epochs: 0 })],
  'POST /predict_batch 410': () => [
    '/predict_batch',
    api.send([EXAMPLE_LEAD], { 'idempotency-key': 'erased-batch' }),
  ],
  'DELETE /predict_batch/{id} 404': () => [`/predict_batch/${NOWHERE}`],
  'POST /predict_batch/{id}/cancel 404': () => [`/predict_batch/${NOWHERE}/cancel`],
  'POST /predict_batch/{id}/cancel 409': () => [`/predict_batch/${api.doneBatch}/cancel`],
  'POST /predict_batch/{id}/cancel 410': () => [`/predict_batch/${api.expired.batch}/cancel`],
  'GET /leads/{reference} 404': () => ['/leads/nobody'],
  'GET /leads/{reference}/export 404': () => ['/leads/nobody/export'],
  'DELETE /leads/{reference} 404': () => ['/leads/%01'],
};

type Provoker = (
  method: string,
  path: string,
  request: Call,
  operation: string,
) => ReturnType<ApiUnderTest['call']>;

/** How a status is provoked that every operation has. */
const anywhere: Record<string, Provoker> = {
  '400': (method, path, request) =>
    api.call(method, path, { ...request, headers: { ...request.headers, host: 'no host' } }),
  '405': (_method, path, request) => api.call('PATCH', path, request),
  '406': (method, path, request) =>
    api.call(method, path, { ...request, headers: { ...request.headers, accept: 'image/png' } }),
  '500': (method, path, request) => api.broken(method, path, request),
};

/** They ask for nothing that could fail. */
const UNBREAKABLE = ['GET /', 'GET /health', 'GET /problems/{type}'];

async function provoke(operation: string, status: string, isUsual: boolean) {
  const [method] = operation.split(' ') as [string];
  const [path, request = { headers: as(api.admin) } as Call] = (
    special[`${operation} ${status}`] ?? api.good[operation]!
  )();
  const { headers = {}, body } = request;
  const provoker = anywhere[status];
  if (provoker !== undefined && special[`${operation} ${status}`] === undefined)
    return provoker(method, path, request, operation);
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
    case '304':
      return api.call(method, path, { ...request, headers: { ...headers, 'if-none-match': '*' } });
    case '412':
      return api.call(method, path, { ...request, headers: { ...headers, 'if-match': '"other"' } });
    case '413':
      return api.call(method, path, { ...request, body: `"${'x'.repeat(1_000_001)}"` });
    case '415':
      return api.call(method, path, { body: body!, headers: { ...headers, 'content-type': 'text/plain' } });
    default:
      throw new Error(`nothing provokes ${operation} ${status}`);
  }
}

const provoked = documented.filter(
  ([operation, status]) => !(status === '500' && UNBREAKABLE.includes(operation)),
);

test.each(provoked)('%s %s is as documented', async (operation, status, isUsual) => {
  const answer = await provoke(operation, status, isUsual);
  expect([String(answer.status), answer.text.slice(0, 300)]).toEqual([status, expect.any(String)]);
  const [, described] = listOperations(document).find(([name]) => name === operation)!;
  // The method of 405 is another one's.
  expect(checker.faultsOf(described, answer)).toEqual([]);
  expect(answer.headers['x-request-id']).toBe('request-1');
});

test('a route takes the query parameters and the bodies that the document names, and no others', () => {
  const described = new Map(listOperations(document));
  for (const { method, path, query = [], takes = [] } of API_ROUTES) {
    const { parameters, requestBody } = described.get(`${method} ${path.replace(/:(\w+)/g, '{$1}')}`)!;
    const names = parameters.filter(({ in: place }) => place === 'query').map(({ name }) => name);
    expect([path, names.toSorted(), Object.keys(requestBody?.content ?? {})]).toEqual([
      path,
      query.toSorted(),
      takes,
    ]);
  }
});

test('a parameter that no route has is refused', async () => {
  const answer = await api.call('GET', '/schema?mdoel=leads');
  const [, described] = listOperations(document).find(([name]) => name === 'GET /schema')!;
  expect([answer.status, checker.faultsOf(described, answer)]).toEqual([400, []]);
});
