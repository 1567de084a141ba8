import type { Clock } from '../clock.ts';
import { announceBatchEnd } from '../webhook/announce-end.ts';
import type { WebhookQueue } from '../webhook/ports.ts';
import { parseMemberId } from './batch.ts';
import { eraseFromLetter } from './erase-from-letter.ts';
import { finishMember } from './finish-member.ts';
import { findQueuedMember, getPrediction, type Lookup } from './get-prediction.ts';
import type { DeadLetterStore, PredictionStore, ReferenceStore } from './ports.ts';

interface Deps {
  readonly store: PredictionStore;
  readonly clock: Clock;
  readonly webhooks: WebhookQueue;
}

/**
 * Cancels a prediction that is not final yet; a message that is on its way will find it final and change nothing.
 *
 * @returns what it is afterwards: canceled, unless it was final before
 */
export async function cancelPrediction(deps: Deps, id: string): Promise<Lookup> {
  const { store, clock, webhooks } = deps;
  const found = await getPrediction(deps, id);
  if (typeof found === 'string' || found.status !== 'queued') return found;
  const outcome = { status: 'canceled', completedAt: clock.now() } as const;
  const member = parseMemberId(id);
  if (member !== undefined) {
    await finishMember(store, found, found, outcome);
    await announceBatchEnd(deps, member.batchId);
  } else {
    // Announced first: nobody would tell the end after a failure in between.
    if (found.webhook !== undefined) await webhooks.send({ id });
    await store.complete(id, outcome);
  }
  return getPrediction(deps, id);
}

/**
 * Erases a prediction, its lead in a dead letter, and the entry of its reference. The entry goes first: of what is erased no
 * reference is known. A member of a batch that was never scored has its reference in its message only; its entry then leads to a
 * tombstone, and goes with the others of the lead (`eraseLead`) or when it expires.
 *
 * @returns false when there is none
 */
export async function erasePrediction(
  deps: EraseDeps & { readonly references: ReferenceStore },
  id: string,
): Promise<boolean> {
  const found = await deps.store.get(id);
  if (found !== undefined && found.status !== 'erased' && found.reference !== undefined)
    await deps.references.remove([{ reference: found.reference, createdAt: found.createdAt, id }]);
  return eraseRow(deps, id);
}

type EraseDeps = Deps & { readonly deadLetters: DeadLetterStore };

/** Erases a prediction, and its lead in a dead letter. @returns false when there is none */
export async function eraseRow(deps: EraseDeps, id: string): Promise<boolean> {
  const { store, deadLetters } = deps;
  const found = await store.get(id);
  if (found?.status === 'failed' && found.deadLetter !== undefined)
    await eraseFromLetter(deadLetters, found.deadLetter, id);
  const member = parseMemberId(id);
  const queued = member && (await findQueuedMember(store, id));
  // A member may have no row yet: its tombstone keeps the worker from writing one.
  if (queued === undefined) return store.erase(id);
  await store.erase(id, queued.expiresAt);
  await announceBatchEnd(deps, member!.batchId);
  return true;
}
