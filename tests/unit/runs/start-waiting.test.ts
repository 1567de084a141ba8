import { TransientError } from '../../../lib/errors.ts';
import { OPTION_DEFAULTS } from '../../../lib/runs/run-options.ts';
import { GIVE_UP_MS, startWaiting, WAITING_MS } from '../../../lib/runs/start-waiting.ts';
import { submitRun } from '../../../lib/runs/submit-run.ts';
import { TRIGGERED_POLICY } from '../../../lib/runs/training-policy.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

let world: ReturnType<typeof createMemoryWorld>;
beforeEach(() => {
  world = createMemoryWorld();
});
const NOTHING = { trainingsStarted: 0, trainingsGivenUp: 0 };
const submit = () =>
  submitRun(world, {
    ...{ model: 'm', trigger: 'upload', by: 'upload', datasetKey: 'a.csv' },
    planned: {
      options: { ...OPTION_DEFAULTS, target: 'converted' },
      policy: TRIGGERED_POLICY,
      inherited: [],
    },
  });
/** A run that is stored, while Step Functions is away. @returns its id */
async function strand(): Promise<string> {
  const start = jest.spyOn(world.workflow, 'start').mockRejectedValueOnce(new TransientError('away'));
  await expect(submit()).rejects.toThrow('away');
  start.mockRestore();
  return (await world.runs.list({ limit: 1 })).runs[0]!.id;
}

test('what was accepted and not started is started, after a while', async () => {
  const id = await strand();
  expect(await startWaiting(world)).toEqual(NOTHING);
  expect(world.workflow.started).toEqual([]);
  world.passTime(WAITING_MS + 1);
  expect(await startWaiting(world)).toEqual({ ...NOTHING, trainingsStarted: 1 });
  expect(world.workflow.started).toEqual([id]);
  await world.runs.change(id, { status: 'running' });
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
  const run = await world.runs.get(id);
  expect(run).toMatchObject({ status: 'failed', failure: { code: 'NotStarted' } });
  expect(run!.completedAt).toEqual(world.clock.now());
  expect(await startWaiting(world)).toEqual(NOTHING);
});

test('one that waits behind hundreds of later ones is started, too', async () => {
  const id = await strand();
  world.passTime(1);
  for (let i = 0; i < 250; i++) {
    const run = await submit();
    await world.runs.change(run.id, { status: i % 2 === 0 ? 'running' : 'succeeded' });
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
  expect(await world.runs.get(id)).toMatchObject({ status: 'failed', failure: { code: 'NotStarted' } });
});
