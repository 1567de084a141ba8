/**
 * make-folder.ts: starts a local stack in a new folder, fills it through its public surface, and keeps it under
 * tests/upgrade/<today> with what it answered. Run by hand when a release changes what is stored:
 *
 *     npm run build && npx node tests/upgrade/make-folder.ts
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { PurgeQueueCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { objectCreated } from '../../infra/local/watch-datasets.ts';
import type { Scope } from '../../lib/auth/scope.ts';
import { createClient } from '../../lib/client/index.ts';
import { startLocalStack } from '../support/local-stack.ts';
import { ROOT } from '../support/node24.ts';
import { runCli } from '../support/run-cli.ts';
import { until } from '../support/until.ts';
import {
  folderOf,
  type Known,
  type KnownKey,
  type KnownRequest,
  type Message,
  packFolder,
  type Replay,
} from './known.ts';
import { listResources } from './resources.ts';
import { createStackTools } from './stack-tools.ts';

const LEAD = {
  first_contact: '2026-06-24',
  source: 'organic search',
  industry: 'software',
  country: 'DE',
  employees: 66,
  visits: 3,
  pages_viewed: 6,
  email_opened: true,
  demo_requested: true,
};
/** With a missing value, one that no past lead had, and one far beyond all of them. */
const LEADS = [
  LEAD,
  { ...LEAD, source: 'referral', country: 'US', employees: null, visits: 14, demo_requested: false },
  {
    ...LEAD,
    source: 'carrier pigeon',
    first_contact: '2031-01-01',
    employees: 1_000_000,
    email_opened: null,
  },
];
/** Nothing listens there. */
const CLOSED_ADDRESS = 'http://127.0.0.1:9/';
const LEAD_FILE = 12;
/** Trainer and calibration. */
const ARTIFACTS = [
  ['logistic', 'none'],
  ['scorecard', 'platt'],
  ['boosted', 'isotonic'],
  ['gradient-descent', 'platt'],
] as const;
const DATASET = 'history/leads.csv';
const UPLOADED = 'datasets/leads/november.csv';
const FUNCTION = (name: string) => `scorelane-dev-${name}`;

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const day = new Date().toISOString().slice(0, 10);
const target = folderOf(day);
const work = mkdtempSync(join(tmpdir(), 'scorelane-upgrade-'));
const dataDir = join(work, 'data');
const inWork = (name: string) => join(work, name);

