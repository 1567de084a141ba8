import { TransientError } from '../../../lib/errors.ts';
import { erasePrediction } from '../../../lib/prediction/cancel-prediction.ts';
import { giveUpPredictions } from '../../../lib/prediction/give-up-predictions.ts';
import { redriveLetter } from '../../../lib/prediction/redrive-letter.ts';
import { scorePredictions } from '../../../lib/prediction/score-predictions.ts';
import { submitBatch } from '../../../lib/prediction/submit-batch.ts';
import { promoteVersion } from '../../../lib/registry/move-alias.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

/** A world in which the leads of a batch were given up. */
async function createWorld() {
  const world = createMemoryWorld();
  await world.publish();
  const inputs = [EXAMPLE_LEAD, { ...EXAMPLE_LEAD, visits: 77 }];
  const submission = await submitBatch(world, 'leads', inputs);
  if (!submission.ok) throw new Error('expected leads that fit');
  const { id } = submission.batch;
  const [body] = world.queue.takeAll();
  const giveUp = () =>
    giveUpPredictions(world, { id: 'letter', body: body!, receiveCount: 5, sentAt: world.clock.now() });
  return {
    ...world,
    ids: { next: () => crypto.randomUUID() },
    members: [`${id}-0`, `${id}-1`] as const,
    giveUp,
  };
}

const itemsOf = async ({ deadLetters }: Awaited<ReturnType<typeof createWorld>>) =>
  JSON.parse((await deadLetters.get('letter'))!.body).items as { id: string; lead: { visits: number } }[];

test('erasing a prediction reaches its dead letter, and nothing else in it', async () => {
  const world = await createWorld();
  await world.giveUp();
  expect(await itemsOf(world)).toHaveLength(2);
  await erasePrediction(world, world.members[1]);
  const left = await itemsOf(world);
  expect(left.map(({ id }) => id)).toEqual([world.members[0]]);
  expect(left.map(({ lead }) => lead.visits)).toEqual([EXAMPLE_LEAD.visits]);
});

test('what was erased before its message was given up is not kept with it', async () => {
  const world = await createWorld();
  await erasePrediction(world, world.members[1]);
  expect(await world.giveUp()).toEqual([world.members[0]]);
  expect((await itemsOf(world)).map(({ id }) => id)).toEqual([world.members[0]]);
});

test('redriven leads are scored under new ids by the version that serves; what failed stays failed', async () => {
  const world = await createWorld();
  await world.giveUp();
  await world.publish({ intercept: 2 });
  await promoteVersion(world, { name: 'leads', version: 'v2', alias: 'champion', by: 'test' });
  // What an alias points to is remembered for half a minute.
  world.passTime(60_000);
  const { redriven, refused } = await redriveLetter(world, 'letter');
  expect(refused).toEqual([]);
  expect(redriven.map(({ from }) => from)).toEqual([...world.members]);
  for (const body of world.queue.takeAll()) await scorePredictions(world, body);
  for (const { from, to } of redriven) {
    expect(await world.store.get(from)).toMatchObject({ status: 'failed' });
    expect(await world.store.get(to)).toMatchObject({ status: 'succeeded', model: { version: 'v2' } });
  }
  expect(await world.deadLetters.get('letter')).toMatchObject({ redriven });
  // Again: the same ids, no second prediction.
  expect((await redriveLetter(world, 'letter')).redriven).toEqual(redriven);
});

test('a redrive that breaks off is completed by the next', async () => {
  const world = await createWorld();
  await world.giveUp();
  let sends = 0;
  const queue = {
    ...world.queue,
    send: (job: Parameters<typeof world.queue.send>[0]) =>
      ++sends === 2 ? Promise.reject(new TransientError('away')) : world.queue.send(job),
  };
  await expect(redriveLetter({ ...world, queue }, 'letter')).rejects.toThrow('could not be queued');
  const { redriven } = await redriveLetter(world, 'letter');
  expect(redriven).toHaveLength(2);
});

test('a letter that is not there, or holds no job, is refused in words', async () => {
  const world = await createWorld();
  await expect(redriveLetter(world, 'none')).rejects.toThrow('there is no dead letter none');
  const now = world.clock.now();
  await world.deadLetters.keep({ id: 'x', body: 'rubbish', receiveCount: 5, sentAt: now, givenUpAt: now });
  await expect(redriveLetter(world, 'x')).rejects.toThrow('score job: expected JSON');
});
