import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { backOffMs, readRetryAfter, sleep } from '../../../lib/client/back-off.ts';
import { ApiError, ConnectionError, createClient, WaitTimeoutError } from '../../../lib/client/index.ts';

/** Answers of the server, in their order; the last one again and again. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void;
let server: Server;
let answers: Answer[];
let seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
let slept: number[];

beforeEach(async () => {
  [answers, seen, slept] = [[], [], []];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    (answers.length > 1 ? answers.shift()! : answers[0]!)(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
});

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
const prediction = (status: string) => ({
  prediction_id: 'p1',
  status,
  model_version: 'v1',
  prediction: null,
});
const hangUp: Answer = (request) => {
  request.socket.destroy();
};

function connect(options: Partial<Parameters<typeof createClient>[0]> = {}) {
  const waiting = {
    random: () => 0.5,
    sleep: async (milliseconds: number, signal: AbortSignal | undefined) => {
      signal?.throwIfAborted();
      slept.push(milliseconds);
    },
  };
  const { port } = server.address() as AddressInfo;
  return createClient({ baseUrl: `http://127.0.0.1:${port}/`, waiting, ...options });
}

test('submits once, with a key of its own for every lead', async () => {
  answers = [json(202, prediction('queued'))];
  const client = connect({ apiKey: 'secret' });
  expect(await client.submit({ visits: 9 })).toEqual(prediction('queued'));
  await client.submit({ visits: 9 });
  expect(seen[0]).toMatchObject({ method: 'POST', url: '/predict', body: '{"visits":9}' });
  expect(seen[0]!.headers).toMatchObject({
    authorization: 'Bearer secret',
    'content-type': 'application/json',
  });
  expect(seen[0]!.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
  expect(seen[1]!.headers['idempotency-key']).not.toBe(seen[0]!.headers['idempotency-key']);
});

test('tries again after a lost connection and after 503, with the same key, no sooner than the server asks', async () => {
  answers = [
    hangUp,
    json(503, { detail: 'try again' }, { 'retry-after': '3' }),
    json(429, {}),
    json(202, prediction('queued')),
  ];
  await connect().submit({});
  expect(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(slept).toEqual([100, 3200, 400]);
});

test.each([400, 401, 404, 409, 410, 413, 422])('does not repeat what was answered %i', async (status) => {
  const problem = { type: '/problems/x', title: 'X', detail: 'why', errors: [{ field: 'a', message: 'b' }] };
  answers = [json(status, problem, { 'x-request-id': 'r1' })];
  const error = await connect()
    .submit({})
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status, message: 'why', requestId: 'r1', problem: { ...problem, status } });
  expect(seen).toHaveLength(1);
});

test('gives up after the last try with the last error', async () => {
  answers = [
    (_, response) => {
      response.writeHead(502, { 'content-type': 'text/html' });
      response.end('<h1>Bad gateway</h1>');
    },
  ];
  await expect(connect({ retries: 2 }).get('p1')).rejects.toMatchObject({ name: 'ApiError', status: 502 });
  expect(seen).toHaveLength(3);
});

test('cancels and erases', async () => {
  answers = [
    json(200, prediction('canceled')),
    (_, response) => {
      response.writeHead(204);
      response.end();
    },
  ];
  expect(await connect().cancel('p1')).toEqual(prediction('canceled'));
  expect(await connect().erase('a/b')).toBeUndefined();
  expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST /predict/p1/cancel',
    'DELETE /predict/a%2Fb',
  ]);
});

test('says when nobody answers', async () => {
  answers = [hangUp];
  const failing = connect({ retries: 1 }).get('p1');
  await expect(failing).rejects.toThrow(ConnectionError);
  await expect(failing).rejects.toThrow(/^http:\/\/127\.0\.0\.1:\d+ cannot be reached: /);
});

test('a try that takes too long counts as not answered', async () => {
  answers = [() => {}];
  // Counted here: a slow machine may end a try before the server has seen it.
  let tries = 0;
  const client = connect({
    retries: 1,
    timeoutMs: 20,
    fetch: (...call) => {
      tries += 1;
      return fetch(...call);
    },
  });
  await expect(client.get('p1')).rejects.toThrow('no answer in time');
  expect(tries).toBe(2);
});

test('schema: of the model that is named, with the version that it is of', async () => {
  answers = [
    json(200, { title: 'Lead', 'x-model': { name: 'leads', version: 'v2' } }),
    json(200, { title: 'Lead', 'x-model': { name: 'leads', version: 'v1' } }),
  ];
  expect((await connect().schema({ model: 'leads@challenger' }))['x-model'].version).toBe('v2');
  expect((await connect().schema())['x-model'].version).toBe('v1');
  expect(seen.map(({ url }) => url)).toEqual(['/schema?model=leads%40challenger', '/schema']);
});

test('a lead that was stored but not queued is not sent again: its id is good', async () => {
  answers = [json(503, { prediction_id: 'p1', detail: 'not queued' }), json(200, prediction('queued'))];
  expect(await connect().submit({})).toEqual(prediction('queued'));
  expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /predict', 'GET /predict/p1']);
});

test('predict has the lead scored in the request, else asks from 50 ms on, and tells of every poll', async () => {
  answers = [
    json(202, prediction('queued')),
    json(200, prediction('queued'), { 'retry-after': '2' }),
    json(200, prediction('queued')),
    json(200, prediction('succeeded')),
  ];
  const polls: string[] = [];
  const done = await connect().predict({}, { onPoll: ({ status }) => polls.push(status) });
  expect(done.status).toBe('succeeded');
  expect(polls).toEqual(['queued', 'queued']);
  expect(slept).toEqual([55, 110]);
  expect(seen[0]!.headers.prefer).toBe('wait');
  expect(seen.slice(1).map(({ url }) => url)).toEqual(Array(3).fill('/predict/p1?wait=20'));
});

test('waiting ends in time, and names the id', async () => {
  answers = [json(200, prediction('queued'))];
  const waiting = connect().wait('p1', { timeoutMs: 3000 });
  await expect(waiting).rejects.toThrow(WaitTimeoutError);
  await expect(waiting).rejects.toMatchObject({ id: 'p1' });
  expect(slept).toEqual([55, 110, 220, 440, 880, 1100]);
});

test('an id that is not one of ours stays one segment of the path', async () => {
  answers = [json(404, {})];
  await expect(connect().get('../health?')).rejects.toMatchObject({ status: 404 });
  expect(seen[0]!.url).toBe('/predict/..%2Fhealth%3F');
});

test('an aborted call ends with the signal’s reason', async () => {
  answers = [json(200, prediction('queued'))];
  const controller = new AbortController();
  const waiting = connect().wait('p1', {
    signal: controller.signal,
    onPoll: () => controller.abort(new Error('enough')),
  });
  await expect(waiting).rejects.toThrow('enough');
});

test('health is an answer when something is out of order, too', async () => {
  answers = [json(503, { status: 'failing', checks: {} })];
  expect(await connect().health()).toEqual({ status: 'failing', checks: {} });
  expect(seen).toHaveLength(1);
});

test.each([
  ['2', 2000],
  ['Sat, 01 Jan 2000 00:00:05 GMT', 5000],
  ['Fri, 31 Dec 1999 00:00:00 GMT', 0],
  ['3600', undefined],
  ['soon', undefined],
])('Retry-After: %s', (text, milliseconds) => {
  expect(readRetryAfter(new Headers({ 'retry-after': text }), Date.UTC(2000, 0, 1))).toBe(milliseconds);
});

test('backs off twice as long each time, up to ten seconds', () => {
  const longest = (attempt: number) => backOffMs(attempt, undefined, () => 1);
  expect([0, 1, 2, 5, 6, 100].map(longest)).toEqual([200, 400, 800, 6400, 10_000, 10_000]);
});

test('sleep is ended by its signal', async () => {
  const controller = new AbortController();
  const sleeping = sleep(1e6, controller.signal);
  controller.abort(new Error('woken'));
  await expect(sleeping).rejects.toThrow('woken');
  await expect(sleep(0)).resolves.toBeUndefined();
});

describe('batches', () => {
  const state = (status: string, queued: number) => ({ batch_id: 'b1', status, counts: { queued } });

  test('submits together, with a key of its own', async () => {
    answers = [hangUp, json(202, { batch_id: 'b1' })];
    const client = connect();
    await client.submitBatch([{ visits: 9 }, { visits: 1 }], { model: 'leads@v2', lenient: true });
    expect(seen[1]).toMatchObject({
      method: 'POST',
      url: '/predict_batch?model=leads%40v2',
      body: '[{"visits":9},{"visits":1}]',
    });
    expect(seen[1]!.headers).toMatchObject({ prefer: 'handling=lenient' });
    expect(new Set(seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  test('waits until none is queued, then reads every page', async () => {
    answers = [
      json(200, { ...state('queued', 2), results: [] }),
      json(200, { ...state('done', 0), results: [] }),
      json(200, { ...state('done', 0), results: [{ index: 0 }], next_cursor: '1' }),
      json(200, { ...state('done', 0), results: [{ index: 1 }], next_cursor: null }),
    ];
    const told: number[] = [];
    const results = await connect().waitBatch('b1', { onPoll: ({ counts }) => told.push(counts.queued) });
    expect(results).toEqual([{ index: 0 }, { index: 1 }]);
    expect(told).toEqual([2]);
    expect(seen.map(({ url }) => url)).toEqual([
      '/predict_batch/b1?cursor=0&limit=1',
      '/predict_batch/b1?cursor=0&limit=1',
      '/predict_batch/b1?cursor=0&limit=500',
      '/predict_batch/b1?cursor=1&limit=500',
    ]);
  });

  test('gives up in time, and names the batch', async () => {
    answers = [json(200, { ...state('queued', 2), results: [] })];
    await expect(connect().waitBatch('b1', { timeoutMs: 2000 })).rejects.toMatchObject({
      name: 'WaitTimeoutError',
      message: expect.stringContaining('batch b1'),
    });
  });
});

test('tells where the aliases of a model point', async () => {
  answers = [json(200, { name: 'leads', aliases: { champion: 'v3' }, versions: [] })];
  expect(await connect().aliases('leads')).toEqual({ champion: 'v3' });
  expect(seen[0]).toMatchObject({ method: 'GET', url: '/models/leads' });
});