async function cli(...args: string[]): Promise<void> {
  const { status, stdout, stderr } = await runCli(args, { cwd: work });
  if (status !== 0) throw new Error(`scorelane ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
}
async function sample(file: string, rows: number, seed: number): Promise<string> {
  await cli('sample', '--out', file, '--rows', `${rows}`, '--seed', `${seed}`);
  return readFileSync(inWork(file), 'utf8');
}

const stack = await startLocalStack({
  dataDir,
  env: { SCORELANE_AUTH: 'required', ALIAS_TTL_SECONDS: '0' },
});
// Whatever goes wrong below, no stack is left behind.
const endStack = () => process.kill(stack.pid);
process.once('exit', endStack);
const tools = createStackTools(stack);
const { ask, command } = tools;
const Bucket = stack.resources.Bucket!;
const put = (Key: string, Body: string | Uint8Array) =>
  tools.s3.send(new PutObjectCommand({ Bucket, Key, Body }));

// Keys.
const keys: Record<string, KnownKey> = {};
for (const [name, scope] of Object.entries({
  admin: 'admin',
  operate: 'operate',
  predict: 'predict',
  form: 'form',
  revoked: 'admin',
} satisfies Record<string, Scope>)) {
  const rate = name === 'form' ? ['--rate', '600'] : [];
  const made = await command('keys', 'create', `upgrade ${name}`, '--scope', scope, ...rate);
  const { id, key } = made as KnownKey;
  keys[name] = { id, key, scope, ...(name === 'revoked' ? { revoked: true } : {}) };
}
await command('keys', 'revoke', keys.revoked!.id);
const secretOf = (name: string) => keys[name]!.key;
const admin = secretOf('admin');
const predictClient = createClient({ baseUrl: stack.apiUrl, apiKey: secretOf('predict') });
const client = createClient({ baseUrl: stack.apiUrl, apiKey: admin });

/** Holds what an action puts on a queue, so that no function gets it: the bodies of the messages. */
async function hold(queue: string, messages: number, action: () => Promise<unknown>): Promise<string[]> {
  const QueueUrl = stack.resources[queue]!;
  const setDelay = (DelaySeconds: string) =>
    tools.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds } }));
  await setDelay('900');
  await action();
  const bodies = await until(`${messages} messages on ${queue}`, async () => {
    const inspection = `${new URL(QueueUrl).origin}/_fauxqs/queues/${QueueUrl.split('/').at(-1)}`;
    const answer = (await (await fetch(inspection)).json()) as { messages: { delayed: { body: string }[] } };
    const { delayed } = answer.messages;
    return delayed.length >= messages ? delayed.map(({ body }) => body) : undefined;
  });
  await tools.sqs.send(new PurgeQueueCommand({ QueueUrl }));
  await setDelay('0');
  return bodies;
}

// A dead letter: the worker has not loaded the artifact yet, and does not find it five times.
const artifactKey = 'models/leads/v1/model.json';
await tools.get(admin, '/schema');
const artifact = await (
  await tools.s3.send(new GetObjectCommand({ Bucket, Key: artifactKey }))
).Body!.transformToByteArray();
await tools.sqs.send(
  new SetQueueAttributesCommand({
    QueueUrl: stack.resources.ScoreQueue!,
    Attributes: { VisibilityTimeout: '1' },
  }),
);
await tools.s3.send(new DeleteObjectCommand({ Bucket, Key: artifactKey }));
const dead = await predictClient.submit(LEAD);
await predictClient.wait(dead.prediction_id);
await put(artifactKey, artifact);
await tools.sqs.send(
  new SetQueueAttributesCommand({
    QueueUrl: stack.resources.ScoreQueue!,
    Attributes: { VisibilityTimeout: '180' },
  }),
);

// A second version, champion for a while, then the challenger.
await sample('second.csv', 900, 2);
const TRAIN = ['--target', 'converted', '--drop', 'lead_id', '--folds', '3'];
await cli('train', 'second.csv', ...TRAIN, '--trainer', 'scorecard', '--name', 'leads', '--out', 'second');
rmSync(inWork('second/report.html'));
await command('publish', inWork('second/model.json'), '--tag', '1.1', '--promote');
await command('models', 'rollback', 'leads', '--why', 'fewer deals since Monday');
await ask(admin, {
  method: 'PUT',
  path: '/models/leads/aliases/challenger',
  headers: { 'if-none-match': '*' },
  body: { version: 'v2', why: 'in the shadow' },
});

// Predictions.
const replays: Replay[] = [];
async function keepReplay(
  key: string,
  request: KnownRequest & { readonly body: unknown },
  otherBody: unknown,
  member: string,
): Promise<string> {
  const first = await ask(secretOf(key), request);
  if (first.status >= 300) throw new Error(JSON.stringify(first));
  replays.push({
    key,
    request,
    status: first.status,
    answer: { [member]: first.body[member] },
    otherBody,
    other: { status: 0, type: '' },
  });
  return first.body[member];
}
const submission = (idempotencyKey: string, body: unknown) => ({
  method: 'POST',
  path: '/predict',
  headers: { 'idempotency-key': idempotencyKey },
  body,
});
const succeeded: string[] = [];
for (const lead of LEADS) succeeded.push((await predictClient.predict(lead)).prediction_id);
succeeded.push((await predictClient.predict(LEAD, { model: 'leads@v2' })).prediction_id);
const formClient = createClient({ baseUrl: stack.apiUrl, apiKey: secretOf('form') });
succeeded.push((await formClient.predict(LEAD)).prediction_id);
for (const key of ['predict', 'form']) {
  const id = await keepReplay(key, submission('order-1', LEAD), LEADS[1], 'prediction_id');
  await client.wait(id);
  succeeded.push(id);
}
const receiver = createServer((request, response) => {
  request.resume().on('end', () => response.end());
}).listen(0, '127.0.0.1');
await once(receiver, 'listening');
const { port } = receiver.address() as AddressInfo;
const webhook = `http://127.0.0.1:${port}/told?by=query`;
const { prediction_id: told } = await predictClient.submit(LEAD, { webhook });
await until('the webhook', async () =>
  (await client.get(told)).webhook?.status === 'delivered' ? true : undefined,
);
receiver.close();
succeeded.push(told);

const canceled: string[] = [];
await hold('ScoreQueue', 1, async () => {
  const { prediction_id: id } = await predictClient.submit(LEAD);
  canceled.push((await predictClient.cancel(id)).prediction_id);
});
const erased = [(await predictClient.predict(LEADS[1]!)).prediction_id];
erased.push(await keepReplay('predict', submission('order-2', LEADS[1]), LEAD, 'prediction_id'));
await client.wait(erased[1]!);
for (const id of erased) await client.erase(id);

// Batches: one has ended, with a lead that was refused and one that was erased.
const batchBody = [...LEADS, { ...LEAD, visits: 'many' }, LEAD];
const batchId = await keepReplay(
  'predict',
  {
    method: 'POST',
    path: '/predict_batch',
    headers: { 'idempotency-key': 'nightly-1', prefer: 'handling=lenient' },
    body: batchBody,
  },
  LEADS,
  'batch_id',
);
await until('the batch', async () => {
  const { body } = await tools.get(admin, `/predict_batch/${batchId}`);
  return body.status === 'done' ? true : undefined;
});
await client.erase(`${batchId}-4`);

// Jobs.
const leadFile = (await sample('leads.csv', LEAD_FILE, 9)).replace(/^([^\n]*\n(?:[^,]*,){6})\d+/, '$1many');
const jobRequest = {
  method: 'POST',
  path: '/jobs',
  headers: { 'idempotency-key': 'file-1' },
  body: { source: `s3://${Bucket}/crm/leads.csv`, reasons: 2 },
};
await put('crm/leads.csv', leadFile);
await put('crm/other.csv', 'a,b\n1,2\n');
const jobId = await keepReplay('operate', jobRequest, { ...jobRequest.body, reasons: 1 }, 'job_id');
const startJob = async () => (await client.submitJob(jobRequest.body.source, { reasons: 2 })).job_id;
await client.waitJob(jobId);
const { job_id: failedJob } = await client.submitJob(`s3://${Bucket}/crm/other.csv`);
await client.waitJob(failedJob);
const { job_id: uploadedJob } = await client.submitJob(new Blob([leadFile]), { fileName: 'crm.csv' });
await client.waitJob(uploadedJob);
const awaitingId = await keepReplay(
  'operate',
  {
    method: 'POST',
    path: '/jobs',
    headers: { 'idempotency-key': 'file-2' },
    body: { size: Buffer.byteLength(leadFile), reasons: 2 },
  },
  { size: 99 },
  'job_id',
);
const { body: dropped } = await ask(admin, { method: 'POST', path: '/jobs', body: { size: 99 } });
await client.cancelJob(dropped.job_id);
const download = async (id: string) => {
  const { result } = await client.getJob(id);
  const bytesOf = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());
  return {
    result_sha256: sha256(await bytesOf(result!.url)),
    rejected_sha256: sha256(await bytesOf(result!.rejected_url!)),
  };
};
const jobFiles = await download(jobId);

// Trainings.
// The leads of the first version, which \`npm start\` has trained, and more: so the two can be compared.
const more = await sample('history.csv', 700, 5);
await put(DATASET, (await sample('first.csv', 3000, 1)) + more.slice(more.indexOf('\n') + 1));
const trainRequest = {
  model: 'leads',
  dataset: DATASET,
  target: 'converted',
  drop: ['lead_id'],
  trainers: ['logistic'],
  folds: 3,
  policy: { promotion: 'never' },
} as const;
const trainingId = await keepReplay(
  'admin',
  { method: 'POST', path: '/train', headers: { 'idempotency-key': 'train-1' }, body: trainRequest },
  { ...trainRequest, seed: 3 },
  'training_id',
);
await client.waitTraining(trainingId);
const train = async (changes: object) =>
  (await client.startTraining({ ...trainRequest, ...changes })).training_id;
const failedTraining = await train({ target: 'sold' });
await client.waitTraining(failedTraining);
const skipped = await train({ policy: { promotion: 'never', minimum_new_rows: 1_000_000 } });
await client.waitTraining(skipped);
await put('policies/leads.json', JSON.stringify({ target: 'converted', promotion: 'never' }));
await put(UPLOADED, await sample('november.csv', 800, 6));
const uploadTraining = await until('the training of the uploaded file', async () => {
  const { trainings } = await client.listTrainings();
  return trainings.find(({ trigger }) => trigger === 'upload')?.training_id;
});
await client.waitTraining(uploadTraining);
// To the millisecond, as the stack's own look at the folder has it: of that the event's identity is made.
const { Contents } = await tools.s3.send(new ListObjectsV2Command({ Bucket, Prefix: UPLOADED }));
const { Size, ETag, LastModified } = Contents![0]!;
const event = objectCreated(Bucket, UPLOADED, Size!, ETag!.replaceAll('"', ''), LastModified!);

// One that is about to begin: its row as it is then, under an id of its own.
const begun = await train({ seed: 11 });
const { Item } = await tools.dynamoDb.send(
  new GetItemCommand({
    TableName: stack.resources.RegistryTable!,
    Key: { pk: { S: '#runs' }, sk: { S: `run#${begun}` } },
  }),
);
if (Item?.run_status?.S !== 'queued') throw new Error('the training had begun already: run this again');
await client.cancelTraining(begun);
const inFlightId = begun.slice(0, -1) + (begun.endsWith('0') ? '1' : '0');
const step = (name: string, payload: object, answer: Record<string, unknown>) => ({
  function: FUNCTION(name),
  payload: { ...payload, run_id: inFlightId },
  answer,
});

// In flight: what waits on a queue when a new release comes.
const messages: Message[] = [];
const keep = (queue: string, bodies: Iterable<string>, path: string, leads_to: Message['leads_to']) => {
  for (const body of new Set(bodies)) messages.push({ queue, body, path, leads_to });
};
let id = '';
const waiting = await hold('ScoreQueue', 1, async () => {
  id = (await predictClient.submit(LEAD)).prediction_id;
});
keep('ScoreQueue', waiting, `/predict/${id}`, { status: 'succeeded', model_version: 'v1' });
const withWebhook = await hold('ScoreQueue', 1, async () => {
  id = (await predictClient.submit(LEAD, { webhook: CLOSED_ADDRESS })).prediction_id;
});
keep('ScoreQueue', withWebhook, `/predict/${id}`, {
  status: 'succeeded',
  webhook: { url: CLOSED_ADDRESS, attempts: [{ status: null }] },
});
const members = await hold('ScoreQueue', 1, async () => {
  const { body } = await ask(admin, { method: 'POST', path: '/predict_batch', body: LEADS });
  id = body.batch_id;
});
keep('ScoreQueue', members, `/predict_batch/${id}`, { status: 'done', counts: { succeeded: LEADS.length } });
let lost = '';
await hold('ScoreQueue', 1, async () => {
  lost = (await predictClient.submit(LEAD)).prediction_id;
});
const webhooks = await hold('WebhookQueue', 1, async () => {
  id = (await predictClient.submit(LEADS[1]!, { webhook: CLOSED_ADDRESS })).prediction_id;
});
keep('WebhookQueue', webhooks, `/predict/${id}`, {
  webhook: { url: CLOSED_ADDRESS, attempts: [{ status: null }] },
});
const jobEnd = { status: 'succeeded', rows: LEAD_FILE, rejected: 1 };
const splits = await hold('JobStepQueue', 1, async () => {
  id = await startJob();
});
keep('JobStepQueue', splits, `/jobs/${id}`, jobEnd);
const chunks = await hold('JobChunkQueue', 1, async () => {
  id = await startJob();
});
keep('JobChunkQueue', chunks, `/jobs/${id}`, jobEnd);
const scoredChunks = await hold('JobChunkQueue', 1, async () => {
  id = await startJob();
});
const joins = await hold('JobStepQueue', 1, async () => {
  for (const body of scoredChunks) await tools.send('JobChunkQueue', body);
});
keep('JobStepQueue', joins, `/jobs/${id}`, jobEnd);
// A job's end is announced before and behind its last write.
const jobWebhook = await hold('WebhookQueue', 2, async () => {
  id = (await client.submitJob(jobRequest.body.source, { reasons: 2, webhook: CLOSED_ADDRESS })).job_id;
});
keep('WebhookQueue', jobWebhook, `/jobs/${id}`, {
  webhook: { url: CLOSED_ADDRESS, attempts: [{ status: null }] },
});

// Artifacts of every trainer, raw leads, and what the command makes of them.
rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, 'artifacts'), { recursive: true });
await sample('past.csv', 1500, 3);
const rows = (await sample('new.csv', 20, 4)).trimEnd().split('\n');
/** Empty cells, and values that no past lead had. */
const spoilt = rows.map((row, i) => {
  if (i === 0 || i % 4 !== 0) return row;
  const cells = row.split(',');
  cells[i % cells.length] =
    i % 8 === 0 ? '' : i % cells.length === 2 ? 'carrier pigeon' : cells[i % cells.length]!;
  return cells.join(',');
});
writeFileSync(join(target, 'artifacts/leads.csv'), `${spoilt.join('\n')}\n`);
for (const [trainer, calibration] of ARTIFACTS) {
  const how = ['--trainer', trainer, '--calibration', calibration];
  await cli('train', 'past.csv', ...TRAIN, ...how, '--name', trainer, '--out', trainer);
  const name = join(target, 'artifacts', `${trainer}-${calibration}`);
  writeFileSync(`${name}.json`, readFileSync(inWork(`${trainer}/model.json`)));
  await cli('score', `${name}.json`, join(target, 'artifacts/leads.csv'), '--out', `${name}.csv`);
  await command('publish', `${name}.json`);
}
// What the stack answers now.
const other: typeof replays = [];
for (const replay of replays) {
  const { status } = await ask(secretOf(replay.key), replay.request);
  const refused = await ask(secretOf(replay.key), { ...replay.request, body: replay.otherBody });
  other.push({
    ...replay,
    ...(status >= 400 ? { answer: {} } : {}),
    status,
    other: { status: refused.status, type: refused.body.type },
  });
}
const scored: Known['scored'][number][] = [];
for (const model of ['leads@v1', 'leads@v2', 'leads@v3', ...ARTIFACTS.map(([trainer]) => trainer)])
  for (const lead of LEADS) {
    const { prediction_id: scoredId, prediction } = await tools.predict(admin, lead, model);
    await client.erase(scoredId);
    scored.push({ model, lead, prediction });
  }
