import { gzipSync } from 'node:zlib';
import { createKey } from '../../lib/auth/api-key.ts';
import { generateSample } from '../../lib/learning/sample/generate-sample.ts';
import { composeRegistry } from '../../lib/runtime/compose-registry.ts';
import { forRegistry } from '../../lib/worlds/aws.ts';
import { later } from '../support/later.ts';
import { packageService } from '../support/packaged-service.ts';
import { appliesTo, isAllowed, listOf, type PolicyStatement } from '../support/policy.ts';
import type { RecordedCall } from '../support/record-calls.ts';
import { startRecordedFunctions } from '../support/recorded-functions.ts';

/**
 * The emulators know no rights. Here the functions do what they are there for, what they ask of AWS is recorded, and then held
 * against the policies of their roles in the packaged template.
 */

/** Nobody answers there. */
const UNREACHABLE = `webhook=${encodeURIComponent('http://127.0.0.1:1/')}`;
const FIRST = generateSample({ rows: 600, seed: 1 }).csv;
const [HEAD, ...MORE] = generateSample({ rows: 600, seed: 2 }).csv.trimEnd().split('\n');
const SECOND = `${FIRST}${MORE.join('\n')}\n`;
const LEAD = {
  source: 'webinar',
  first_contact: '2026-01-31',
  country: 'DE',
  visits: 3,
  pages_viewed: 4,
  demo_requested: true,
};
const POLICY = { target: 'converted', trainers: ['logistic'], folds: 2, schedule: true };

let functions: Awaited<ReturnType<typeof startRecordedFunctions>>;
let headers: Record<string, string>;
let keys = 0;
/** The first version: of a registration that is done twice at once either may win. */
let oldest: string;

beforeAll(async () => {
  jest.spyOn(console, 'log').mockImplementation(() => {});
  functions = await startRecordedFunctions(packageService());
  const { keys: store } = composeRegistry(forRegistry, functions.environment);
  const { key, stored } = createKey({
    name: 'test',
    scope: 'admin',
    createdAt: new Date(),
    createdBy: 'test',
    ratePerMinute: 1000,
  });
  await store.add(stored);
  headers = { authorization: `Bearer ${key}` };
});
afterAll(async () => {
  await functions?.stop();
  jest.restoreAllMocks();
});

/** @param expected the status */
async function ask(expected: number, method: string, path: string, body?: unknown, more = {}) {
  const answer = await functions.api(method, path, {
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: { ...headers, ...(method === 'POST' ? { 'idempotency-key': `key-${keys++}` } : {}), ...more },
  });
  if (answer.status !== expected) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}
