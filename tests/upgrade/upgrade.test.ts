import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { Webhook } from 'standardwebhooks';
import { createClient } from '../../lib/client/index.ts';
import type { LeadState } from '../../lib/contract/lead-history.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { ROOT } from '../support/node24.ts';
import { until } from '../support/until.ts';
import { acceptsMore, FOLDERS, findLost, folderOf, readKnown, unpackFolder } from './known.ts';
import { createStackTools, type StackTools } from './stack-tools.ts';

/**
 * A data folder of an earlier day under today's stack. The tests run in order: first every answer is the same, then the
 * messages that were in flight arrive, then the old stack gets new work.
 */
const MINUTE_MS = 60_000;
/** Half an hour later, and right behind a tick of the sweep, which comes every five minutes: here a test calls it. */
const openedAt = (madeAt: string): number =>
  Math.ceil((Date.parse(madeAt) / MINUTE_MS + 30) / 5) * 5 * MINUTE_MS + 1000;
const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

test('there is a folder of an earlier day', () => expect(FOLDERS).not.toEqual([]));

describe.each(FOLDERS)('%s', (day) => {
  const known = readKnown(day);
  const admin = known.keys.admin!.key;
  const temporary = mkdtempSync(join(tmpdir(), 'scorelane-upgrade-'));
  const dataDir = join(temporary, 'data');
  // Records expire and lists end some days after they were made.
  const clock = {
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${pathToFileURL(join(ROOT, 'tests/upgrade/set-clock.mjs'))}`,
    CLOCK_SHIFT_MS: `${openedAt(known.made_at) - Date.now()}`,
  };
  let stack: LocalStack;
  let tools: StackTools;

  beforeAll(async () => {
    unpackFolder(join(folderOf(day), 'data'), dataDir);
    stack = await startLocalStack({
      dataDir,
      env: { ...clock, SCORELANE_AUTH: 'required', ALIAS_TTL_SECONDS: '0' },
    });
    tools = createStackTools(stack, clock);
  });
  afterAll(async () => {
    tools?.close();
    await stack?.stop();
    rmSync(temporary, { recursive: true, force: true });
  });
  const client = () => createClient({ baseUrl: stack.apiUrl, apiKey: admin });
  const ok = async (path: string) => {
    const { status, body } = await tools.get(admin, path);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  const bytesOf = async (url: string, headers = {}) =>
    new Uint8Array(await (await fetch(url, { headers })).arrayBuffer());
  /** The result of a job, and the rows that were set aside. */
  async function expectFiles(id: string): Promise<void> {
    const { result } = await client().getJob(id);
    const [scored, rejected] = await Promise.all([bytesOf(result!.url), bytesOf(result!.rejected_url!)]);
    expect({ id, scored: sha256(scored), rejected: sha256(rejected) }).toEqual({
      id,
      scored: known.job.result_sha256,
      rejected: known.job.rejected_sha256,
    });
  }
  /** All of a list that comes in pages. */
  async function walk(path: string, cursor: string, next: string, members: string): Promise<unknown[]> {
    const found: unknown[] = [];
    let after = '';
    do {
      const body = await ok(`${path}${after}`);
      found.push(...body[members]);
      after = body[next] === null ? '' : `&${cursor}=${encodeURIComponent(body[next])}`;
    } while (after !== '');
    return found;
  }

  test('every key may do what it could, and a revoked one nothing', async () => {
    expect(Object.values(known.keys).some(({ revoked }) => revoked)).toBe(true);
    // One after the other: a list reads many partitions, and all at once would take longer than the function may.
    const now: unknown[] = [];
    for (const { request, statuses } of known.access) {
      const answered: Record<string, number> = {};
      for (const name of Object.keys(statuses))
        answered[name] = (await tools.ask(known.keys[name]?.key, request)).status;
      now.push({ request, statuses: answered });
    }
    expect(now).toEqual(known.access);
  });

  test('predictions, batches, jobs, trainings and models answer what they answered', async () => {
    for (const kind of ['predict', 'predict_batch', 'jobs', 'train', 'schema', 'models'])
      expect(Object.keys(known.answers)).toContainEqual(expect.stringMatching(`^/${kind}\\b`));
    const lost: string[] = [];
    for (const [path, { status, body }] of Object.entries(known.answers)) {
      const now = await tools.get(admin, path);
      lost.push(...findLost({ status, body }, { ...now, body: tools.settled(now.body) }, path));
    }
    expect(lost.filter((difference) => !acceptsMore(difference))).toEqual([]);
  });

  test('the files of versions and the result of a job have the same bytes', async () => {
    const files = Object.keys(known.files).map(
      async (path) =>
        [path, sha256(await bytesOf(stack.apiUrl + path, { authorization: `Bearer ${admin}` }))] as const,
    );
    expect(Object.fromEntries(await Promise.all(files))).toEqual(known.files);
    await expectFiles(known.job.id);
  });

  test('the command reports the same history of aliases and the same dead letters', async () => {
    const lost: string[] = [];
    for (const { args, output } of known.commands)
      lost.push(...findLost(output, await tools.command(...args), args.join(' ')));
    expect(lost).toEqual([]);
  });

  test('lists come to every prediction, training, version and member, page by page', async () => {
    const ids = (list: unknown[], name: string) => list.map((each) => (each as Record<string, string>)[name]);
    const predictions = await walk('/predictions?limit=3', 'after', 'next', 'predictions');
    expect(ids(predictions, 'prediction_id')).toEqual(known.predictions.listed);
    const trainings = await walk('/train?limit=2', 'after', 'next', 'trainings');
    expect(ids(trainings, 'training_id')).toEqual(known.trainings.listed);
    const path = `/predict_batch/${known.batch.id}?limit=2`;
    const members = await walk(path, 'cursor', 'next_cursor', 'results');
    expect(ids(members, 'index')).toEqual(Array.from({ length: known.batch.members }, (_, i) => i));
  });

  test('a request that comes again with its Idempotency-Key changes nothing, and another is refused', async () => {
    expect(known.replays.length).toBeGreaterThan(0);
    for (const { key, request, status, answer, otherBody, other } of known.replays) {
      const again = await tools.ask(known.keys[key]!.key, request);
      expect({ request, body: again.body }).toMatchObject({ request, body: answer });
      // 200 once the work of then has ended.
      expect([status, 200]).toContain(again.status);
      const { status: refused, body } = await tools.ask(known.keys[key]!.key, {
        ...request,
        body: otherBody,
      });
      expect({ request, status: refused, type: body.type }).toEqual({ request, ...other });
    }
    const listed = await walk('/predictions?limit=100', 'after', 'next', 'predictions');
    expect(listed).toHaveLength(known.predictions.listed.length);
    const trainings = await walk('/train?limit=100', 'after', 'next', 'trainings');
    expect(trainings).toHaveLength(known.trainings.listed.length);
  });

  test('receipts verify against the artifacts in the bucket', async () => {
    const all = await Promise.all(
      known.predictions.succeeded.map(async (id) => [id, await tools.command('verify', id)] as const),
    );
    for (const [id, verdict] of all)
      expect({ id, verdict }).toMatchObject({ verdict: { match: true, differences: [] } });
  });

  test('messages that were on a queue are read and lead to what they would have led to', async () => {
    const { messages } = known.in_flight;
    for (const queue of ['ScoreQueue', 'WebhookQueue', 'JobStepQueue', 'JobChunkQueue'])
      expect(messages.map((message) => message.queue)).toContain(queue);
    for (const { queue, body } of messages) await tools.send(queue, body);
    for (const { path, leads_to, queue, body } of messages) {
      let last: string[] = [];
      await until(`what ${body} on ${queue} leads to`, async () => {
        last = findLost(leads_to, await ok(path), path);
        return last.length === 0 ? true : undefined;
      }).catch((error: Error) => {
        throw new Error(`${error.message}: ${last.join('; ')}\n${stack.output()}`);
      });
    }
    expect(stack.output()).not.toContain('cannot be read');
    const jobs = messages.filter(({ queue }) => queue.startsWith('Job'));
    for (const { path } of jobs) await expectFiles(path.replace('/jobs/', ''));
  });

  test('a job that waited for its file takes it', async () => {
    const { awaiting, file } = known.job;
    const { request, key } = known.replays.find(({ answer }) => answer.job_id === awaiting)!;
    const { body } = await tools.ask(known.keys[key]!.key, request);
    const { Body } = await tools.s3.send(
      new GetObjectCommand({ Bucket: stack.resources.Bucket!, Key: file }),
    );
    const bytes = await Body!.transformToByteArray();
    expect((await fetch(body.upload.url, { method: 'PUT', body: bytes })).status).toBe(200);
    const started = await tools.ask(admin, { method: 'POST', path: `/jobs/${awaiting}/start`, body: {} });
    expect(started).toMatchObject({ status: 202, body: { job_id: awaiting } });
    await client().waitJob(awaiting);
    await expectFiles(awaiting);
  });

  test('an execution of the state machine of that day comes to its end with the functions of today', async () => {
    const { id, item, invocations } = known.in_flight.training;
    await tools.dynamoDb.send(
      new PutItemCommand({ TableName: stack.resources.RegistryTable!, Item: item as never }),
    );
    expect(await client().getTraining(id)).toMatchObject({ status: 'queued' });
    for (const invocation of invocations) {
      const answer = await tools.invoke(invocation.function, invocation.payload);
      expect({ ...invocation, answer }).toMatchObject({ answer: invocation.answer });
    }
    expect(await client().getTraining(id)).toMatchObject({
      status: 'succeeded',
      decision: { outcome: 'kept' },
      steps: [{}, {}, {}, {}, {}, {}, {}].map(() => ({ state: 'succeeded' })),
    });
  });

  test('an event that is delivered again starts and ends no training', async () => {
    const before = await client().listTrainings({ limit: 100 });
    for (const event of known.in_flight.events) {
      const training = await ok(`/train/${event.training}`);
      await tools.invoke(event.function, event.payload);
      expect(await ok(`/train/${event.training}`)).toEqual(training);
    }
    expect(await client().listTrainings({ limit: 100 })).toEqual(before);
  });

  test('the sweep finds a prediction whose message was lost', async () => {
    const { lost } = known.predictions;
    expect(known.answers[`/predict/${lost}`]!.body).toMatchObject({ status: 'queued' });
    await tools.invoke('scorelane-dev-requeueStale', {});
    expect(await client().wait(lost)).toMatchObject({ status: 'succeeded', model_version: 'v1' });
  });

  test('a new lead is scored by the old versions as it was, to the last digit', async () => {
    const lost: string[] = [];
    for (const { model, lead, prediction } of known.scored) {
      const now = await tools.predict(admin, lead, model);
      lost.push(...findLost(prediction, now.prediction, `${model} ${JSON.stringify(lead)}`));
    }
    expect(lost).toEqual([]);
  });

  test('a new version is made of an artifact of that day', async () => {
    const { lead, prediction } = known.scored.find(({ model }) => model === 'boosted')!;
    const saved = join(temporary, 'boosted');
    await tools.command('models', 'show', 'boosted@v1', '--save', saved);
    await tools.command('publish', join(saved, 'model.json'));
    const now = await tools.predict(admin, lead, 'boosted@v2');
    expect(now.model.version).toBe('v2');
    expect(findLost(prediction, now.prediction)).toEqual([]);
  });

  test('a receipt verifies without the stack, with its lead and its artifact', async () => {
    const { lead } = known.scored[0]!;
    const saved = join(temporary, 'v1');
    await tools.command('models', 'show', 'leads@v1', '--save', saved);
    const receipt = known.predictions.succeeded[0]!;
    const files = { receipt: known.answers[`/predict/${receipt}`]!.body, lead };
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(temporary, `${name}.json`), JSON.stringify(content));
    const verdict = await tools.command(
      'verify',
      join(temporary, 'receipt.json'),
      ...['--lead', join(temporary, 'lead.json'), '--model', join(saved, 'model.json')],
    );
    expect(verdict).toMatchObject({ match: true, differences: [] });
  });

  test('webhooks are signed with the secrets that the keys had', async () => {
    for (const [name, secret] of Object.entries(known.webhook_secrets)) {
      const told: { headers: IncomingHttpHeaders; body: string }[] = [];
      const receiver = createServer(async (request, response) => {
        let body = '';
        for await (const piece of request) body += piece;
        told.push({ headers: request.headers, body });
        response.end();
      }).listen(0, '127.0.0.1');
      await once(receiver, 'listening');
      try {
        const { port } = receiver.address() as AddressInfo;
        const caller = createClient({ baseUrl: stack.apiUrl, apiKey: known.keys[name]!.key });
        const webhook = `http://127.0.0.1:${port}/`;
        await caller.submit(known.scored[0]!.lead as never, { webhook });
        const { headers, body } = await until('the webhook', async () => told[0]);
        const [id, at] = [String(headers['webhook-id']), Number(headers['webhook-timestamp'])];
        expect(headers['webhook-signature']).toBe(new Webhook(secret).sign(id, new Date(at * 1000), body));
      } finally {
        receiver.close();
      }
    }
  });

  test('a dead letter is submitted again, under a new id', async () => {
    const [{ id }] = (await tools.command('dead-letters', 'list')) as [{ id: string }];
    await tools.command('dead-letters', 'redrive', id);
    const shown = (await tools.command('dead-letters', 'show', id)) as {
      predictions: { prediction_id: string; redriven_as: string }[];
    };
    const [{ prediction_id, redriven_as }] = shown.predictions as [(typeof shown.predictions)[0]];
    expect(prediction_id).toBe(known.predictions.dead);
    expect(await client().wait(redriven_as)).toMatchObject({ status: 'succeeded' });
    expect(await client().get(prediction_id)).toMatchObject({ status: 'failed' });
  });

  test('leads have names from now on: the folder got the table of them', async () => {
    const { lead } = known.scored[0]!;
    const headers = { authorization: `Bearer ${admin}`, 'content-type': 'application/json', prefer: 'wait' };
    const body = JSON.stringify({ lead, reference: 'a/b' });
    const answer = await fetch(`${stack.apiUrl}/predict`, { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
    const { prediction_id } = (await answer.json()) as { prediction_id: string };
    for (const path of ['/leads/a%252Fb', '/leads/a%2Fb'])
      expect(await ok(path)).toMatchObject({ reference: 'a/b', latest: { prediction_id } });
    expect((await ok('/predictions?reference=a%2Fb')).predictions).toMatchObject([{ prediction_id }]);
  });

  test('what became of leads that were scored before outcomes were kept is kept and shown', async () => {
    // Of folders of a day that knew references.
    const states = Object.entries(known.answers).flatMap(([path, { status, body }]) =>
      path.startsWith('/leads/') && status === 200 ? [body as LeadState] : [],
    );
    expect(states.length > 0).toBe(day > '2026-11-30-2');
    const told = [...states.map(({ reference }) => reference), 'nobody'];
    const occurredAt = (minutes: number) =>
      new Date(Date.parse(known.made_at) + minutes * MINUTE_MS).toISOString();
    const report = async (events: object[]) => {
      const { status, body } = await tools.ask(admin, { method: 'POST', path: '/outcomes', body: events });
      expect({ status, body }).toEqual({
        status: 200,
        body: { recorded: events.length, repeated: 0, never_scored: events.length },
      });
    };
    const won = { outcome: 'converted', occurred_at: occurredAt(5), value: 1200 };
    await report(told.map((reference) => ({ reference, ...won })));
    const latest = states.flatMap((state) => state.latest ?? []);
    const lost = { outcome: 'lost', occurred_at: occurredAt(10) };
    if (latest.length > 0) await report(latest.map(({ prediction_id }) => ({ prediction_id, ...lost })));
    for (const reference of told) {
      const isLost = latest.some((prediction) => prediction.reference === reference);
      const events = [...(isLost ? [lost] : []), won];
      const path = `/leads/${encodeURIComponent(encodeURIComponent(reference))}`;
      expect((await ok(path)).outcome).toMatchObject({
        ...events[0],
        events: events.map((event) => ({ ...event, sent_by: known.keys.admin!.id })),
      });
    }
  });

  test('what was erased stays erased', async () => {
    expect(known.predictions.erased.length).toBeGreaterThan(0);
    for (const id of known.predictions.erased)
      expect(await tools.get(admin, `/predict/${id}`)).toMatchObject({
        status: 410,
        body: { type: '/problems/prediction-erased' },
      });
  });

  test('a version is promoted and rolled back on top of the old history', async () => {
    const champion = async () => (await client().aliases('leads')).champion;
    const length = async () => ((await tools.command('models', 'history', 'leads')) as unknown[]).length;
    const before = await length();
    expect(await champion()).toBe('v1');
    await tools.command('models', 'promote', 'leads@v2', '--yes', '--force', '--why', 'upgrade');
    expect(await champion()).toBe('v2');
    await tools.command('models', 'rollback', 'leads');
    expect([await champion(), await length()]).toEqual(['v1', before + 2]);
  });

  test('a new training is compared with the old champion on leads that neither has seen', async () => {
    const { dataset, target } = known.trainings;
    const { training_id: id } = await client().startTraining({
      model: 'leads',
      dataset,
      target,
      drop: ['lead_id'],
      trainers: ['logistic'],
      folds: 3,
      seed: 21,
    });
    const training = await client().waitTraining(id);
    expect(training).toMatchObject({ status: 'succeeded', decision: { champion: 'v1' } });
    expect(training.decision!.comparison!.rows).toBeGreaterThan(50);
  });

  test('a caller without a key, where the stack asks for none, is the caller of before', async () => {
    await stack.stop();
    stack = await startLocalStack({ dataDir, env: clock });
    tools.close();
    tools = createStackTools(stack, clock);
    const { request, prediction_id, webhook_secret } = known.anonymous;
    expect(await tools.ask(undefined, request)).toMatchObject({
      status: 200,
      body: { prediction_id, status: 'succeeded' },
    });
    expect(await tools.command('keys', 'webhook-secret')).toMatchObject({ secret: webhook_secret });
  });
});
