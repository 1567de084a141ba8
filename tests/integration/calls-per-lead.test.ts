import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoDbOutcomeStore } from '../../lib/adapters/aws/dynamodb-outcome-store.ts';
import { eventToItem, pointerKey, rowKey } from '../../lib/adapters/aws/outcome-item.ts';
import { createKey } from '../../lib/auth/api-key.ts';
import { generateSample } from '../../lib/learning/sample/generate-sample.ts';
import { serializeArtifact, trainModel } from '../../lib/learning/train-model.ts';
import { leadKeyOf } from '../../lib/outcomes/scored-lead.ts';
import { publishModel } from '../../lib/registry/publish-model.ts';
import { composeApi } from '../../lib/runtime/compose-api.ts';
import { composeRegistry } from '../../lib/runtime/compose-registry.ts';
import { composeScorer } from '../../lib/runtime/compose-scorer.ts';
import { composeSweep } from '../../lib/runtime/compose-sweep.ts';
import { composeWebhooks } from '../../lib/runtime/compose-webhooks.ts';
import { forApi, forRegistry, forScorer, forSweep, forWebhooks } from '../../lib/worlds/aws.ts';
import {
  FRESH,
  OUTCOMES,
  REFERENCED,
  STAGE,
  type Step,
  WAYS,
  WEBHOOK,
} from '../../tools/costs/calls-per-lead.ts';
import { makeLeads } from '../load/make-leads.ts';
import { type Bill, billCalls, chunksOf64, countStored } from '../support/bill-calls.ts';
import { createCaller } from '../support/call-api.ts';
import { type Emulators, startEmulators } from '../support/emulators.ts';
import { later } from '../support/later.ts';
import { ROOT } from '../support/node24.ts';

/** tools/costs/calls-per-lead.ts says what a lead costs in calls; here the functions are run, and their calls are counted. */
const { single, wait, batch } = WAYS;
const PREDICTIONS = 'PREDICTIONS_TABLE';
const METERED = 512 * 1024;

let emulators: Emulators;
let bills: ReturnType<typeof billCalls>;
let api: ReturnType<typeof createCaller>;
let scorer: ReturnType<typeof composeScorer>;
let headers: Record<string, string>;
let lines: string[] = [];
let keys = 0;
const metrics = new Set<string>();

beforeAll(async () => {
  emulators = await startEmulators();
  const { environment, resources } = emulators;
  Object.assign(process.env, environment, {
    [PREDICTIONS]: resources.PredictionsTable,
    REFERENCES_TABLE: resources.ReferencesTable,
    OUTCOMES_TABLE: resources.OutcomesTable,
    KEPT_LEADS_TABLE: resources.KeptLeadsTable,
    REGISTRY_TABLE: resources.RegistryTable,
    BUCKET: resources.Bucket,
    SCORE_QUEUE_URL: resources.ScoreQueue,
    WEBHOOK_QUEUE_URL: resources.WebhookQueue,
    JOB_STEP_QUEUE_URL: resources.JobStepQueue,
    JOB_CHUNK_QUEUE_URL: resources.JobChunkQueue,
    TRAINING_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:none',
    WEBHOOK_HOSTS: 'public',
    MODEL_NAME: 'leads',
    RECORD_TTL_DAYS: '30',
    OUTCOME_DAYS: '400',
    LEAD_DAYS: '0',
    ALIAS_TTL_SECONDS: '3600',
    API_AUTH: 'required',
    STAGE: 'dev',
    METRICS: 'emf',
  });
  headers = { authorization: `Bearer ${await publish()}` };
  jest.spyOn(console, 'log').mockImplementation((line) => lines.push(`${line}\n`));
  // Where Powertools writes.
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line));
    return true;
  });
  bills = billCalls();
  api = createCaller(composeApi(forApi));
  scorer = composeScorer(forScorer);
}, 60_000);
afterAll(async () => {
  bills?.restore();
  jest.restoreAllMocks();
  await emulators?.stop();
});

/** Publishes the built-in sample's model. @returns a key of the API */
async function publish(): Promise<string> {
  const stack = composeRegistry(forRegistry, process.env);
  const createdAt = new Date();
  const sample = { data: generateSample({ rows: 3000, seed: 1 }).csv, fileName: 'the built-in sample' };
  const { artifact } = await trainModel({
    ...sample,
    target: 'converted',
    name: 'leads',
    trainers: ['logistic'],
    createdAt,
  });
  await publishModel(stack, {
    artifact: new TextEncoder().encode(serializeArtifact(artifact)),
    by: 'test',
  });
  const { key, stored } = createKey({ name: 'test', scope: 'operate', createdAt, createdBy: 'test' });
  await stack.keys.add(stored);
  return key;
}

