import type { Clock } from '../clock.ts';
import { type Batch, memberId, parseMemberId } from './batch.ts';
import type { PredictionStore } from './ports.ts';
import type { ErasedPrediction, Prediction, QueuedPrediction } from './prediction.ts';

/** `unknown`: never existed, or was removed after expiry; `expired`: its time to live has passed. */
export type Lookup = Prediction | 'unknown' | 'expired' | 'erased';

interface Deps {
  readonly store: PredictionStore;
  readonly clock: Clock;
}

export async function getPrediction({ store, clock }: Deps, id: string): Promise<Lookup> {
  const prediction = (await store.get(id)) ?? (await findQueuedMember(store, id));
  if (prediction === undefined) return 'unknown';
  // The database removes expired rows when it finds the time, up to days later; the promise is ours to keep.
  if (prediction.expiresAt <= clock.now()) return 'expired';
  return prediction.status === 'erased' ? 'erased' : prediction;
}

/** A member of a batch that is not final has no row: the batch's answers for it. Its lead is in the queue. */
export async function findQueuedMember(store: PredictionStore, id: string): Promise<Prediction | undefined> {
  const member = parseMemberId(id);
  const batch = member && (await store.getBatch(member.batchId));
  return batch && queuedMember(batch, member!.index);
}

/** A member that has no row, as far as its batch knows it. Undefined: the batch has no such member, or rejected it. */
export function queuedMember(batch: Batch, index: number): QueuedPrediction | undefined {
  const { createdAt, expiresAt, model, count, rejected } = batch;
  if (index >= count || rejected.some((member) => member.index === index)) return undefined;
  return { id: memberId(batch.id, index), status: 'queued', createdAt, expiresAt, model, lead: {} };
}

export interface BatchState {
  readonly batch: Batch;
  /** One per member, in their order: its final state, or undefined while it is queued (or was rejected). */
  readonly members: readonly (Prediction | ErasedPrediction | undefined)[];
}

export async function getBatch(
  { store, clock }: Deps,
  id: string,
): Promise<BatchState | 'unknown' | 'expired'> {
  const batch = await store.getBatch(id);
  if (batch === undefined) return 'unknown';
  if (batch.expiresAt <= clock.now()) return 'expired';
  const ids = Array.from({ length: batch.count }, (_, index) => memberId(id, index));
  return { batch, members: await store.getMany(ids) };
}