const event = (object?: { readonly key: string; readonly etag: string }, time = '2026-11-21T04:00:00Z') => ({
  'detail-type': object === undefined ? 'Scheduled Event' : 'Object Created',
  time,
  detail: object === undefined ? {} : { object: { ...object, sequencer: '1' } },
});
/** Takes the artifact of a version out of the bucket. @returns puts it back */
async function hideArtifact(version: string): Promise<() => Promise<unknown>> {
  const key = `models/leads/${version}/model.json`;
  const { artifacts } = composeRegistry(forRegistry, functions.environment);
  const bytes = await artifacts.get(key);
  await functions.stores.remove(key);
  return () => functions.stores.put(key, bytes);
}
const train = async (expected: number, body: object) => {
  const { training_id: id } = await ask(expected, 'POST', '/train', { model: 'leads', ...body });
  await functions.trained();
  return (await ask(200, 'GET', `/train/${id}`)) as {
    readonly training_id: string;
    readonly status: string;
    readonly decision: { readonly outcome: string } | null;
  };
};
describe('the functions do what they are there for', () => {
  test('trainings: by a file, the clock and a request; of every outcome', async () => {
    const { triggers, trained, world } = functions;
    const { put, remove } = functions.stores;
    await put('policies/leads.json', JSON.stringify(POLICY));
    const first = { key: 'datasets/leads/1.csv', etag: await put('datasets/leads/1.csv', FIRST) };
    expect(await triggers(event(first))).toHaveLength(1);
    await trained();
    // Delivered twice, and asked for by the clock, too.
    expect(await triggers(event(first))).toHaveLength(1);
    expect(await triggers(event())).toEqual([]);
    await put('datasets/leads/2.csv', SECOND);
    expect(await triggers(event(undefined, '2026-11-28T04:00:00Z'))).toHaveLength(1);
    await trained();
    // Neither a policy file nor a champion says what to learn.
    await put('datasets/other/1.csv', FIRST);
    expect(await triggers(event({ key: 'datasets/other/1.csv', etag: 'e' }))).toMatchObject([
      { status: 'failed' },
    ]);

    const same = { dataset: 'datasets/leads/1.csv' };
    expect(await train(202, { ...same, seed: 2, policy: { promotion: 'always' } })).toMatchObject({
      decision: { outcome: 'promoted' },
    });
    expect(await train(202, { ...same, seed: 3 })).toMatchObject({ decision: { outcome: 'challenger' } });
    expect(await train(202, { ...same, seed: 4, policy: { promotion: 'never' } })).toMatchObject({
      decision: { outcome: 'kept' },
    });
    const skipped = await train(202, { dataset: 'latest', policy: { minimum_new_rows: 100_000 } });
    expect(skipped).toMatchObject({ decision: { outcome: 'skipped' } });
    await put('history/wrong.csv', 'a,b\n1,2\n');
    expect(await train(202, { dataset: 'history/wrong.csv' })).toMatchObject({ status: 'failed' });
    await ask(422, 'POST', '/train', { model: 'leads', dataset: 'history/none.csv' });
    await ask(422, 'POST', '/train', { model: 'unheard-of', dataset: 'latest', target: 'converted' });

    // Files that go before they are looked at, and before they are trained on.
    await put('history/going.csv', FIRST);
    world.beforeTraining = () => remove('history/going.csv');
    expect(await train(202, { dataset: 'history/going.csv' })).toMatchObject({ status: 'failed' });
    world.beforeTraining = async () => {};
    await put('history/gone.csv', FIRST);
    world.stepFunctionsAreThere = false;
    const { training_id: canceled } = await ask(503, 'POST', '/train', { model: 'leads', ...same });
    await ask(200, 'POST', `/train/${canceled}/cancel`);
    await ask(503, 'POST', '/train', { model: 'leads', dataset: 'history/gone.csv' });
    await remove('history/gone.csv');
    world.stepFunctionsAreThere = true;
    await ask(200, 'GET', '/train?model=leads&limit=2');
    const { versions } = await ask(200, 'GET', '/models/leads');
    oldest = versions.at(-1).version;
  });

  test('the registry is read, and aliases are moved', async () => {
    for (const path of [
      '/',
      '/health',
      '/schema',
      '/models',
      '/models/leads',
      `/models/leads/versions/${oldest}`,
    ])
      await ask(200, 'GET', path);
    await ask(404, 'GET', '/models/leads/versions/v99');
    await ask(404, 'GET', '/models/unheard-of/aliases/champion');
    await ask(200, 'GET', `/models/leads/versions/${oldest}/files/report.html`);
    await ask(200, 'GET', '/models/leads/aliases/champion');
    await ask(200, 'PUT', '/models/leads/aliases/spare', { version: oldest }, { 'if-none-match': '*' });
    await ask(412, 'PUT', '/models/leads/aliases/spare', { version: oldest }, { 'if-match': '"v99"' });
    await ask(401, 'GET', '/models', undefined, {
      authorization: `Bearer ${createKey({ name: '', scope: 'admin', createdAt: new Date(), createdBy: '' }).key}`,
    });
    await ask(404, 'POST', '/predict?model=unheard-of', {});
  });

  test('predictions: accepted, scored, given up, canceled, erased, listed, told of', async () => {
    const { handle, work } = functions;
    const { take } = functions.stores;
    const submit = async (path = `/predict?${UNREACHABLE}`) =>
      (await ask(202, 'POST', path, LEAD)).prediction_id as string;
    const batch = async (query = UNREACHABLE) =>
      (await ask(202, 'POST', `/predict_batch?${query}`, [LEAD, LEAD])).batch_id as string;
    await submit();
    await submit(`/predict?model=leads@${oldest}`);
    await ask(200, 'POST', '/predict', LEAD, { prefer: 'wait' });
    await ask(202, 'POST', '/predict', LEAD, { 'idempotency-key': 'same' });
    const known = (await ask(202, 'POST', '/predict', LEAD, { 'idempotency-key': 'same' })).prediction_id;
    // By the caller's own id.
    const named = { lead: LEAD, reference: 'a/b' };
    await ask(200, 'POST', '/predict', named, { prefer: 'wait' });
    await ask(200, 'POST', '/predict', named, { prefer: 'wait' });
    await ask(200, 'POST', '/predict_batch', [named, named], { prefer: 'wait' });
    for (const path of ['/predictions?reference=a%2Fb', '/leads/a%2Fb', '/leads/a%2Fb/export'])
      await ask(200, 'GET', path);
    await ask(200, 'DELETE', '/leads/a%2Fb');
    await ask(200, 'POST', '/predict_lead_conversion', { input_data: LEAD });
    const scored = await batch();
    const canceled = await submit();
    await ask(200, 'POST', `/predict/${canceled}/cancel`);
    expect(await work('scoreLeads', 'ScoreQueue')).toBe(0);
    await ask(200, 'GET', `/predict_batch/${scored}`);
    await ask(200, 'GET', `/predict/${known}`);
    await ask(204, 'DELETE', `/predict/${scored}-1`);
    const members = await batch();
    await ask(200, 'POST', `/predict/${members}-0/cancel`);
    await ask(204, 'DELETE', `/predict/${members}-1`);
    const late = await batch();
    await ask(200, 'POST', `/predict_batch/${late}/cancel`);
    await ask(204, 'DELETE', `/predict_batch/${late}`);
    await ask(410, 'GET', `/predict_batch/${late}?wait=1`);
    await take('ScoreQueue');

    // A worker that has just started, and whose model is gone; then nobody is left to try.
    const lost = [
      await submit(`/predict?model=leads@${oldest}`),
      await submit(`/predict?model=leads@${oldest}&${UNREACHABLE}`),
    ];
    const lostBatch = await batch(`model=leads@${oldest}&${UNREACHABLE}`);
    await ask(204, 'DELETE', `/predict/${lost[0]}`);
    const restore = await hideArtifact(oldest);
    const messages = await take('ScoreQueue');
    expect(await handle('scoreLeads', messages)).toBe(3);
    expect(await handle('failPredictions', messages)).toBe(0);
    await restore();
    await ask(204, 'DELETE', `/predict/${lost[1]}`);
    // Its dead letter, too.
    await ask(204, 'DELETE', `/predict_batch/${lostBatch}`);
    // Nobody could note why it failed.
    const erased = await submit('/predict');
    await ask(204, 'DELETE', `/predict/${erased}`);
    expect(await work('failPredictions', 'ScoreQueue')).toBe(0);

    // What was sent is looked at before a version takes the place of another.
    await train(202, { dataset: 'datasets/leads/1.csv', seed: 5 });
    for (const query of ['', '?order=score']) await ask(200, 'GET', `/predictions${query}`);
    await ask(200, 'GET', '/predictions.csv');
    await ask(200, 'GET', '/predict_batch');
    expect(await work('deliverWebhooks', 'WebhookQueue')).toBeGreaterThan(2);
    const tested = await ask(200, 'POST', '/webhooks/test', { url: 'http://127.0.0.1:1/' });
    expect(tested).toMatchObject({ delivered: false, error: 'ECONNREFUSED' });
    const { deliveries } = await ask(200, 'GET', '/webhooks/deliveries?status=pending');
    expect(deliveries.length).toBeGreaterThan(2);
    await ask(202, 'POST', `/webhooks/deliveries/${deliveries[0].webhook_id}/resend`);
  });

  test('outcomes: of leads that were scored before or after, here or elsewhere, and that are erased', async () => {
    const { handle, work } = functions;
    const { take } = functions.stores;
    const WEEK = 8 * 24 * 60;
    const occurred_at = new Date().toISOString();
    const named = (reference: string) => ({ lead: LEAD, reference });
    const report = (reference: string) =>
      ask(200, 'POST', '/outcomes', { reference, outcome: 'converted', occurred_at, value: 3 });
    await report('before');
    await ask(202, 'POST', '/predict', named('before'));
    const { prediction_id } = await ask(202, 'POST', '/predict', named('after'));
    const { batch_id: canceled } = await ask(202, 'POST', '/predict_batch', [named('canceled')]);
    await ask(200, 'POST', `/predict_batch/${canceled}/cancel`);
    expect(await work('scoreLeads', 'ScoreQueue')).toBe(0);
    await report('after');
    await ask(200, 'POST', '/outcomes', { prediction_id, outcome: 'lost', occurred_at });
    await ask(200, 'POST', '/predict', named('at once'), { prefer: 'wait' });
    await report('at once');
    const leads = [{ reference: 'elsewhere', scored_at: new Date(0).toISOString(), probability: 0.5 }];
    await ask(422, 'POST', '/scored_leads', { model: 'leads', leads });
    leads[0]!.scored_at = new Date(Date.now() - 20 * 86_400_000).toISOString();
    await ask(200, 'POST', '/scored_leads', { model: 'leads', leads });
    for (const _ of ['once', 'again']) expect(await functions.refresh()).toMatchObject({ complete: true });
    await report('elsewhere');
    // By a file: without a mapping, and with one.
    const { put } = functions.stores;
    const drop = async () =>
      functions.importOutcomes(event({ key: 'outcomes/leads/crm.csv', etag: 'e' }) as never);
    await put('outcomes/leads/crm.csv', `id,stage,on\nelsewhere,Won,${occurred_at}\n`);
    expect(await drop()).toMatchObject({ result: 'refused' });
    const mapping = { reference: 'id', outcome: 'stage', at: 'on', converted: ['Won'] };
    await put('outcomes/leads/mapping.json', JSON.stringify(mapping));
    expect(await drop()).toMatchObject({ result: 'recorded', recorded: 1 });
    for (const _ of ['once', 'again']) await ask(200, 'GET', '/models/leads/performance');
    for (const reference of ['elsewhere', 'at once', 'before'])
      await ask(200, 'DELETE', `/leads/${encodeURIComponent(reference)}`);

    // Those that nobody is left to score, after their week is over.
    await ask(202, 'POST', '/predict', named('late'));
    const { prediction_id: erased } = await ask(202, 'POST', '/predict', named('erased'));
    const messages = await take('ScoreQueue');
    await ask(204, 'DELETE', `/predict/${erased}`);
    await later(WEEK, () => handle('failPredictions', messages));
  });

  test('jobs: uploaded or there, cut, scored, joined, canceled, failed', async () => {
    const { handle, work } = functions;
    const { put, remove, take, bucket } = functions.stores;
    const submit = async (body: object, query = `model=leads@${oldest}&${UNREACHABLE}`) =>
      (await ask(202, 'POST', `/jobs?${query}`, body)) as {
        readonly job_id: string;
        readonly upload: { readonly url: string };
      };
    const there = async (name: string, bytes: string | Uint8Array) => {
      await put(`new/${name}`, bytes);
      return submit({ source: `s3://${bucket}/new/${name}` });
    };
    const steps = () => work('runJob', 'JobStepQueue');
    const chunks = () => work('scoreChunk', 'JobChunkQueue');
    const statusOf = async (id: string) => (await ask(200, 'GET', `/jobs/${id}`)).status;
    const rows = `${[HEAD, ...MORE.slice(0, 20)].join('\n')}\n,,\n`;

    const { job_id: uploaded, upload } = await submit({ file_name: 'new.csv' });
    await ask(409, 'POST', `/jobs/${uploaded}/start`);
    await fetch(upload.url, { method: 'PUT', body: rows });
    await ask(202, 'POST', `/jobs/${uploaded}/start`);
    const packed = (await there('new.csv.gz', gzipSync(rows))).job_id;
    // Of two chunks, each large enough for S3 to join it by itself.
    const fat = [
      `${HEAD},note`,
      ...Array.from({ length: 50 }, () => `${MORE[0]},${'x'.repeat(1 << 17)}`),
    ].join('\n');
    const joined = (await there('fat.csv', fat)).job_id;
    const broken = (await there('fat-again.csv', fat)).job_id;
    const gone = (await there('gone.csv', rows)).job_id;
    await remove('new/gone.csv');
    const changed = (await there('changed.csv', rows)).job_id;
    const cuts = await take('JobStepQueue');
    expect(await handle('runJob', cuts)).toBe(0);
    await put('new/changed.csv', `${rows}${rows}`);
    expect(await chunks()).toBe(0);
    // Delivered once more: it finds all chunks done.
    expect(await handle('runJob', cuts)).toBe(0);
    await remove(`jobs/${broken}/parts/00002`);
    expect([await steps(), await chunks()]).toEqual([0, 0]);
    const ids = [uploaded, packed, joined, broken, gone, changed];
    expect(await Promise.all(ids.map(statusOf))).toEqual([
      ...['succeeded', 'succeeded', 'succeeded'],
      ...['failed', 'failed', 'failed'],
    ]);

    const { job_id: large } = await submit({ file_name: 'large.csv', size: 200 * 2 ** 20 });
    await ask(422, 'POST', `/jobs/${large}/start`, { parts: [{ number: 1, etag: 'none' }] });
    // Canceled while it is scored, and one whose model is gone.
    const { job_id: canceled } = await there('a.csv', rows);
    const { job_id: stuck } = await there('b.csv', rows);
    expect(await steps()).toBe(0);
    await ask(200, 'POST', `/jobs/${canceled}/cancel`);
    const restore = await hideArtifact(oldest);
    expect(await chunks()).toBe(1);
    await there('c.csv', rows);
    expect(await steps()).toBe(1);
    await restore();
    expect(await statusOf(stuck)).toBe('running');
    await take('JobStepQueue');
    await ask(200, 'GET', '/jobs?status=running');
  });

  test('what is open for too long is looked after', async () => {
    const { world, sweep, trained } = functions;
    const { setDeferred, take } = functions.stores;
    // Of the test before: jobs that run, predictions and batches without a message. And a training that waits.
    const { batch_id: lost } = await ask(202, 'POST', `/predict_batch?${UNREACHABLE}`, [LEAD]);
    await ask(202, 'POST', `/predict?${UNREACHABLE}`, LEAD);
    await setDeferred(lost, 96);
    const drain = () => Promise.all(['ScoreQueue', 'JobStepQueue', 'JobChunkQueue'].map(take));
    await drain();
    expect(await later(6, sweep)).toMatchObject({ trainingsStarted: 1 });
    await trained();
    world.stepFunctionsAreThere = false;
    await ask(503, 'POST', '/train', { model: 'leads', dataset: 'datasets/leads/1.csv' });
    world.stepFunctionsAreThere = true;
    const done = { requeued: 0, closed: 0, failed: 0, resumed: 0, givenUp: 0, trainingsGivenUp: 0 };
    for (let minutes = 61; minutes < 61 + 6 * 21; minutes += 21) {
      const swept = await later(minutes, sweep);
      for (const [what, count] of Object.entries(swept))
        if (what in done) done[what as keyof typeof done] += count;
      await drain();
    }
    for (const count of Object.values(done)) expect(count).toBeGreaterThan(0);
  });

  test('ends are told: of predictions, of batches, of jobs in every state', async () => {
    expect(await functions.work('deliverWebhooks', 'WebhookQueue')).toBeGreaterThan(5);
  });
});

