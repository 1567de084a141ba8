import { isDeepStrictEqual } from 'node:util';
import type { Bucket } from '../../lib/bucket/ports.ts';
import type { ChunkResult } from '../../lib/jobs/job.ts';
import { scoreChunk } from '../../lib/jobs/score-chunk.ts';
import { splitJob } from '../../lib/jobs/split-job.ts';
import type { PredictionStore } from '../../lib/prediction/ports.ts';
import type { Prediction } from '../../lib/prediction/prediction.ts';
import { STALE_MS } from '../../lib/prediction/requeue-stale.ts';
import { scorePredictions } from '../../lib/prediction/score-predictions.ts';
import { type JobBuild, THE_JOB_BUILD } from './job-lab.ts';
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
        return { waiting: 0, requeued: ids.length, failed: 0, expired: 0, closed: 0 };
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
  'a lead is noted as scored after its result is written': () => ({
    stores: createMemoryStores(),
    build: {
      ...THE_BUILD,
      score: async (deps, body) => {
        const later: Parameters<typeof deps.scored.note>[0][] = [];
        const note: typeof deps.scored.note = async (lead) => {
          later.push(lead);
        };
        const ended = await scorePredictions({ ...deps, scored: { ...deps.scored, note } }, body);
        for (const lead of later) await deps.scored.note(lead);
        return ended;
      },
    },
  }),
  'what was noted of a prediction without a result stays': () => ({
    stores: createMemoryStores(),
    build: {
      ...THE_BUILD,
      score: (deps, body) =>
        scorePredictions({ ...deps, scored: { ...deps.scored, forget: async () => {} } }, body),
    },
  }),
  'the outcome that comes last holds': () => {
    const stores = createMemoryStores();
    const { outcomes } = stores;
    const join: typeof outcomes.join = async ({ id }, outcome) => {
      const row = outcomes.rows.get(id);
      if (row !== undefined) outcomes.rows.set(id, { ...row, outcome });
      return row !== undefined;
    };
    const addEvent: typeof outcomes.addEvent = async (lead, event, expiresAt) => {
      await outcomes.removeEvents(lead.leadKey);
      return outcomes.addEvent(lead, event, expiresAt);
    };
    return { stores: { ...stores, outcomes: { ...outcomes, join, addEvent } }, build: THE_BUILD };
  },
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

/** The same for jobs. */
export const BROKEN_JOB_BUILDS: Readonly<Record<string, JobBuild>> = {
  'a chunk is recorded although its part was not written': {
    ...THE_JOB_BUILD,
    scoreChunk: (deps, chunk) => {
      const write: typeof deps.files.write = (...part) => deps.files.write(...part).catch(() => {});
      return scoreChunk({ ...deps, files: { ...filesOf(deps.files), write } }, chunk);
    },
  },
  'where a file is cut depends on who cuts it': {
    ...THE_JOB_BUILD,
    splitJob: (deps, id, from) => splitJob({ ...deps, chunkBytes: deps.chunkBytes + cuts++ }, id, from),
  },
  'nobody looks after a job whose last message was lost': {
    ...THE_JOB_BUILD,
    sweepJobs: async () => ({ resumed: 0, givenUp: 0 }),
  },
  'a chunk that is delivered twice counts twice': {
    ...THE_JOB_BUILD,
    wrapJobs: (jobs) => {
      const twice: ChunkResult[] = [];
      return {
        ...jobs,
        recordChunk: async (job, result) => {
          twice.push(result);
          return jobs.recordChunk(job, result);
        },
        chunkResults: async (id, pages) => {
          const found = await jobs.chunkResults(id, pages);
          return found.flatMap((one) => twice.filter((each) => isDeepStrictEqual(each, one)));
        },
      };
    },
  },
  'a job that is final is changed again': {
    ...THE_JOB_BUILD,
    wrapJobs: (jobs) => ({
      ...jobs,
      change: (id, from, change) => jobs.change(id, [...from, 'canceled', 'succeeded', 'failed'], change),
    }),
  },
};

let cuts = 0;

/** The methods of a port, one by one: a proxy has none of its own. */
const filesOf = (files: Bucket): Bucket => ({
  stat: (key) => files.stat(key),
  read: (...range) => files.read(...range),
  write: (...part) => files.write(...part),
  join: (...parts) => files.join(...parts),
  remove: (keys) => files.remove(keys),
  openUpload: (...upload) => files.openUpload(...upload),
  completeUpload: (...upload) => files.completeUpload(...upload),
  openDownload: (key) => files.openDownload(key),
});
