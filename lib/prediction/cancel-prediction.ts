import type { Clock } from '../clock.ts';
import type { ScoredNoter } from '../outcomes/note-scored.ts';
import { announceBatchEnd } from '../webhook/announce-end.ts';
import type { WebhookQueue } from '../webhook/ports.ts';
import { parseMemberId } from './batch.ts';
import { finishMember } from './finish-member.ts';
import { findQueuedMember, getPrediction, type Lookup } from './get-prediction.ts';
import { nameOf } from './note-accepted.ts';
import type { DeadLetterStore, PredictionStore, ReferenceStore } from './ports.ts';
import type { QueuedPrediction } from './prediction.ts';
import { eraseFromLetter, tidyLetter } from './tidy-letter.ts';

interface Deps {
  readonly store: PredictionStore;
  readonly clock: Clock;
  readonly webhooks: WebhookQueue;
}

/** Whether the caller may cancel what this key submitted. @param createdBy undefined: it is not known, as of earlier releases */
export type MayCancel = (createdBy: string | undefined) => boolean;

/**
 * Cancels a prediction that is not final yet; a message that is on its way will find it final and change nothing.
 *
 * @returns what it is afterwards: canceled, unless it was final before
 */
export async function cancelPrediction(
  deps: Deps,
  id: string,
  mayCancel: MayCancel,
): Promise<Lookup | 'forbidden'> {
  const found = await getPrediction(deps, id);
  if (typeof found === 'string') return found;
  const batchId = parseMemberId(id)?.batchId;
  // The row of a member does not say who submitted it; that of its batch does.
  const { createdBy } = batchId === undefined ? found : ((await deps.store.getBatch(batchId)) ?? {});
  if (!mayCancel(createdBy)) return 'forbidden';
  if (found.status !== 'queued') return found;
  await endAsCanceled(deps, found);
  return getPrediction(deps, id);
}

async function endAsCanceled({ store, clock, webhooks }: Deps, queued: QueuedPrediction): Promise<void> {
  const { id, webhook } = queued;
  const outcome = { status: 'canceled', completedAt: clock.now() } as const;
  const member = parseMemberId(id);
  if (member !== undefined) {
    await finishMember(store, queued, queued, outcome);
    await announceBatchEnd({ store, webhooks }, member.batchId);
  } else {
    // Announced first: nobody would tell the end after a failure in between.
    if (webhook !== undefined) await webhooks.send({ id });
    await store.complete(id, outcome);
  }
}

/**
 * Erases a prediction, its lead in a dead letter, and the entry of its reference. The entry goes first: of what is erased no
 * reference is known. A member of a batch that was never scored has its reference in its message only; its entry then leads to a
 * tombstone, and goes with the others of the lead (`eraseLead`) or when it expires.
 *
 * @returns false when there is none
 */
export async function erasePrediction(
  deps: EraseDeps & { readonly references: ReferenceStore; readonly scored: ScoredNoter },
  id: string,
): Promise<boolean> {
  const found = await deps.store.get(id);
  if (found === undefined || found.status === 'erased' || found.reference === undefined)
    return eraseRow(deps, id);
  const { reference } = found;
  const named = nameOf({ ...found, reference });
  await deps.references.remove([{ reference, createdAt: found.createdAt, id }]);
  // Before the row is gone, which knows the reference, and after: a message that came twice may note it in between.
  await deps.scored.forget(named);
  const erased = await eraseRow(deps, id);
  await deps.scored.forget(named);
  return erased;
}

type EraseDeps = Deps & { readonly deadLetters: DeadLetterStore };

/** Erases a prediction, and its lead in a dead letter. @returns false when there is none */
export async function eraseRow(deps: EraseDeps, id: string): Promise<boolean> {
  const { store } = deps;
  const open = (await store.get(id)) ?? (await findQueuedMember(store, id));
  if (open === undefined) return false;
  // Final first: nothing but its dead letter can hold its lead from then on, and its row names that letter.
  if (open.status === 'queued') await endAsCanceled(deps, open);
  const found = await store.get(id);
  const letter = found?.status === 'failed' ? found.deadLetter : undefined;
  // Before its row, which names the letter, is gone.
  if (letter !== undefined) await eraseFromLetter(deps, letter, [id]);
  const erased = await store.erase(id);
  if (letter !== undefined) await tidyLetter(deps, letter);
  return erased;
}