/** What was done since it was last asked. */
function takeStep({ messages, s3Gets: _, ...bill }: Bill, more: Partial<Step>) {
  const logBytes = Buffer.byteLength(lines.join(''));
  for (const line of lines) noteMetrics(JSON.parse(line));
  lines = [];
  return { times: 1, gatewayRequests: 0, invocations: 1, logBytes, ...bill, ...more };
}

/** Every set of dimensions is a metric of its own; other lines are none. */
function noteMetrics({
  _aws = { CloudWatchMetrics: [] },
}: {
  _aws?: { CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string }[] }[] };
}) {
  for (const { Dimensions, Metrics } of _aws.CloudWatchMetrics) {
    for (const { Name } of Metrics) for (const names of Dimensions) metrics.add(`${Name} ${names}`);
  }
}

async function call(path: string, leads?: unknown, prefer?: string) {
  const body = leads === undefined ? undefined : JSON.stringify(leads);
  const answer = await api(body === undefined ? 'GET' : 'POST', path, {
    body,
    headers: {
      ...headers,
      ...(body === undefined ? {} : { 'idempotency-key': `key-${keys++}` }),
      ...(prefer === undefined ? {} : { prefer }),
    },
  });
  expect(answer.status).toBeLessThan(300);
  const bill = bills.take();
  const bytes = Buffer.byteLength(body ?? '') + Buffer.byteLength(answer.text);
  return {
    body: answer.body,
    bill,
    step: takeStep(bill, { gatewayRequests: Math.ceil(bytes / METERED) }),
  };
}

/** Lambda receives a message and deletes it. @returns the mean of the steps */
async function score(messages: readonly string[]) {
  let received = 0;
  for (const message of messages) {
    await scorer.score(message, new Date());
    received += chunksOf64(message) + 1;
  }
  const whole = takeStep(bills.take(), { sqsRequests: received });
  const each = Object.entries(whole).map(([name, value]) => [name, value / messages.length]);
  return { ...Object.fromEntries(each), times: messages.length, invocations: 1 } as Step;
}

/** Units and requests as they are; bytes, and the units of a thousand rows, depend on the leads a little. */
function expectStep(counted: Step, said: Step): void {
  const { logBytes, tableWriteUnits, ...exact } = said;
  expect(counted).toMatchObject(exact);
  expectAbout(counted.logBytes, logBytes);
  expectAbout(counted.tableWriteUnits, tableWriteUnits);
}

const expectAbout = (counted: number, said: number): void => {
  expect(Math.abs(counted - said)).toBeLessThanOrEqual(0.02 * said);
};

