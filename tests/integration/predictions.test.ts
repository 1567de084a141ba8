import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetQueueAttributesCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { createDynamoDbPredictionStore } from '../../lib/adapters/aws/dynamodb-prediction-store.ts';
import { toJsonSchemas } from '../../lib/contract/components.ts';
import type { Lead } from '../../lib/lead/schema.ts';
import { compileModel } from '../../lib/model/compile-model.ts';
import { exampleLead } from '../../lib/model/example-lead.ts';
import { parseArtifact } from '../../lib/model/parse-artifact.ts';
import { encodeLeadMessage } from '../../lib/prediction/lead-message.ts';
import { STALE_MS } from '../../lib/prediction/requeue-stale.ts';
import { sha256Of } from '../../lib/sha256.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { runCli } from '../support/run-cli.ts';
import { until } from '../support/until.ts';

/**
 * The real local stack, over HTTP. A scoring failure is provoked as it would happen: the artifact is taken out
 * of the bucket before the worker has loaded it, and put back.
 */
const ARTIFACT = 'models/leads/v1/model.json';
const dataDir = mkdtempSync(join(tmpdir(), 'scorelane-predictions-'));
let stack: LocalStack;
let artifact: Uint8Array;
let lead: Lead;

beforeAll(async () => {
  await start();
  artifact = await readObject(ARTIFACT);
  lead = exampleLead(parseArtifact(JSON.parse(new TextDecoder().decode(artifact))));
});

