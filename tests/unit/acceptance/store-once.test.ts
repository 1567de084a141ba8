import { KeyReusedError } from '../../../lib/acceptance/idempotency.ts';
import { OPTION_DEFAULTS } from '../../../lib/contract/training-words.ts';
import { submitJob } from '../../../lib/jobs/submit-job.ts';
import { submitBatch } from '../../../lib/prediction/submit-batch.ts';
import { submitPrediction } from '../../../lib/prediction/submit-prediction.ts';
import { submitTraining } from '../../../lib/trainings/submit-training.ts';
import { REQUESTED_POLICY } from '../../../lib/trainings/training-policy.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld, type MemoryWorld } from '../../support/memory-world.ts';

const idempotency = { caller: 'somebody', key: 'k' };
const TRAINED = {
  options: { ...OPTION_DEFAULTS, target: 'converted' },
  policy: REQUESTED_POLICY,
  inherited: [],
};

/** Accepts one of two requests; resolves to the id. */
type Accept = (world: MemoryWorld, request: 'this' | 'that', keyed?: boolean) => Promise<string>;
const keyOf = (keyed = true) => (keyed ? { idempotency } : {});
const WAYS: Readonly<Record<string, Accept>> = {
  prediction: async (world, request, keyed) => {
    const lead = { ...EXAMPLE_LEAD, visits: request === 'this' ? 1 : 2 };
    const submission = await submitPrediction(world, 'leads', lead, keyOf(keyed));
    return submission.ok ? submission.prediction.id : 'refused';
  },
  batch: async (world, request, keyed) => {
    const lead = { ...EXAMPLE_LEAD, visits: request === 'this' ? 1 : 2 };
    const submission = await submitBatch(world, 'leads', [lead], keyOf(keyed));
    return submission.ok ? submission.batch.id : 'refused';
  },
  job: async (world, request, keyed) => {
    const options = { encoding: 'utf-8', decimal: '.', reasons: 3 } as const;
    const asked = { fileName: `${request}.csv`, options, sourceKey: 'leads.csv', ...keyOf(keyed) };
    return (await submitJob(world, 'leads', asked)).job.id;
  },
  training: async (world, request, keyed) => {
    const facts = { model: 'leads', trigger: 'request', by: 'somebody', datasetKey: 'd.csv' } as const;
    return (await submitTraining(world, { ...facts, planned: TRAINED, asked: request, ...keyOf(keyed) })).id;
  },
};

/** Two requests at once: each looks for what the other has not stored yet. */
const blindAtFirst = (world: MemoryWorld): MemoryWorld => {
  const hide = <T>(get: (id: string) => Promise<T | undefined>, times: number) => {
    let left = times;
    return async (id: string) => (left-- > 0 ? undefined : get(id));
  };
  return {
    ...world,
    jobs: { ...world.jobs, get: hide((id) => world.jobs.get(id), 1) },
    trainings: { ...world.trainings, get: hide((id) => world.trainings.get(id), 1) },
  };
};

describe.each(Object.entries(WAYS))('a key for a %s', (_, accept) => {
  let world: MemoryWorld;
  beforeEach(async () => {
    world = createMemoryWorld();
    await world.publish();
  });

  test('comes to the same for the same request, also for two at once', async () => {
    const id = await accept(world, 'this');
    expect(await accept(world, 'this')).toBe(id);
    expect(await accept(blindAtFirst(world), 'this')).toBe(id);
  });

  test('is refused for another request, also for two at once', async () => {
    await accept(world, 'this');
    await expect(accept(world, 'that')).rejects.toThrow(KeyReusedError);
    await expect(accept(blindAtFirst(world), 'that')).rejects.toThrow(KeyReusedError);
  });
});

test.each(Object.entries(WAYS))('a write of a %s whose answer was lost is no conflict', async (_, accept) => {
  const world = createMemoryWorld();
  await world.publish();
  const twice =
    <T>(create: (item: T) => Promise<void>) =>
    async (item: T) => {
      await create(item);
      await create(item);
    };
  const { store, jobs, trainings } = world;
  const lossy = {
    ...world,
    store: { ...store, create: twice(store.create), createBatch: twice(store.createBatch) },
    jobs: { ...jobs, create: twice(jobs.create) },
    trainings: { ...trainings, create: twice(trainings.create) },
  };
  expect(await accept(lossy, 'this', false)).toMatch(/^[0-9a-f-]{36}$/);
});