const listed: string[] = [];
let after = '';
do {
  const { body } = await tools.get(admin, `/predictions?limit=100${after}`);
  for (const { prediction_id } of body.predictions) listed.push(prediction_id);
  after = body.next === null ? '' : `&after=${encodeURIComponent(body.next)}`;
} while (after !== '');
const { trainings } = await client.listTrainings({ limit: 100 });

const { body: model } = await tools.get(admin, '/models/leads');
const versions: string[] = model.versions.map(({ version }: { version: string }) => version);
const paths = [
  ...listed.map((each) => `/predict/${each}`),
  ...erased.map((each) => `/predict/${each}`),
  ...messages.filter(({ path }) => !path.startsWith('/predict/')).map(({ path }) => path),
  `/predict_batch/${batchId}`,
  ...[0, 1, 2, 3, 4].map((index) => `/predict/${batchId}-${index}`),
  ...[jobId, failedJob, uploadedJob, awaitingId, dropped.job_id].map((each) => `/jobs/${each}`),
  ...trainings.map(({ training_id }) => `/train/${training_id}`),
  '/schema',
  ...versions.map((version) => `/schema?model=leads@${version}`),
  '/models',
  '/models/leads',
  ...versions.map((version) => `/models/leads/versions/${version}`),
  '/models/leads/aliases/champion',
  '/models/leads/aliases/challenger',
  `/predictions?order=score&day=${day}`,
  '/predictions?grade=A',
  '/predictions?status=canceled',
];
const answers: Record<string, Known['answers'][string]> = {};
for (const path of paths) {
  const { status, body } = await tools.get(admin, path);
  // Of a problem the type is what programs read; sentences may get better.
  answers[path] = { status, body: status < 400 ? tools.settled(body) : { type: body.type } };
}
const files: Record<string, string> = {};
for (const path of versions.flatMap((version) =>
  ['model.json', 'metrics.json', ...(version === 'v2' ? [] : ['report.html'])].map(
    (name) => `/models/leads/versions/${version}/files/${name}`,
  ),
)) {
  const response = await fetch(`${stack.apiUrl}${path}`, { headers: { authorization: `Bearer ${admin}` } });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  files[path] = sha256(new Uint8Array(await response.arrayBuffer()));
}
const letters = (await command('dead-letters', 'list')) as { id: string }[];
const commands: Known['commands'][number][] = [];
for (const args of [
  ['models', 'history', 'leads'],
  ['models', 'history', 'leads', '--alias', 'challenger'],
  ['dead-letters', 'list'],
  ...[letters].flat().map((letter) => ['dead-letters', 'show', letter.id, '--leads']),
])
  commands.push({ args, output: await command(...args) });

