import type { Clock, PredictionStore } from '../ports.ts';
import { getPrediction, type Lookup } from './get-prediction.ts';

/**
 * Cancels a prediction that is not final yet; a message that is on its way will find it final and change nothing.
 *
 * @returns what it is afterwards: canceled, unless it was final before
 */
export async function cancelPrediction(
  deps: { readonly store: PredictionStore; readonly clock: Clock },
  id: string,
): Promise<Lookup> {
  const found = await getPrediction(deps, id);
  if (typeof found === 'string' || found.status !== 'queued') return found;
  await deps.store.complete(id, { status: 'canceled', completedAt: deps.clock.now() });
  return getPrediction(deps, id);
}