describe('calls', () => {
  test('of functions that have just started', async () => {
    const [lead] = makeLeads(1);
    const first = await call('/predict', lead);
    const second = await call('/predict', lead);
    expect(first.bill.readUnits - second.bill.readUnits).toBe(FRESH.api.readUnits);
    expect(first.bill.s3Gets).toBe(FRESH.api.s3Gets);
    await scorer.score(first.bill.messages[0]!, new Date());
    expect(bills.take()).toMatchObject(FRESH.worker);
    await score(second.bill.messages);
  });

  test('of a lead that is queued and asked for twice', async () => {
    const { submit, score: scored, ask } = single.steps;
    const { body, bill, step } = await call('/predict', makeLeads(1)[0]);
    expectStep(step, submit!);
    const path = `/predict/${body.prediction_id}`;
    expectStep({ ...(await call(path)).step, times: 2 }, ask!);
    expectStep(await score(bill.messages), scored!);
    expectStep({ ...(await call(path)).step, times: 2 }, ask!);
    const { tableBytes, indexBytes } = await countStored(process.env[PREDICTIONS]!, [body.prediction_id]);
    expectAbout(tableBytes, single.tableBytes);
    expectAbout(indexBytes, single.indexBytes);
  });

  test('of a lead with a webhook: the steps are the same, and the attempt comes on top', async () => {
    const { submit } = single.steps;
    const { bill, step } = await call('/predict?webhook=https%3A%2F%2Fexample.com%2F', makeLeads(1)[0]);
    expect(step).toMatchObject({ ...submit!, logBytes: step.logBytes });
    await scorer.score(bill.messages[0]!, new Date());
    const { messages, tableWriteUnits, indexWriteUnits } = bills.take();
    expect([tableWriteUnits, indexWriteUnits]).toEqual([3, 2]);
    const sender = () => ({ post: async () => ({ status: 204 }) });
    const webhooks = composeWebhooks({ ...forWebhooks, sender });
    // The secret behind the signatures is made on first use.
    await composeRegistry(forRegistry, process.env).secrets.get('webhooks');
    lines = [];
    bills.take();
    expect(await webhooks.deliver(JSON.parse(messages[0]!))).toEqual({ done: true });
    const attempt = takeStep(bills.take(), { sqsRequests: 3 });
    expect(attempt).toMatchObject(WEBHOOK);
  });

  test('of a lead that is scored in the request', async () => {
    const { body, step } = await call('/predict', makeLeads(1)[0], 'wait');
    expectStep(step, wait.steps.submit!);
    const { tableBytes, indexBytes } = await countStored(process.env[PREDICTIONS]!, [body.prediction_id]);
    expectAbout(tableBytes, wait.tableBytes);
    expectAbout(indexBytes, wait.indexBytes);
  });

  test('of a thousand leads in a batch, and of sweeps', async () => {
    const { submit, score: scored, ask, page, close } = batch.steps;
    // The clock stands: on a slow machine a key would be looked up again, after its 30 seconds.
    const body = await later(0, async () => {
      const { body, bill, step } = await call('/predict_batch', makeLeads(1000));
      expectStep(step, submit!);
      const path = `/predict_batch/${body.batch_id}?cursor=`;
      expectStep({ ...(await call(`${path}0&limit=1`)).step, times: 2 }, ask!);
      expectStep(await score(bill.messages), scored!);
      expectStep({ ...(await call(`${path}0&limit=1`)).step, times: 2 }, ask!);
      for (const cursor of [0, 500]) {
        expectStep({ ...(await call(`${path}${cursor}&limit=500`)).step, times: 2 }, page!);
      }
      return body;
    });
    const ids = [body.batch_id, ...Array.from({ length: 1000 }, (_, i) => `${body.batch_id}-${i}`)];
    const { tableBytes, indexBytes } = await countStored(process.env[PREDICTIONS]!, ids);
    expectAbout(tableBytes, batch.tableBytes);
    expectAbout(indexBytes, batch.indexBytes);

    const sweep = composeSweep(forSweep);
    await later(16, async () => {
      await sweep();
      const closing = takeStep(bills.take(), {});
      await sweep();
      const idle = takeStep(bills.take(), {});
      expectStep(idle, STAGE.sweep);
      const more = Object.entries(closing).map(([name, value]) => [name, value - idle[name as keyof Step]]);
      expectStep({ ...Object.fromEntries(more), times: 1, logBytes: 0 } as Step, close!);
    });
  });

  test('of a lead with a reference: one write more when it is accepted', async () => {
    const [lead] = makeLeads(1);
    const named = { lead, reference: '00Q5e000001AbCdEAK' };
    const more = (
      { tableWriteUnits, readUnits, ...step }: Step,
      scored: { readonly writes: number; readonly reads: number } = { writes: 0, reads: 0 },
    ): Step => ({
      ...step,
      tableWriteUnits: tableWriteUnits + REFERENCED.tableWriteUnits + scored.writes,
      readUnits: readUnits + scored.reads,
    });
    // What is kept for 30 seconds is fresh again.
    await call('/predict', lead);
    const { body, step } = await call('/predict', named);
    expectStep(step, more(single.steps.submit!));
    expectStep((await call('/predict', named, 'wait')).step, more(wait.steps.submit!, OUTCOMES.scored));
    const leads = makeLeads(60);
    const plain = (await call('/predict_batch', leads)).step;
    const all = await call(
      '/predict_batch',
      leads.map((each, i) => ({ lead: each, reference: `lead ${i}` })),
    );
    expect(all.step.tableWriteUnits - plain.tableWriteUnits).toBe(60 * REFERENCED.tableWriteUnits);
    expect({ ...all.step, tableWriteUnits: 0, logBytes: 0 }).toEqual({
      ...plain,
      tableWriteUnits: 0,
      logBytes: 0,
    });
    const entry = {
      reference: { S: named.reference },
      created_id: { S: `${body.created_at}#${body.prediction_id}` },
    };
    const { tableBytes, indexBytes } = await countStored(process.env.REFERENCES_TABLE!, [entry]);
    expectAbout(tableBytes, REFERENCED.tableBytes);
    expect(indexBytes).toBe(0);
  });
});

