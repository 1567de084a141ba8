import { OPTION_DEFAULTS } from '../../../lib/contract/training-words.ts';
import { TransientError } from '../../../lib/errors.ts';
import { GIVE_UP_MS, startWaiting, WAITING_MS } from '../../../lib/trainings/start-waiting.ts';
import { submitTraining } from '../../../lib/trainings/submit-training.ts';
import { TRIGGERED_POLICY } from '../../../lib/trainings/training-policy.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

let world: ReturnType<typeof createMemoryWorld>;
beforeEach(() => {
  world = createMemoryWorld();
});
const NOTHING = { trainingsStarted: 0, trainingsGivenUp: 0 };
const submit = () =>
  submitTraining(world, {
    ...{ model: 'm', trigger: 'upload', by: 'upload', datasetKey: 'a.csv' },
    planned: {
      options: { ...OPTION_DEFAULTS, target: 'converted' },
      policy: TRIGGERED_POLICY,
      inherited: [],
    },
  });
/** A training that is stored, while Step Functions is away. @returns its id */
async function strand(): Promise<string> {
  const start = jest.spyOn(world.workflow, 'start').mockRejectedValueOnce(new TransientError('away'));
  await expect(submit()).rejects.toThrow('away');
  start.mockRestore();
  return (await world.trainings.list({ limit: 1 })).trainings[0]!.id;
}

test('what was accepted and not started is started, after a while', async () => {
  const id = await strand();
  expect(await startWaiting(world)).toEqual(NOTHING);
  expect(world.workflow.started).toEqual([]);
  world.passTime(WAITING_MS + 1);
  expect(await startWaiting(world)).toEqual({ ...NOTHING, trainingsStarted: 1 });
  expect(world.workflow.started).toEqual([id]);
  await world.trainings.change(id, { status: 'running' });
  expect(await startWaiting(world)).toEqual(NOTHING);
});

test('what nothing can start for an hour has failed, and says so', async () => {
  const id = await strand();
  await submit();
  world.passTime(GIVE_UP_MS);
  // One that cannot be started does not keep another from it.
  const start = jest.spyOn(world.workflow, 'start').mockRejectedValueOnce(new TransientError('away'));
  await expect(startWaiting(world)).rejects.toThrow('away');
  expect(start).toHaveBeenCalledTimes(2);
  world.passTime(1);
  expect(await startWaiting(world)).toEqual({ ...NOTHING, trainingsGivenUp: 2 });
  const training = await world.trainings.get(id);
  expect(training).toMatchObject({ status: 'failed', failure: { code: 'NotStarted' } });
  expect(training!.completedAt).toEqual(world.clock.now());
  expect(await startWaiting(world)).toEqual(NOTHING);
});

test('one that waits behind hundreds of later ones is started, too', async () => {
  const id = await strand();
  world.passTime(1);
  for (let i = 0; i < 250; i++) {
    const training = await submit();
    await world.trainings.change(training.id, { status: i % 2 === 0 ? 'running' : 'succeeded' });
  }
  world.passTime(WAITING_MS + 1);
  const started = world.workflow.started.length;
  expect(await startWaiting(world)).toEqual({ ...NOTHING, trainingsStarted: 1 });
  expect(world.workflow.started.slice(started)).toEqual([id]);
});

test('one that is given up is told of, even when another cannot be started', async () => {
  const id = await strand();
  world.passTime(GIVE_UP_MS - WAITING_MS);
  await strand();
  world.passTime(WAITING_MS + 1);
  jest.spyOn(world.workflow, 'start').mockRejectedValue(new TransientError('away'));
  const onGivenUp = jest.fn();
  for (const _ of ['once', 'twice']) await expect(startWaiting(world, onGivenUp)).rejects.toThrow('away');
  expect(onGivenUp).toHaveBeenCalledTimes(1);
  expect(await world.trainings.get(id)).toMatchObject({ status: 'failed', failure: { code: 'NotStarted' } });
});
