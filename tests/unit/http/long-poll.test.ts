import { createKey } from '../../../lib/auth/api-key.ts';
import { createAuthenticator } from '../../../lib/auth/authenticate.ts';
import type { Scope } from '../../../lib/auth/scope.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { createPolls, MOST_POLLS } from '../../../lib/http/long-poll.ts';
import { cancelJob } from '../../../lib/jobs/finish-job.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { as } from '../../support/api-under-test.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

/** As long as the function of the API may take. */
const LAMBDA = { getRemainingTimeInMillis: () => 29_000 };
const SILENT = { info() {}, error() {} };
let world: MemoryWorld;
/** What happens during a pause, by its number; and the pauses that were made, milliseconds. */
let during: Record<number, () => Promise<unknown>>;
let pauses: number[];
let call: ReturnType<typeof createCaller>;
let reads: string[];
beforeEach(async () => {
  world = createMemoryWorld();
  await world.publish();
  [during, pauses, reads] = [{}, [], []];
  const { store } = world;
  const counted = {
    ...store,
    get(id: string) {
      reads.push(id);
      return store.get(id);
    },
    getMany(ids: readonly string[], options?: object) {
      reads.push(...ids);
      return store.getMany(ids, options);
    },
  };
  const polls = createPolls(async (milliseconds) => {
    pauses.push(milliseconds);
    world.passTime(milliseconds);
    await during[pauses.length]?.();
  });
  call = createCaller(createApi({ ...world, store: counted, polls }, SILENT), LAMBDA);
});
const work = async () => {
  for (const message of world.queue.takeAll()) await scorePredictions(world, message);
};
const waited = () => pauses.reduce((sum, ms) => sum + ms, 0);

/** The path of each kind of work that a request can wait for, and what ends it. */
const KINDS = {
  prediction: async () => {
    const { headers } = await call('POST', '/predict', { body: JSON.stringify(EXAMPLE_LEAD) });
    return { path: String(headers.location), end: work, ended: 'succeeded' };
  },
  'member of a batch': async () => {
    const { body } = await call('POST', '/predict_batch', { body: JSON.stringify([EXAMPLE_LEAD]) });
    return { path: `/predict/${body.batch_id}-0`, end: work, ended: 'succeeded' };
  },
  batch: async () => {
    const body = JSON.stringify(Array.from({ length: 10 }, () => EXAMPLE_LEAD));
    const { headers } = await call('POST', '/predict_batch', { body });
    return { path: String(headers.location), end: work, ended: 'done' };
  },
  job: async () => {
    const { body, headers } = await call('POST', '/jobs', { body: JSON.stringify({ size: 9 }) });
    return { path: String(headers.location), end: () => cancelJob(world, body.job_id), ended: 'canceled' };
  },
};

describe.each(Object.entries(KINDS))('a %s', (_kind, submit) => {
  test('is answered as soon as it is final', async () => {
    const { path, end, ended } = await submit();
    during[4] = end;
    const { status, headers, body } = await call('GET', `${path}?wait=10`);
    expect([status, body.status, headers['retry-after']]).toEqual([200, ended, undefined]);
    expect(pauses).toHaveLength(4);
  });

  test('that is final is answered at once', async () => {
    const { path, end, ended } = await submit();
    await end();
    expect((await call('GET', `${path}?wait=20`)).body.status).toBe(ended);
    expect(pauses).toEqual([]);
  });

  test.each([1, 10, 20])('that is not final after %i s is answered as it is', async (seconds) => {
    const { path } = await submit();
    const { status, headers, body } = await call('GET', `${path}?wait=${seconds}`);
    expect([status, headers['retry-after']]).toEqual([200, expect.stringMatching(/^[12]$/)]);
    expect(['queued', 'awaiting_upload']).toContain(body.status);
    expect(waited()).toBe(1000 * seconds);
  });

  test('is answered at once without wait', async () => {
    const { path } = await submit();
    expect((await call('GET', path)).status).toBe(200);
    expect(pauses).toEqual([]);
  });

  test.each(['0', '21', '-1', '1.5', '', 'ten', '1e1', '00001'])(
    'wait=%s: 400 with the range',
    async (text) => {
      const { path } = await submit();
      expect(await call('GET', `${path}?wait=${text}`)).toMatchObject({
        status: 400,
        body: { detail: 'wait: expected a whole number from 1 to 20' },
      });
      expect(pauses).toEqual([]);
    },
  );
});