const refused = (
  policies: ReadonlyMap<string, readonly PolicyStatement[]> = functions.policies,
): RecordedCall[] => functions.calls().filter((call) => !isAllowed(policies.get(call.by)!, call));

/** The policies without what a statement of a function allows about a partition. */
function without(by: string, action: string, partition: string) {
  const isMeant = ({ Condition = {} }: PolicyStatement) =>
    JSON.stringify(Condition).includes(`"${partition}"`);
  const left = functions.policies.get(by)!.map((statement) => ({
    ...statement,
    ...(isMeant(statement) ? { Action: listOf(statement.Action!).filter((each) => each !== action) } : {}),
  }));
  return new Map([...functions.policies, [by, left]]);
}

describe('of what was recorded', () => {
  test('every call is allowed', () => {
    expect(refused()).toEqual([]);
  });

  test('calls are refused when a right is taken away', () => {
    const calls = refused(without('startTraining', 'dynamodb:Query', '#runs'));
    expect(calls).toMatchObject([
      { by: 'startTraining', action: 'dynamodb:Query', keys: { 'dynamodb:LeadingKeys': ['#runs'] } },
    ]);
  });

  test('every right was used', () => {
    const calls = functions.calls();
    const unused = [...functions.policies].flatMap(([by, statements]) =>
      statements.flatMap((statement) =>
        listOf(statement.Action!).flatMap((Action) =>
          listOf(statement.Resource!).flatMap((Resource) =>
            calls.some((call) => call.by === by && appliesTo({ ...statement, Action, Resource }, call))
              ? []
              : [`${by} ${Action} ${Resource} ${JSON.stringify(statement.Condition ?? '')}`],
          ),
        ),
      ),
    );
    expect(unused).toEqual([]);
  });
});
