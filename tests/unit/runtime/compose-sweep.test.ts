import { OPTION_DEFAULTS } from '../../../lib/contract/training-words.ts';
import { TransientError } from '../../../lib/errors.ts';
import { createSweep } from '../../../lib/runtime/compose-sweep.ts';
import { GIVE_UP_MS } from '../../../lib/trainings/start-waiting.ts';
import { submitTraining } from '../../../lib/trainings/submit-training.ts';
import { TRIGGERED_POLICY } from '../../../lib/trainings/training-policy.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

test('a training that is given up is counted, whatever else the sweep fails of', async () => {
  const world = createMemoryWorld();
  const planned = { options: { ...OPTION_DEFAULTS, target: 'converted' }, policy: TRIGGERED_POLICY };
  const request = { model: 'm', trigger: 'upload', by: 'upload', datasetKey: 'a.csv' } as const;
  await submitTraining(world, { ...request, planned: { ...planned, inherited: [] } });
  world.passTime(GIVE_UP_MS + 1);
  const counted: unknown[] = [];
  const sweep = createSweep(world, { add: (...metric) => counted.push(metric) });
  const away = new TransientError('away');
  jest.spyOn(world.queue, 'waiting').mockRejectedValueOnce(away);
  jest.spyOn(world.jobs, 'listOpen').mockRejectedValueOnce(away);
  await expect(sweep()).rejects.toThrow('away');
  expect(counted).toEqual([['TrainingsNotStarted', [1]]]);
  expect(await sweep()).toMatchObject({ requeued: 0, givenUp: 0, trainingsGivenUp: 0 });
  expect(counted).toHaveLength(1);
});