const probes: KnownRequest[] = [
  { method: 'GET', path: '/schema' },
  { method: 'GET', path: '/key' },
  { method: 'GET', path: `/predict/${succeeded[0]}` },
  { method: 'POST', path: '/predict', body: { visits: 'many' } },
  { method: 'POST', path: '/predict_batch', body: [] },
  { method: 'POST', path: `/predict/${succeeded[0]}/cancel` },
  { method: 'GET', path: '/models' },
  { method: 'GET', path: '/models/leads/versions/v1/files/report.html' },
  { method: 'GET', path: '/predictions' },
  { method: 'GET', path: '/predictions.csv' },
  { method: 'GET', path: `/jobs/${jobId}` },
  { method: 'POST', path: '/jobs', body: { size: -1 } },
  { method: 'GET', path: '/train' },
  { method: 'POST', path: '/train', body: { trainers: 'all' } },
  { method: 'DELETE', path: `/predict/${trainingId}` },
  { method: 'PUT', path: '/models/leads/aliases/champion', body: {} },
];
const access: Known['access'][number][] = [];
for (const request of probes) {
  const statuses: Record<string, number> = {};
  for (const name of [...Object.keys(keys), 'none'])
    statuses[name] = (await ask(keys[name]?.key, request)).status;
  access.push({ request, statuses });
}
const webhookSecrets: Record<string, string> = {};
for (const name of ['admin', 'predict']) {
  const { secret } = (await command('keys', 'webhook-secret', keys[name]!.id)) as { secret: string };
  webhookSecrets[name] = secret;
}

