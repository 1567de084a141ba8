import type { Clock } from '../clock.ts';
import { type Batch, memberId } from './batch.ts';
import type { PredictionStore } from './ports.ts';
import type { ErasedPrediction, Prediction } from './prediction.ts';

export interface BatchState {
  readonly batch: Batch;
  /** One per member, in their order: its final state, or undefined while it is queued (or was rejected). */
  readonly members: readonly (Prediction | ErasedPrediction | undefined)[];
}

export async function getBatch(
  { store, clock }: { readonly store: PredictionStore; readonly clock: Clock },
  id: string,
): Promise<BatchState | 'unknown' | 'expired'> {
  const batch = await store.getBatch(id);
  if (batch === undefined) return 'unknown';
  if (batch.expiresAt <= clock.now()) return 'expired';
  const ids = Array.from({ length: batch.count }, (_, index) => memberId(id, index));
  return { batch, members: await store.getMany(ids) };
}
