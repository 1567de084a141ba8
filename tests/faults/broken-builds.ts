import type { PredictionStore } from '../../lib/ports.ts';
import type { Prediction } from '../../lib/prediction/prediction.ts';
import { STALE_MS } from '../../lib/prediction/requeue-stale.ts';
import { scorePredictions } from '../../lib/prediction/score-predictions.ts';
import { type Build, type Stores, THE_BUILD } from './lab.ts';
import { MODELS } from './leads.ts';
import { createMemoryStores } from './memory-stores.ts';

/** Builds that are broken on purpose: a lab that does not find them proves nothing. */
export const BROKEN_BUILDS: Readonly<
  Record<string, () => { readonly stores: Stores; readonly build: Build }>
> = {
  'the worker acknowledges before it has written': () => ({
    stores: createMemoryStores(),
    build: {
      ...THE_BUILD,
      wrapHandler: (handler) => async (event, context) => {
        await handler(event, context);
        return { batchItemFailures: [] };
      },
    },
  }),
  'a result is written twice, with different versions': () => {
    const stores = createMemoryStores();
    let loads = 0;
    return {
      stores: { ...stores, store: overwriting(stores.store) },
      build: {
        ...THE_BUILD,
        score: (deps, body) =>
          scorePredictions({ ...deps, load: async () => MODELS[loads++ % MODELS.length]! }, body),
      },
    };
  },
  'the sweep queues again without bound': () => ({
    stores: createMemoryStores(),
    build: {
      ...THE_BUILD,
      sweep: async ({ store, queue, clock }) => {
        const ids = await store.listOpen(new Date(clock.now().getTime() - STALE_MS), 1000);
        for (const id of ids) {
          const row = await store.get(id);
          if (row?.status === 'queued')
            await queue.send({ model: row.model, items: [{ id, lead: row.lead }] });
        }
        return { waiting: 0, requeued: ids.length, failed: 0, closed: 0 };
      },
    },
  }),
  'a webhook that could not be queued is forgotten': () => ({
    stores: createMemoryStores(),
    build: {
      ...THE_BUILD,
      score: (deps, body) => {
        const send: typeof deps.webhooks.send = (message) => deps.webhooks.send(message).catch(() => {});
        return scorePredictions({ ...deps, webhooks: { send } }, body);
      },
    },
  }),
};

/** A store whose results can be written again. */
function overwriting(store: PredictionStore): PredictionStore {
  const written = new Map<string, Prediction>();
  return {
    ...store,
    get: async (id) => written.get(id) ?? store.get(id),
    complete: async (id, outcome) => {
      if (await store.complete(id, outcome)) return true;
      const row = await store.get(id);
      if (row?.status !== 'succeeded' || outcome.status !== 'succeeded') return false;
      written.set(id, { ...row, ...outcome });
      return true;
    },
  };
}