test('pauses grow from 50 ms to a second', async () => {
  const { path } = await KINDS.prediction();
  await call('GET', `${path}?wait=20`);
  expect(pauses[0]).toBe(50);
  expect(pauses.every((ms, i) => i === pauses.length - 1 || ms >= (pauses[i - 1] ?? 0))).toBe(true);
  expect(Math.max(...pauses)).toBe(1000);
  // What docs/costs.md says a wait of 20 s reads.
  expect(reads).toHaveLength(27);
});

test('of a batch one member is read, as long as that one is queued', async () => {
  const { path } = await KINDS.batch();
  await call('GET', `${path}?wait=20`);
  expect(reads.length).toBe(10 + 26);
  const [id] = path.split('/').slice(-1);
  expect(new Set(reads.slice(10))).toEqual(new Set([`${id}-9`]));
});

test('a batch of which the last lead is scored first', async () => {
  const { path } = await KINDS.batch();
  const message = JSON.parse(world.queue.takeAll()[0]!);
  const score = (items: unknown[]) => scorePredictions(world, JSON.stringify({ ...message, items }));
  during[2] = () => score(message.items.slice(5));
  during[5] = () => score(message.items.slice(0, 5));
  expect((await call('GET', `${path}?wait=20`)).body).toMatchObject({
    status: 'done',
    counts: { succeeded: 10 },
  });
  expect(pauses).toHaveLength(5);
});

test('what is erased meanwhile is 410', async () => {
  const { path } = await KINDS.prediction();
  during[3] = () => call('DELETE', path);
  expect((await call('GET', `${path}?wait=20`)).status).toBe(410);
  const batch = await KINDS.batch();
  during[pauses.length + 2] = () => call('DELETE', batch.path);
  expect((await call('GET', `${batch.path}?wait=20`)).status).toBe(410);
});

test('what does not exist is 404 at once', async () => {
  for (const path of ['/predict', '/predict_batch', '/jobs'])
    expect((await call('GET', `${path}/${crypto.randomUUID()}?wait=20`)).status).toBe(404);
  expect(pauses).toEqual([]);
});

test('ends two seconds before the function does', async () => {
  const { path } = await KINDS.prediction();
  expect((await call('GET', `${path}?wait=20`, { remainingMs: 5000 })).status).toBe(200);
  expect(waited()).toBe(3000);
  pauses = [];
  expect((await call('GET', `${path}?wait=20`, { remainingMs: 1500 })).status).toBe(200);
  expect(pauses).toEqual([]);
});

test('beyond a hundred at once a request is answered as if it had not asked', async () => {
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  let asleep = 0;
  const polls = createPolls(async () => {
    asleep += 1;
    await gate;
    await work();
  });
  const crowd = createCaller(createApi({ ...world, polls }, SILENT), LAMBDA);
  const { path } = await KINDS.prediction();
  const waiting = Array.from({ length: MOST_POLLS }, () => crowd('GET', `${path}?wait=20`));
  // Each has come to its first pause.
  while (asleep < MOST_POLLS) await new Promise(setImmediate);
  expect((await crowd('GET', `${path}?wait=20`)).body.status).toBe('queued');
  expect(asleep).toBe(MOST_POLLS);
  open();
  for (const answer of await Promise.all(waiting)) expect(answer.body.status).toBe('succeeded');
  // Those that are answered make room, also those that failed.
  expect(polls.waiting).toBe(0);
});

test('a form is answered at once: its key is public, and who waits occupies a function', async () => {
  const keyOf = async (scope: Scope) => {
    const { key, stored } = createKey({ name: 'n', scope, createdAt: world.clock.now(), createdBy: 'test' });
    await world.keys.add(stored);
    return { headers: as(key) };
  };
  const polls = createPolls(async (milliseconds) => {
    pauses.push(milliseconds);
    world.passTime(milliseconds);
  });
  const withKeys = createCaller(
    createApi({ ...world, polls, authenticate: createAuthenticator(world) }, SILENT),
    LAMBDA,
  );
  const { path } = await KINDS.prediction();
  expect(await withKeys('GET', `${path}?wait=20`, await keyOf('form'))).toMatchObject({
    status: 200,
    headers: { 'retry-after': '1' },
    body: { status: 'queued' },
  });
  expect(pauses).toEqual([]);
  expect((await withKeys('GET', `${path}?wait=20`, await keyOf('predict'))).status).toBe(200);
  expect(waited()).toBe(20_000);
});
