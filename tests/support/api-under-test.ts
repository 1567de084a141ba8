import { createKey } from '../../lib/auth/api-key.ts';
import { createAuthenticator, REQUESTS_PER_LEAD } from '../../lib/auth/authenticate.ts';
import type { Scope } from '../../lib/auth/scope.ts';
import { TransientError } from '../../lib/errors.ts';

import { type ApiDeps, createApi } from '../../lib/http/create-api.ts';
import { leadPath } from '../../lib/http/lead-path.ts';
import { describeRoute } from '../../lib/http/openapi/describe-route.ts';
import { API_ROUTES } from '../../lib/http/routes.ts';
import { publishModel } from '../../lib/registry/publish-model.ts';
import { fail } from '../../lib/trainings/steps/fail.ts';
import { type Call, createCaller } from './call-api.ts';
import { artifactBytes, EXAMPLE_LEAD, exampleArtifact } from './example-model.ts';
import { createMemoryWorld } from './memory-world.ts';
import { runJobs } from './run-jobs.ts';

/** A lead by its caller's own id of it, which takes encoding in a path. */
export const NAMED = 'Jana/50% “ü”';

/** Operation, status, and whether that is what the operation answers when all is well: what the document promises. */
const JOB_FILE = 'source,visits\nweb,1\nweb,many\n';

export const documented = API_ROUTES.flatMap((route) => {
  const { method, path } = route;
  const { answers, problems } = describeRoute(route);
  const usual = Object.keys(answers).findLast((status) => status.startsWith('2'))!;
  const operation = `${method} ${path.replace(/:(\w+)/g, '{$1}')}`;
  const statuses = new Set([...Object.keys(answers), ...problems.map(String)]);
  return [...statuses].map(
    (status) =>
      [operation, status, operation === 'GET /health' ? status === '200' : status === usual] as const,
  );
});

const OUTCOME = { outcome: 'converted', occurred_at: '2026-02-03T09:00:00Z', value: 12 };
const ONCE = { 'idempotency-key': 'once' };

/** The headers of a caller with a key. */
export const as = (key: string, headers: Record<string, string> = {}) => ({
  authorization: `Bearer ${key}`,
  ...headers,
});

