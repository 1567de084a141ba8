import { memberId } from '../../../lib/prediction/batch.ts';
import { erasePrediction } from '../../../lib/prediction/cancel-prediction.ts';
import {
  BACKLOG,
  MOST_BATCH_CHECKS,
  MOST_REQUEUES,
  requeueStale,
  STALE_MS,
} from '../../../lib/prediction/requeue-stale.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { submitBatch } from '../../../lib/prediction/submit-batch.ts';
import { submitPrediction } from '../../../lib/prediction/submit-prediction.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

async function createWorld() {
  const world = createMemoryWorld();
  await world.publish();
  const submit = async (options = {}) => {
    const submission = await submitPrediction(world, 'leads', EXAMPLE_LEAD, options);
    if (!submission.ok) throw new Error('expected a lead that fits');
    return submission.prediction.id;
  };
  const submitMany = async (count: number, options = {}) => {
    const inputs = Array.from({ length: count }, () => EXAMPLE_LEAD);
    const submission = await submitBatch(world, 'leads', inputs, options);
    if (!submission.ok) throw new Error('expected leads that fit');
    return submission.batch.id;
  };
  const lose = () => world.queue.takeAll().length;
  const work = async () => {
    for (const body of world.queue.takeAll()) await scorePredictions(world, body);
  };
  const later = () => {
    world.passTime(STALE_MS);
    return requeueStale(world);
  };
  const statusOf = async (id: string) => (await world.store.get(id))?.status;
  return { ...world, submit, submitMany, lose, work, later, statusOf };
}

const NOTHING = { waiting: 0, requeued: 0, failed: 0, expired: 0, closed: 0 };

test('a prediction whose message was lost is queued again, and scored with the version it was accepted with', async () => {
  const world = await createWorld();
  const id = await world.submit();
  expect(world.lose()).toBe(1);
  await world.publish({ intercept: 3 });
  world.passTime(STALE_MS - 1);
  expect(await requeueStale(world)).toEqual(NOTHING);
  world.passTime(1);
  expect(await requeueStale(world)).toEqual({ ...NOTHING, requeued: 1 });
  // It is waiting again: not in the next run.
  await world.work();
  expect(await world.store.get(id)).toMatchObject({ status: 'succeeded', model: { version: 'v1' } });
  expect(await world.later()).toEqual(NOTHING);
});

test('is given up after a bounded number of times, with the reason', async () => {
  const world = await createWorld();
  const id = await world.submit({ webhook: { url: 'https://example.com/', caller: 'k' } });
  world.lose();
  for (let i = 0; i < MOST_REQUEUES; i++) {
    expect(await world.later()).toEqual({ ...NOTHING, requeued: 1 });
    expect(world.lose()).toBe(1);
  }
  expect(await world.later()).toEqual({ ...NOTHING, failed: 1 });
  expect(await world.store.get(id)).toMatchObject({ status: 'failed', failure: { code: 'never_scored' } });
  expect(world.webhooks.takeAll()).toEqual([{ id }]);
  expect(await world.later()).toEqual(NOTHING);
});

test('what ends meanwhile stays as it is', async () => {
  const world = await createWorld();
  const [scored, erased] = [await world.submit(), await world.submit()];
  await world.work();
  await world.store.erase(erased);
  expect(await world.later()).toEqual(NOTHING);
  expect([await world.statusOf(scored), await world.statusOf(erased)]).toEqual(['succeeded', 'erased']);
});

test('a send that fails counts, so that the number stays bounded', async () => {
  const world = await createWorld();
  const id = await world.submit();
  world.lose();
  const broken = { ...world, queue: { ...world.queue, send: () => Promise.reject(new Error('away')) } };
  for (let i = 0; i < MOST_REQUEUES; i++) {
    world.passTime(STALE_MS);
    await expect(requeueStale(broken)).rejects.toThrow('away');
  }
  expect(await world.later()).toEqual({ ...NOTHING, failed: 1 });
  expect(await world.statusOf(id)).toBe('failed');
});

test('a backlog is no loss: nothing is queued twice while many messages wait', async () => {
  const world = await createWorld();
  await world.submit();
  const queue = { ...world.queue, waiting: async () => BACKLOG + 1 };
  world.passTime(STALE_MS);
  expect(await requeueStale({ ...world, queue })).toEqual({ ...NOTHING, waiting: BACKLOG + 1 });
});

test('a batch whose members are final is closed', async () => {
  const world = await createWorld();
  const id = await world.submitMany(3, { lenient: true });
  await world.work();
  expect(await world.later()).toEqual({ ...NOTHING, closed: 1 });
  expect(await world.later()).toEqual(NOTHING);
  expect(await world.store.listOpen(world.clock.now(), 10)).toEqual([]);
  expect(await world.store.getBatch(id)).toMatchObject({ count: 3 });
});

test('of a batch whose message was lost, the members fail after a day, and its end is told', async () => {
  const world = await createWorld();
  const id = await world.submitMany(2, { webhook: { url: 'https://example.com/', caller: 'k' } });
  world.lose();
  await erasePrediction(world, memberId(id, 0));
  for (let i = 0; i < MOST_BATCH_CHECKS; i++) expect(await world.later()).toEqual(NOTHING);
  expect(await world.later()).toEqual({ ...NOTHING, failed: 1, closed: 1 });
  expect(await world.statusOf(memberId(id, 0))).toBe('erased');
  expect(await world.store.get(memberId(id, 1))).toMatchObject({
    status: 'failed',
    failure: { code: 'never_scored' },
  });
  expect(world.webhooks.takeAll()).toEqual([{ id }]);
  expect(await world.later()).toEqual(NOTHING);
});
