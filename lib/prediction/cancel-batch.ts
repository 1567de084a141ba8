import type { Clock } from '../clock.ts';
import { forAll } from '../for-all.ts';
import type { ScoredNoter } from '../outcomes/note-scored.ts';
import type { WebhookQueue } from '../webhook/ports.ts';
import { acceptedIds, type Batch } from './batch.ts';
import type { MayCancel } from './cancel-prediction.ts';
import { finishMember } from './finish-member.ts';
import { type BatchLookup, getBatch } from './get-prediction.ts';
import { nameOf } from './note-accepted.ts';
import type { DeadLetterStore, PredictionStore, ReferenceStore } from './ports.ts';
import { eraseFromLetter, tidyLetter } from './tidy-letter.ts';

interface Deps {
  readonly store: PredictionStore;
  readonly clock: Clock;
  readonly webhooks: WebhookQueue;
}

/** Writes at a time: a thousand take about two seconds. */
const PARALLEL = 25;

/**
 * Cancels the members of a batch that are not final yet; the others stay as they are, and a message that is on its way changes
 * nothing. Safe to repeat: what failed in between is completed.
 *
 * @returns what it is afterwards; `final`: every member had ended before, and none of them by canceling
 */
export async function cancelBatch(
  deps: Deps,
  id: string,
  mayCancel: MayCancel,
): Promise<BatchLookup | 'forbidden' | 'final'> {
  const { store, webhooks } = deps;
  const found = await getBatch(deps, id, { asOfLastWrite: true });
  if (typeof found === 'string') return found;
  const { batch } = found;
  if (!mayCancel(batch.createdBy)) return 'forbidden';
  await cancelMembers(deps, batch);
  // The repeat of a cancel whose answer was lost finds nothing to do, and is answered as the first was.
  const state = await getBatch(deps, id, { asOfLastWrite: true });
  if (typeof state === 'string') return state;
  if (!state.members.some((member) => member?.status === 'canceled')) return 'final';
  if (batch.webhook !== undefined) await webhooks.send({ id });
  await store.closeBatch(id);
  return state;
}

/** Afterwards every member that was accepted is final, and has a row. */
async function cancelMembers({ store, clock }: Deps, batch: Batch): Promise<void> {
  const ids = acceptedIds(batch);
  const members = await store.getMany(ids, { asOfLastWrite: true });
  const open = ids.filter((_, i) => members[i] === undefined);
  const outcome = { status: 'canceled', completedAt: clock.now() } as const;
  await forAll(open, PARALLEL, (id) => finishMember(store, batch, { id, lead: {} }, outcome), 'stop');
}

/**
 * Erases a batch with all its members, and their leads in dead letters. Tombstones stay until it would have expired, so that
 * neither a late message nor the same request once more brings anything back. Safe to repeat: what failed in between is
 * completed.
 *
 * @returns false when there is none
 */
export async function eraseBatch(
  deps: Deps & {
    readonly deadLetters: DeadLetterStore;
    readonly references: ReferenceStore;
    readonly scored: ScoredNoter;
  },
  id: string,
): Promise<boolean> {
  const { store, references, scored } = deps;
  const batch = await store.getBatch(id);
  if (batch === undefined) return (await store.get(id))?.status === 'erased';
  // Final first: nothing can write under their ids from then on, and their rows name the dead letters that hold their leads.
  await cancelMembers(deps, batch);
  const ids = acceptedIds(batch);
  const members = await store.getMany(ids, { asOfLastWrite: true });
  const letters = new Set(
    members.flatMap((member) => (member?.status === 'failed' ? (member.deadLetter ?? []) : [])),
  );
  for (const letter of letters) await eraseFromLetter(deps, letter, ids);
  const named = members.flatMap((member) =>
    member === undefined || member.status === 'erased' || member.reference === undefined
      ? []
      : [{ ...member, reference: member.reference }],
  );
  const forget = () => forAll(named, PARALLEL, (member) => scored.forget(nameOf(member)), 'stop');
  // Before the rows, which name them, are gone.
  await references.remove(named);
  await forget();
  const kept = ids.filter((_, i) => members[i]?.status !== 'erased');
  await forAll(kept, PARALLEL, (member) => store.erase(member), 'stop');
  // A message that came twice may have noted one in between.
  await forget();
  for (const letter of letters) await tidyLetter(deps, letter);
  // Last: after a failure in between the members are found by it.
  await store.eraseBatch(id);
  return true;
}