tools.close();
await stack.stop();
process.off('exit', endStack);

const known: Known = {
  made_at: new Date().toISOString(),
  version: JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version,
  keys,
  answers,
  files,
  commands,
  access,
  replays: other,
  predictions: { listed, succeeded, erased, dead: dead.prediction_id, lost },
  batch: { id: batchId, members: batchBody.length },
  job: { id: jobId, awaiting: awaitingId, file: 'crm/leads.csv', ...jobFiles },
  trainings: {
    listed: trainings.map(({ training_id }) => training_id),
    dataset: DATASET,
    target: 'converted',
  },
  scored,
  webhook_secrets: webhookSecrets,
  in_flight: {
    messages,
    training: {
      id: inFlightId,
      item: { ...Item, sk: { S: `run#${inFlightId}` } },
      invocations: [
        step('checkDataset', { step: 'check' }, { proceed: true }),
        step('checkDataset', { step: 'prepare' }, { trainers: ['logistic'] }),
        step('trainCandidate', { trainer: 'logistic' }, { trainer: 'logistic' }),
        step('finishTraining', { step: 'evaluate' }, { winner: 'logistic' }),
        step('finishTraining', { step: 'register' }, { version: `v${versions.length + 1}` }),
        step('finishTraining', { step: 'compare' }, { verdict: 'keep' }),
        step('finishTraining', { step: 'keep' }, { outcome: 'kept' }),
      ],
    },
    events: [
      { function: FUNCTION('startTraining'), payload: event, training: uploadTraining },
      {
        function: FUNCTION('finishTraining'),
        payload: {
          step: 'fail',
          run_id: trainingId,
          error: { Error: 'ABORTED', Cause: 'the execution was ended from outside' },
        },
        training: trainingId,
      },
    ],
  },
};
packFolder(dataDir, join(target, 'data'));
const writeJson = (name: string, value: unknown) =>
  writeFileSync(join(target, name), `${JSON.stringify(value, null, 1)}\n`);
writeJson('known.json', known);

writeJson('resources.json', listResources());
rmSync(work, { recursive: true, force: true });
console.log(`made ${target}`);