/** An API with keys, and predictions in every state. */
export async function createApiUnderTest() {
  const world = createMemoryWorld();
  const { keys } = world;
  const authenticate = createAuthenticator(world);
  const deps: ApiDeps = { ...world, authenticate };
  const connect = (changes: Partial<ApiDeps> = {}) =>
    createCaller(createApi({ ...deps, ...changes }, { info() {}, error() {} }));
  const call = connect();

  /** Every call of it is an outage. */
  const away = <T extends object>(): T =>
    new Proxy({}, { get: () => () => Promise.reject(new TransientError('away')) }) as T;
  const outage = connect({
    store: away(),
    references: away(),
    registry: away(),
    jobs: away(),
    files: away(),
    trainings: away(),
    workflow: away(),
    queue: away(),
    deliveries: away(),
    secrets: away(),
    outcomes: away(),
    serve: () => Promise.reject(new TransientError('away')),
  });

  /** Everything fails in a way that nobody has thought of. */
  const defect = <T extends object>(): T =>
    new Proxy({}, { get: () => () => Promise.reject(new Error('a defect')) }) as T;
  const broken = connect({
    authenticate: () => Promise.reject(new Error('a defect')),
    serve: () => Promise.reject(new Error('a defect')),
    store: defect(),
    registry: defect(),
    outcomes: defect(),
  });

  /** No key can be looked up. */
  const withoutKeys = connect({ authenticate: () => Promise.reject(new TransientError('away')) });

  async function makeKey(scope: Scope, ratePerMinute?: number): Promise<string> {
    const facts = { name: 'n', scope, createdAt: world.clock.now(), createdBy: 'test' };
    const { key, stored } = createKey({
      ...facts,
      ...(ratePerMinute === undefined ? {} : { ratePerMinute }),
    });
    await keys.add(stored);
    return key;
  }
  await world.publish();
  await world.publish({ intercept: -2 });
  // A report that is larger than Lambda answers.
  const report = { name: 'report.html', bytes: new Uint8Array(6_000_000).fill(32) } as const;
  await publishModel(world, { artifact: artifactBytes(exampleArtifact()), files: [report], by: 'test' });
  const [admin, page, spent] = [await makeKey('admin'), await makeKey('form'), await makeKey('admin', 1)];
  const send = (body: unknown, headers: Record<string, string> = {}): Call => ({
    body: JSON.stringify(body),
    headers: as(admin, headers),
  });
  const submit = async (headers: Record<string, string> = {}) =>
    (await call('POST', '/predict', send(EXAMPLE_LEAD, headers))).body.prediction_id as string;
  const submitBatch = async () =>
    (await call('POST', '/predict_batch', send([EXAMPLE_LEAD, EXAMPLE_LEAD]))).body.batch_id as string;
  const expired = { prediction: await submit(), batch: await submitBatch() };
  const sendJob = (headers: Record<string, string> = {}) =>
    send({ file_name: 'leads.csv', size: JOB_FILE.length }, headers);
  const submitJob = async (headers: Record<string, string> = {}) =>
    (await call('POST', '/jobs', sendJob(headers))).body.job_id as string;
  const expiredJob = await submitJob();
  world.passTime(31 * 86_400_000);
  /** Two predictions of the lead that requests about leads are about: those that erase it may have come before. */
  const nameLead = async () => {
    for (const visits of [3, 9]) {
      world.passTime(1000);
      const envelope = { lead: { ...EXAMPLE_LEAD, visits }, reference: NAMED };
      await call('POST', '/predict', send(envelope, { prefer: 'wait' }));
    }
  };
  await nameLead();
  const scoredLead = () => ({ reference: 'x', scored_at: world.clock.now().toISOString(), probability: 0.5 });
  const [queued, done, erased, batch] = [
    await submit(),
    await submit({ prefer: 'wait' }),
    await submit(),
    await submitBatch(),
  ];
  await call('DELETE', `/predict/${erased}`, { headers: as(admin) });
  const batches = { open: await submitBatch(), canceled: await submitBatch(), erased: await submitBatch() };
  await call('POST', `/predict_batch/${batches.canceled}/cancel`, { headers: as(admin) });
  await call('DELETE', `/predict_batch/${batches.erased}`, { headers: as(admin) });
  const scored = send([EXAMPLE_LEAD], { prefer: 'wait', 'idempotency-key': 'scored-batch' });
  const doneBatch = (await call('POST', '/predict_batch', scored)).body.batch_id as string;
  const gone = send([EXAMPLE_LEAD], { 'idempotency-key': 'erased-batch' });
  await call('POST', '/predict_batch', gone).then(({ body }) =>
    call('DELETE', `/predict_batch/${body.batch_id}`, { headers: as(admin) }),
  );
  await call('POST', '/predict', { ...send(EXAMPLE_LEAD, { 'idempotency-key': 'erased' }) }).then(
    ({ body }) => call('DELETE', `/predict/${body.prediction_id}`, { headers: as(admin) }),
  );
  await call('POST', '/predict', { ...send(EXAMPLE_LEAD), headers: as(spent) });
  for (let i = 0; i < REQUESTS_PER_LEAD; i++) await call('GET', '/models', { headers: as(spent) });
  const hook = `webhook=${encodeURIComponent('https://example.com/')}`;
  const submitTold = async (headers = {}) =>
    (await call('POST', `/predict?${hook}`, send(EXAMPLE_LEAD, headers))).body.prediction_id as string;
  /** With a webhook: one that has ended, and one that has not. */
  const told = { done: await submitTold({ prefer: 'wait' }), open: await submitTold() };
  /** A job whose file is there, so that it can be started. */
  const uploadJob = async (headers: Record<string, string> = {}) => {
    const id = await submitJob(headers);
    await world.files.write(`jobs/${id}/upload`, Buffer.from(JOB_FILE), 'text/csv');
    return id;
  };
  const [uploaded, waiting, finished] = [await uploadJob(), await submitJob(), await uploadJob(ONCE)];
  await call('POST', `/jobs/${finished}/start`, send({}));
  await runJobs(world, { chunkBytes: 1000 });
  const jobs = { uploaded, waiting, done: finished, expired: expiredJob };
  await world.files.write('datasets/leads/a.csv', Buffer.from('visits,converted\n'), 'text/csv');
  const train = { target: 'converted', trainers: ['logistic'] };
  const submitTraining = async (headers: Record<string, string> = {}) =>
    (await call('POST', '/train', send(train, headers))).body.training_id as string;
  const trainings = { open: await submitTraining(), done: await submitTraining(ONCE) };
  await fail(world, trainings.done, { Error: 'InputError', Cause: 'why' });
  // What trains at /v0 does not say what to learn; the answer to a key that was used is that of its training.
  const policy = Buffer.from('{"target": "converted"}');
  await world.files.write('policies/leads.json', policy, 'application/json');
  for (const [key, change] of Object.entries({
    trained: {
      status: 'succeeded',
      winner: 'logistic',
      newVersion: 'v4',
      decision: { outcome: 'promoted', reason: 'why', champion: 'v1' },
    },
    canceled: { status: 'canceled' },
    failed: { status: 'failed', failure: { code: 'States.Timeout', message: 'why' } },
  } as const)) {
    const { body } = await call('POST', '/v0/train', send({}, { 'idempotency-key': key }));
    await world.trainings.change(body.training_id, { ...change, completedAt: world.clock.now() });
  }
  /** A request that each operation answers with its first status, to be varied. */
  const good: Record<string, () => [path: string, call?: Call]> = {
    'GET /': () => ['/'],
    'GET /health': () => ['/health'],
    'GET /schema': () => ['/schema'],
    'GET /key': () => ['/key', { headers: as(admin) }],
    'GET /openapi.json': () => ['/openapi.json'],
    'GET /docs': () => ['/docs'],
    'GET /problems/{type}': () => ['/problems/invalid-lead'],
    'POST /predict': () => ['/predict', send(EXAMPLE_LEAD)],
    'GET /predict/{id}': () => [`/predict/${queued}`],
    'POST /predict/{id}/cancel': () => [`/predict/${queued}/cancel`],
    'DELETE /predict/{id}': () => [`/predict/${erased}`],
    'POST /predict_batch': () => ['/predict_batch', send([EXAMPLE_LEAD])],
    'GET /predict_batch': () => ['/predict_batch'],
    'DELETE /predict_batch/{id}': () => [`/predict_batch/${batches.erased}`],
    'POST /predict_batch/{id}/cancel': () => [`/predict_batch/${batches.canceled}/cancel`],
    'GET /predict_batch/{id}': () => [`/predict_batch/${batch}`],
    'POST /predict_lead_conversion': () => ['/predict_lead_conversion', send({ input_data: EXAMPLE_LEAD })],
    'POST /v0/predict': () => ['/v0/predict', send(EXAMPLE_LEAD)],
    'POST /v0/predict_batch': () => ['/v0/predict_batch', send([EXAMPLE_LEAD])],
    'POST /v0/train': () => ['/v0/train', send({})],
    'POST /jobs': () => ['/jobs', send({ file_name: 'leads.csv', size: 9 })],
    'GET /jobs': () => ['/jobs'],
    'GET /jobs/{id}': () => [`/jobs/${jobs.done}`],
    'POST /jobs/{id}/start': () => [`/jobs/${jobs.uploaded}/start`, send({})],
    'POST /jobs/{id}/cancel': () => [`/jobs/${jobs.uploaded}/cancel`],
    'POST /train': () => ['/train', send(train)],
    'GET /train': () => ['/train'],
    'GET /train/{id}': () => [`/train/${trainings.done}`],
    'POST /train/{id}/cancel': () => [`/train/${trainings.open}/cancel`],
    'GET /leads/{reference}': () => [leadPath(NAMED)],
    'GET /leads/{reference}/export': () => [`${leadPath(NAMED)}/export`],
    'DELETE /leads/{reference}': () => ['/leads/gone'],
    'GET /predictions': () => ['/predictions'],
    'GET /predictions.csv': () => ['/predictions.csv'],
    'POST /outcomes': () => ['/outcomes', send({ reference: NAMED, ...OUTCOME })],
    'POST /scored_leads': () => ['/scored_leads', send({ leads: [scoredLead()] })],
    'GET /models/{name}/performance': () => ['/models/leads/performance'],
    'GET /webhooks/deliveries': () => ['/webhooks/deliveries'],
    'POST /webhooks/deliveries/{id}/resend': () => [`/webhooks/deliveries/${told.done}/resend`],
    'POST /webhooks/test': () => ['/webhooks/test', send({ url: 'https://example.com/?a=b' })],
    'GET /models': () => ['/models'],
    'GET /models/{name}': () => ['/models/leads'],
    'GET /models/{name}/versions/{version}': () => ['/models/leads/versions/v1'],
    'GET /models/{name}/versions/{version}/files/{file}': () => [
      '/models/leads/versions/v1/files/model.json',
    ],
    'GET /models/{name}/aliases/{alias}': () => ['/models/leads/aliases/champion'],
    'PUT /models/{name}/aliases/{alias}': () => [
      '/models/leads/aliases/blue',
      send({ version: 'v1' }, { 'if-none-match': '*' }),
    ],
  };

  /** Requests that were done to the end before, with their Idempotency-Key. */
  const again: Record<string, () => [path: string, call: Call]> = {
    'POST /jobs': () => ['/jobs', sendJob(ONCE)],
    'POST /train': () => ['/train', send(train, ONCE)],
  };

  return {
    jobs,
    uploadJob,
    nameLead,
    submitTold,
    trainings,
    again,
    told,
    call,
    outage,
    broken,
    withoutKeys,
    makeKey,
    admin,
    page,
    spent,
    queued,
    done,
    erased,
    batch,
    doneBatch,
    expired,
    send,
    good,
  };
}

export type ApiUnderTest = Awaited<ReturnType<typeof createApiUnderTest>>;
