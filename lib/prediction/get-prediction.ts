import type { Clock, PredictionStore } from '../ports.ts';
import type { Prediction } from './prediction.ts';

/** `unknown`: never existed, or was removed after expiry; `expired`: its time to live has passed. */
export type Lookup = Prediction | 'unknown' | 'expired' | 'erased';

export async function getPrediction(
  { store, clock }: { readonly store: PredictionStore; readonly clock: Clock },
  id: string,
): Promise<Lookup> {
  const prediction = await store.get(id);
  if (prediction === undefined) return 'unknown';
  // The database removes expired rows when it finds the time, up to days later; the promise is ours to keep.
  if (prediction.expiresAt <= clock.now()) return 'expired';
  return prediction.status === 'erased' ? 'erased' : prediction;
}
