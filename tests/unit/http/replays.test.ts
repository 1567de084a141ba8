import { createApi } from '../../../lib/http/create-api.ts';
import { giveUpPredictions } from '../../../lib/prediction/give-up-predictions.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { fail } from '../../../lib/trainings/steps/fail.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';
import { runJobs } from '../../support/run-jobs.ts';

let world: MemoryWorld;
let call: ReturnType<typeof createCaller>;
beforeEach(async () => {
  world = createMemoryWorld();
  await world.publish();
  call = createCaller(createApi(world, { info() {}, error() {} }));
  await world.files.write('history/a.csv', Buffer.from('source,visits\nweb,1\n'), 'text/csv');
});
const score = async () => {
  for (const message of world.queue.takeAll()) await scorePredictions(world, message);
};

const SOURCE = 's3://bucket/history/a.csv';
const cases: readonly [
  path: string,
  body: unknown,
  finish: (body: Record<string, string>) => Promise<unknown>,
][] = [
  ['/predict', EXAMPLE_LEAD, score],
  ['/predict_batch', [EXAMPLE_LEAD, EXAMPLE_LEAD], score],
  ['/jobs', { source: SOURCE }, () => runJobs(world, { chunkBytes: 1000 })],
  [
    '/train',
    { dataset: 'history/a.csv', target: 'visits' },
    ({ training_id }) => fail(world, training_id!, { Error: 'InputError', Cause: 'why' }),
  ],
];

describe.each(cases)('POST %s', (path, body, finish) => {
  const post = (key: string | undefined, prefer?: string) =>
    call('POST', path, {
      body: JSON.stringify(body),
      headers: {
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(prefer === undefined ? {} : { prefer }),
      },
    });
  const told = ({ status, headers }: Awaited<ReturnType<typeof call>>) => [
    status,
    headers['idempotent-replayed'],
    headers['retry-after'] !== undefined,
  ];

  test('a key that came before: 202 while it is open, 200 once it is final, and the header says so', async () => {
    const first = await post('k');
    expect(told(first)).toEqual([202, undefined, true]);
    expect(told(await post('k'))).toEqual([202, 'true', true]);
    await finish(first.body);
    const again = await post('k');
    expect(told(again)).toEqual([200, 'true', false]);
    expect(again.headers.location).toBe(first.headers.location);
    const { body: found } = await call('GET', String(first.headers.location));
    for (const name of ['prediction_id', 'batch_id', 'job_id', 'training_id'])
      expect(again.body[name]).toBe(found[name]);
    if (path === '/predict_batch') expect(again.body.predictions).toEqual(found.results);
    else expect(again.body.status).toBe(found.status);
  });

  test('another key, or none, is nothing of before', async () => {
    const first = await post('k');
    for (const key of ['l', undefined]) {
      const other = await post(key);
      expect(told(other)).toEqual([202, undefined, true]);
      expect(other.headers.location).not.toBe(first.headers.location);
    }
  });

  test('twenty at once: one is the first', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('k')));
    const replayed = answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true');
    expect([replayed.length, new Set(answers.map(({ headers }) => headers.location)).size]).toEqual([19, 1]);
  });
});

test('a lead that failed is final, too', async () => {
  const post = () =>
    call('POST', '/predict', { body: JSON.stringify(EXAMPLE_LEAD), headers: { 'idempotency-key': 'k' } });
  await post();
  const [message] = world.queue.takeAll();
  await giveUpPredictions(world, { id: 'm', body: message!, receiveCount: 5, sentAt: world.clock.now() });
  expect(await post()).toMatchObject({ status: 200, body: { status: 'failed' } });
});

test('a wait that was not needed is no replay', async () => {
  const answer = await call('POST', '/predict', {
    body: JSON.stringify(EXAMPLE_LEAD),
    headers: { 'idempotency-key': 'k', prefer: 'wait' },
  });
  expect([answer.status, answer.headers['idempotent-replayed']]).toEqual([200, undefined]);
});