afterAll(async () => {
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<void> {
  stack = await startLocalStack({ dataDir });
  Object.assign(process.env, stack.environment);
  // The next delivery of a message that failed comes after the queue's visibility timeout, 3 minutes on AWS.
  await sqs().send(
    new SetQueueAttributesCommand({
      QueueUrl: stack.resources.ScoreQueue,
      Attributes: { VisibilityTimeout: '1' },
    }),
  );
}

const sqs = () => new SQSClient();
const s3 = () => new S3Client({ forcePathStyle: true });
const inBucket = () => ({ Bucket: stack.resources.Bucket });

async function readObject(key: string): Promise<Uint8Array> {
  const { Body } = await s3().send(new GetObjectCommand({ ...inBucket(), Key: key }));
  return Body!.transformToByteArray();
}

const removeArtifact = () => s3().send(new DeleteObjectCommand({ ...inBucket(), Key: ARTIFACT }));
const restoreArtifact = () =>
  s3().send(new PutObjectCommand({ ...inBucket(), Key: ARTIFACT, Body: artifact }));

async function http(path: string, init?: RequestInit) {
  const response = await fetch(`${stack.apiUrl}${path}`, init);
  // biome-ignore lint/suspicious/noExplicitAny: the tests look into many shapes of bodies
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
}

const post = (body: unknown) =>
  http('/predict', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function submit(): Promise<string> {
  const { status, body } = await post(lead);
  expect(status).toBe(202);
  return body.prediction_id;
}

const finished = (id: string) =>
  until(`prediction ${id} to be final`, async () => {
    const { status, body } = await http(`/predict/${id}`);
    expect(status).toBe(200);
    return body.status === 'queued' ? undefined : body;
  });

/** `scorelane dead-letters … --json` */
async function operate(...args: string[]) {
  const { stdout, stderr, status } = await runCli(['dead-letters', ...args, '--json'], {
    env: { SCORELANE_DATA_DIR: stack.dataDir },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** Counts the worker's log lines about a failed message. */
const failures = () => stack.output().split('could not be scored').length - 1;

const oneMoreFailure = (before: number) =>
  until('a failed delivery', async () => (failures() > before ? true : undefined));

test('kill -9 between accepting and scoring, then a restart: the prediction completes', async () => {
  await http('/schema'); // the API has loaded the model, the worker has not
  await removeArtifact();
  const before = failures();
  const id = await submit();
  await oneMoreFailure(before);
  await stack.kill9();

  await start();
  expect((await http(`/predict/${id}`)).body.status).toBe('queued');
  await restoreArtifact();
  // A start makes the messages visible that an earlier process held, so nobody waits for their timeout.
  await stack.stop();
  await start();
  expect(await finished(id)).toMatchObject({ status: 'succeeded', model_version: 'v1' });
});

test('a lead goes in, a scored prediction comes out: the numbers of the model itself', async () => {
  const model = compileModel(parseArtifact(JSON.parse(new TextDecoder().decode(artifact))));
  const id = await submit();
  const body = await finished(id);
  expect(body).toMatchObject({ prediction_id: id, status: 'succeeded', model_version: 'v1' });
  expect(body.prediction).toEqual(model.explain(lead));
  expect(body.prediction.reasons.length).toBeGreaterThan(0);
});

test('a prediction that was stored but never sent is found by the sweep, and scored', async () => {
  const store = createDynamoDbPredictionStore(new DynamoDBClient(), stack.resources.PredictionsTable!);
  const createdAt = new Date(Date.now() - STALE_MS - 1000);
  const id = randomUUID();
  await store.create({
    id,
    status: 'queued',
    createdAt,
    expiresAt: new Date(Date.now() + 1e9),
    model: { name: 'leads', version: 'v1', sha256: sha256Of(artifact) },
    lead,
  });
  const swept = await fetch(
    `http://127.0.0.1:${stack.ports.base + 2}/2015-03-31/functions/scorelane-dev-requeueStale/invocations`,
    { method: 'POST', body: '{}' },
  );
  expect([swept.status, await swept.text()]).toEqual([200, '']);
  expect(await finished(id)).toMatchObject({ status: 'succeeded' });
});

test('GET /, /health and /schema answer', async () => {
  expect(await http('/')).toMatchObject({
    status: 200,
    body: { message: expect.stringContaining('Welcome') },
  });
  expect(await http('/health')).toMatchObject({
    status: 200,
    body: { status: 'ok', checks: { model: { version: 'v1', sha256: sha256Of(artifact) } } },
  });
  const { body } = await http('/schema');
  expect(Object.keys(body.properties)).toEqual(Object.keys(lead));
});

test('the bundle describes the API as the sources do, with the lead of its champion', async () => {
  const { body } = await http('/openapi.json');
  const { Lead: of, ...schemas } = body.components.schemas;
  const { Lead: _any, ...expected } = toJsonSchemas();
  expect(schemas).toEqual(expected);
  expect(Object.keys(of.properties)).toEqual(Object.keys(lead));
});

test('an invalid lead: 422 that names every bad field', async () => {
  const { status, headers, body } = await post({ ...lead, visits: '12', country: 7, sauce: 'web' });
  expect(status).toBe(422);
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(body.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
    'country',
    'sauce',
    'visits',
  ]);
});

test('an unknown id: 404', async () => {
  const { status, body } = await http('/predict/8e1b7c1e-2f1b-4a57-9c57-0a3f6d3c2b1a');
  expect(status).toBe(404);
  expect(body.type).toBe('/problems/prediction-not-found');
});

test('the same message delivered again changes nothing', async () => {
  const id = await submit();
  const first = await finished(id);
  const model = { name: 'leads', version: 'v1', sha256: sha256Of(artifact) };
  const MessageBody = encodeLeadMessage({ model, items: [{ id, lead }] });
  for (let i = 0; i < 3; i++) {
    await sqs().send(new SendMessageCommand({ QueueUrl: stack.resources.ScoreQueue, MessageBody }));
  }
  await until('the queue to be empty', async () => {
    const { Attributes } = await sqs().send(
      new GetQueueAttributesCommand({ QueueUrl: stack.resources.ScoreQueue, AttributeNames: ['All'] }),
    );
    const left =
      Number(Attributes?.ApproximateNumberOfMessages) +
      Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
    return left === 0 ? true : undefined;
  });
  expect((await http(`/predict/${id}`)).body).toEqual(first);
});

test('a message that always fails ends as failed with its evidence kept; one that fails once succeeds', async () => {
  await stack.stop();
  await start();
  await http('/schema');
  await removeArtifact();

  const id = await submit();
  expect(await finished(id)).toMatchObject({
    status: 'failed',
    prediction: null,
    error: { code: 'gave_up_after_retries', message: expect.stringContaining('given up') },
  });
  const [letter, ...others] = await operate('list');
  expect(others).toEqual([]);
  expect(await operate('show', letter.id, '--leads')).toMatchObject({
    receive_count: expect.any(Number),
    error: 'the artifact of leads@v1 is not in the bucket: restore it',
    predictions: [{ prediction_id: id, redriven_as: null, lead }],
  });

  const before = failures();
  const luckier = await submit();
  await oneMoreFailure(before);
  await restoreArtifact();
  expect(await finished(luckier)).toMatchObject({ status: 'succeeded' });

  const { redriven } = await operate('redrive', letter.id);
  expect(redriven).toEqual([{ from: id, to: expect.any(String) }]);
  expect(await finished(redriven[0].to)).toMatchObject({ status: 'succeeded' });
  expect((await http(`/predict/${id}`)).body.status).toBe('failed');

  const erased = await fetch(`${stack.apiUrl}/predict/${id}`, { method: 'DELETE' });
  expect(erased.status).toBe(204);
  expect((await operate('show', letter.id, '--leads')).predictions).toEqual([]);
});
