import type { Clock, PredictionStore } from '../ports.ts';
import { parseMemberId } from './batch.ts';
import { finishMember } from './finish-member.ts';
import { findQueuedMember, getPrediction, type Lookup } from './get-prediction.ts';

interface Deps {
  readonly store: PredictionStore;
  readonly clock: Clock;
}

/**
 * Cancels a prediction that is not final yet; a message that is on its way will find it final and change nothing.
 *
 * @returns what it is afterwards: canceled, unless it was final before
 */
export async function cancelPrediction(deps: Deps, id: string): Promise<Lookup> {
  const { store, clock } = deps;
  const found = await getPrediction(deps, id);
  if (typeof found === 'string' || found.status !== 'queued') return found;
  const outcome = { status: 'canceled', completedAt: clock.now() } as const;
  if (parseMemberId(id) === undefined) await store.complete(id, outcome);
  else await finishMember(store, found, found, outcome);
  return getPrediction(deps, id);
}

/** Erases a prediction. @returns false when there is none */
export async function erasePrediction({ store }: Deps, id: string): Promise<boolean> {
  const queued = parseMemberId(id) && (await findQueuedMember(store, id));
  // A member may have no row yet: its tombstone keeps the worker from writing one.
  if (queued === undefined) return store.erase(id);
  await store.erase(id, queued.expiresAt);
  return true;
}
