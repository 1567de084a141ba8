import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { until } from '../support/until.ts';

/** Values that nothing else says. */
const MARK = 'Zyx-geheim-4711';
const LEAD = {
  first_contact: '2026-06-24',
  source: MARK,
  industry: 'software',
  country: 'DE',
  employees: 480_815,
  visits: 9,
  pages_viewed: 14,
  email_opened: true,
  demo_requested: false,
};

let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack();
});
afterAll(() => stack?.stop());

const post = (path: string, body: string, headers = {}) =>
  fetch(`${stack.apiUrl}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

const event = (outcome: string) =>
  JSON.stringify({ reference: MARK, outcome, occurred_at: '2026-06-25T09:00:00Z' });

const failing = createServer((_request, response) => response.writeHead(500).end());
beforeAll(() => new Promise<void>((done) => failing.listen(0, '127.0.0.1', done)));
afterAll(() => {
  failing.closeAllConnections();
  failing.close();
});

test('nothing of a lead comes into the logs of a whole run, however it ends', async () => {
  const hook = `?webhook=http://127.0.0.1:${(failing.address() as AddressInfo).port}/${MARK}`;
  const good = JSON.stringify(LEAD);
  // Before the worker has loaded the model: its failures are logged.
  await fetch(`${stack.apiUrl}/schema`);
  Object.assign(process.env, stack.environment);
  await new S3Client({ forcePathStyle: true }).send(
    new DeleteObjectCommand({ Bucket: stack.resources.Bucket, Key: 'models/leads/v1/model.json' }),
  );
  expect((await post(`/predict${hook}`, good)).status).toBe(202);
  await until(
    'a failure in the log',
    async () => stack.output().includes('could not be scored') || undefined,
  );
  for (const [path, body, headers, status] of [
    [`/predict${hook}`, good, { prefer: 'wait' }, 200],
    ['/predict_batch', `[${good},${good}]`, { prefer: 'wait' }, 200],
    ['/predict_lead_conversion', `{"input_data":${good}}`, {}, 200],
    ['/predict', `{"lead":${good},"reference":"${MARK}"}`, { prefer: 'wait' }, 200],
    ['/outcomes', event('converted'), {}, 200],
    ['/outcomes', event(MARK), {}, 422],
    ['/predict', good.replace('"DE"', `{"x":"${MARK}"}`), {}, 422],
    ['/predict', good.slice(0, -20), {}, 400],
    ['/predict', good, { 'content-type': `text/${MARK}` }, 415],
    [`/predict?model=${MARK}`, good, {}, 404],
    ['/predict_batch', `[{"${MARK}":1}]`, {}, 422],
    [`/v0/predict`, good, {}, 200],
    [`/v0/predict_batch?unknown=ignore`, `[{"${MARK}":1}]`, {}, 200],
    ['/v0/predict_batch', `{"${MARK}":{"${MARK}":1}}`, {}, 422],
    ['/predict_lead_conversion', `{"input_data":NaN,"${MARK}"}`, {}, 400],
    ['/predict_lead_conversion', JSON.stringify(`${MARK}{`), {}, 400],
    ['/v0/train', `{"${MARK}":1}`, {}, 422],
    ['/predict', good, { 'idempotency-key': `${MARK} ` }, 202],
  ] as const) {
    expect([path, (await post(path, body, headers)).status]).toEqual([path, status]);
  }
  // By the caller's own id, and what it knows about the lead, in bodies, paths and queries, right and wrong.
  const named = { lead: LEAD, reference: MARK, metadata: { owner: MARK } };
  for (const [path, body, status] of [
    [`/predict${hook}`, named, 202],
    ['/predict_batch', [named, named], 202],
    ['/predict', { ...named, [MARK]: 1 }, 422],
    ['/predict', { ...named, reference: MARK.repeat(20) }, 422],
    ['/predict', { ...named, metadata: { [MARK]: { x: MARK } } }, 422],
  ] as const) {
    expect([path, (await post(path, JSON.stringify(body), { prefer: 'wait' })).status]).toEqual([
      path,
      status === 202 ? 200 : status,
    ]);
  }
  const once = (reference: unknown) =>
    post('/predict', JSON.stringify({ ...named, reference }), { 'idempotency-key': 'once' });
  expect([(await once(MARK)).status, (await once(`${MARK}!`)).status]).toEqual([202, 422]);
  for (const [method, path, status] of [
    ['GET', `/leads/${MARK}`, 200],
    ['GET', `/leads/${MARK}?from=${MARK}`, 404],
    ['GET', `/leads/${MARK}?model=${MARK}`, 400],
    ['GET', `/leads/${MARK}!`, 404],
    ['GET', `/leads/${MARK}/export`, 200],
    ['GET', `/predictions?reference=${MARK}`, 200],
    ['GET', `/predictions.csv?reference=${MARK}&limit=1`, 200],
    ['GET', `/predictions?reference=${MARK}%00`, 400],
    ['PUT', `/leads/${MARK}`, 405],
    ['DELETE', `/leads/${MARK}`, 200],
    ['DELETE', `/leads/${MARK}%00`, 404],
  ] as const) {
    const answer = await fetch(`${stack.apiUrl}${path}`, { method });
    expect([method, path, answer.status]).toEqual([method, path, status]);
    if (status >= 400) expect(await answer.text()).not.toContain(MARK);
  }
  const log = stack.output();
  expect(log).toContain('message_id');
  expect(log).not.toContain(MARK);
  expect(log).not.toContain('480815');
});
