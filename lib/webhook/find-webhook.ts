import type { Clock } from '../clock.ts';
import type { Job } from '../jobs/job.ts';
import type { JobStore } from '../jobs/ports.ts';
import { type JobProgress, readProgress } from '../jobs/progress.ts';
import { acceptedIds, type Batch, memberId } from '../prediction/batch.ts';
import type { BatchState } from '../prediction/get-prediction.ts';
import type { PredictionStore } from '../prediction/ports.ts';
import type { Prediction, QueuedPrediction } from '../prediction/prediction.ts';
import type { Delivery, WebhookMessage } from './ports.ts';

interface Deps {
  readonly store: PredictionStore;
  readonly jobs: JobStore;
  readonly clock: Clock;
}

/** What has come to its end. */
export type Ended =
  | { readonly kind: 'prediction'; readonly prediction: Exclude<Prediction, QueuedPrediction> }
  | ({ readonly kind: 'batch'; readonly at: Date } & BatchState)
  | { readonly kind: 'job'; readonly job: Job; readonly progress: JobProgress; readonly at: Date };

export interface FoundWebhook extends Omit<Delivery, 'id'> {
  /** What is to be told. `not final`: of a batch, some member is queued. */
  readEnd(): Promise<Ended | 'not final'>;
}

/**
 * The webhook of what has ended.
 *
 * @returns undefined: there is none, or none any more; `not final`: what it is of has not ended
 */
export const findWebhook = (
  deps: Deps,
  { id, kind }: WebhookMessage,
): Promise<FoundWebhook | 'not final' | undefined> =>
  kind === 'job' ? findOfJob(deps, id) : findOfPrediction(deps, id);

async function findOfJob({ jobs, clock }: Deps, id: string) {
  const job = await jobs.get(id);
  if (job?.webhook === undefined) return undefined;
  if (job.completedAt === undefined) return 'not final';
  const { webhook, expiresAt } = job;
  const readEnd = async (): Promise<Ended> => {
    const progress = await readProgress({ jobs, clock }, job);
    return { kind: 'job', job, progress, at: clock.now() };
  };
  return { kind: 'job', webhook, expiresAt, readEnd } as const;
}

async function findOfPrediction(deps: Deps, id: string) {
  const prediction = await deps.store.get(id);
  if (prediction === undefined) return findOfBatch(deps, id);
  if (prediction.status === 'erased' || prediction.webhook === undefined) return undefined;
  if (prediction.status === 'queued') return 'not final';
  const { webhook, expiresAt } = prediction;
  const readEnd = async (): Promise<Ended> => ({ kind: 'prediction', prediction });
  return { kind: 'prediction', webhook, expiresAt, readEnd } as const;
}

async function findOfBatch({ store, clock }: Deps, id: string) {
  const batch = await store.getBatch(id);
  if (batch?.webhook === undefined) return undefined;
  const { webhook, expiresAt } = batch;
  const readEnd = async (): Promise<Ended | 'not final'> => {
    const members = (await readMembers(store, batch, false)) ?? (await readMembers(store, batch, true));
    return members === undefined ? 'not final' : { kind: 'batch', batch, members, at: clock.now() };
  };
  return { kind: 'batch', webhook, expiresAt, readEnd } as const;
}

/** One per member, in their order; undefined: some that was accepted is not final. */
async function readMembers(
  store: PredictionStore,
  batch: Batch,
  asOfLastWrite: boolean,
): Promise<BatchState['members'] | undefined> {
  const ids = acceptedIds(batch);
  const found = await store.getMany(ids, { asOfLastWrite });
  if (found.includes(undefined)) return undefined;
  const byId = new Map(ids.map((id, i) => [id, found[i]]));
  return Array.from({ length: batch.count }, (_, index) => byId.get(memberId(batch.id, index)));
}