describe('outcomes', () => {
  const occurred_at = new Date().toISOString();
  const report = async (references: readonly string[], outcome = 'converted') => {
    const events = references.map((reference) => ({
      reference,
      outcome,
      occurred_at,
      ...(outcome === 'converted' ? { value: 9 } : {}),
    }));
    return (await call('/outcomes', events)).bill;
  };

  test('of a lead with a reference: two writes more when it is scored first, as many at most when it is scored again', async () => {
    const [lead] = makeLeads(1);
    const scorePlain = async () => {
      const plain = await call('/predict', lead);
      await scorer.score(plain.bill.messages[0]!, new Date());
      return bills.take();
    };
    // The first one reads the model, too.
    await scorePlain();
    const { tableWriteUnits, readUnits } = await scorePlain();
    for (const expected of [OUTCOMES.scored, OUTCOMES.scoredAgain]) {
      const submitted = await call('/predict', { lead, reference: 'outcome 1' });
      await scorer.score(submitted.bill.messages[0]!, new Date());
      const bill = bills.take();
      expect({ writes: bill.tableWriteUnits - tableWriteUnits, reads: bill.readUnits - readUnits }).toEqual(
        expected,
      );
    }
    await report(['outcome 1']);
    const named = { reference: 'outcome 1', leadKey: leadKeyOf('outcome 1') };
    const table = process.env.OUTCOMES_TABLE!;
    const [place] = (await createDynamoDbOutcomeStore(new DynamoDBClient(), table).readLead(named.leadKey))
      .scored;
    const told = { occurredAt: new Date(occurred_at), value: 9, receivedAt: new Date() };
    const { pk, sk } = eventToItem(named, { kind: 'converted', ...told }, new Date());
    const bytes = await Promise.all(
      [[rowKey(place!), pointerKey(place!)], [{ pk: pk!, sk: sk! }]].map((keys) => countStored(table, keys)),
    );
    expectAbout(bytes[0]!.tableBytes, OUTCOMES.tableBytes.scored);
    expectAbout(bytes[1]!.tableBytes, OUTCOMES.tableBytes.event);
    // What was reported before is joined then, not when it was reported.
    const again = await call('/predict', { lead, reference: 'outcome 2' });
    await report(['outcome 2']);
    await scorer.score(again.bill.messages[0]!, new Date());
    expect(bills.take().tableWriteUnits - tableWriteUnits).toBe(OUTCOMES.scored.writes + 1);
  });

  test('of an event: the event, the scored lead, and its week when that is over', async () => {
    const leads = Array.from({ length: 20 }, (_, i) => ({ lead: makeLeads(1)[0]!, reference: `told ${i}` }));
    const { bill } = await call('/predict_batch', leads);
    await score(bill.messages);
    const references = leads.map(({ reference }) => reference);
    const told = await report(references);
    expect(told.tableWriteUnits).toBe(20 * OUTCOMES.event);
    expect(told.readUnits).toBe(20 * OUTCOMES.eventReads);
    // Known already: refused writes cost as much.
    expect((await report(references)).tableWriteUnits).toBe(20 * OUTCOMES.event);
    expect((await report(['never scored'])).tableWriteUnits).toBe(1);
    await later(8 * 24 * 60, async () => {
      expect((await report([references[0]!], 'lost')).tableWriteUnits).toBe(
        OUTCOMES.event + OUTCOMES.changedWeek,
      );
      expect((await report(references, 'open')).tableWriteUnits).toBe(
        20 * OUTCOMES.event + OUTCOMES.changedWeek,
      );
    });
  });
});

test('metrics of a stage where nothing fails', () => {
  expect(metrics.size).toBe(STAGE.metrics);
});

test('what a stage has is what the template says', () => {
  const infra = readdirSync(join(ROOT, 'infra/cloudformation')).filter((name) => name.endsWith('.yml'));
  const template = [...infra.map((name) => join('infra/cloudformation', name)), 'serverless.yml']
    .map((path) => readFileSync(join(ROOT, path), 'utf8'))
    .join('\n');
  const count = (pattern: RegExp) => template.match(pattern)?.length;
  expect(count(/Type: AWS::CloudWatch::Dashboard$/gm)).toBe(STAGE.dashboards);
  expect(count(/^ +- sqs:$/gm)).toBe(STAGE.queues);
  expect(count(/rate\(5 minutes\)/g)).toBe(1);
  expect(60 / STAGE.sweepsPerHour).toBe(5);
});
