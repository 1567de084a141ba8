import { type Done, sweep } from '../acceptance/sweep.ts';
import type { Clock } from '../clock.ts';
import { announceBatchEnd } from '../webhook/announce-end.ts';
import type { WebhookQueue } from '../webhook/ports.ts';
import { acceptedIds, type Batch } from './batch.ts';
import { finishMember } from './finish-member.ts';
import { messageOf } from './lead-message.ts';
import type { LeadQueue, PredictionStore } from './ports.ts';
import type { FailedOutcome, QueuedPrediction } from './prediction.ts';
import { expiredAt, isTooLate } from './time-limit.ts';

interface Deps {
  readonly store: PredictionStore;
  readonly queue: LeadQueue;
  readonly webhooks: WebhookQueue;
  readonly clock: Clock;
}

/** What one run did. */
export interface Sweep {
  /** Messages that waited on the queue; beyond `BACKLOG` the run did nothing. */
  readonly waiting: number;
  /** Predictions that were queued once more. */
  readonly requeued: number;
  /** Predictions, members of batches too, that were given up. */
  readonly failed: number;
  /** Predictions, members of batches too, that were not scored in the time that their request allowed. */
  readonly expired: number;
  /** Batches whose members were all final. */
  readonly closed: number;
}

/**
 * How long a prediction may be open before somebody looks: longer than five receives, each hidden for three minutes, take.
 */
export const STALE_MS = 15 * 60_000;
/** After so many more messages, in vain, a prediction is given up: an hour and a quarter after it was accepted. */
export const MOST_REQUEUES = 4;
/**
 * The leads of a batch are in its messages only, so there is nothing to send again; a message may still come as long as
 * the queue keeps it. After a day, looked at every quarter of an hour, what was not scored never will be.
 */
export const MOST_BATCH_CHECKS = 96;
/** When so many messages wait, what is open is not lost: it waits with them. */
export const BACKLOG = 1000;
const MOST_PER_RUN = 1000;

/**
 * Looks after what was accepted and is not final for too long: queues predictions once more, at most four times, and then
 * gives them up; closes batches whose members are all final, and gives up the others after a day. A prediction that is
 * scored meanwhile stays as it is.
 *
 * @throws as `sweep`
 */
export async function requeueStale(deps: Deps): Promise<Sweep> {
  const waiting = await deps.queue.waiting();
  const none = { requeued: 0, failed: 0, expired: 0, closed: 0 };
  if (waiting > BACKLOG) return { waiting, ...none };
  const since = new Date(deps.clock.now().getTime() - STALE_MS);
  const ids = await deps.store.listOpen(since, MOST_PER_RUN);
  return { waiting, ...(await sweep(ids, none, (id) => lookAfter(deps, id))) };
}

type Looked = Done<'requeued' | 'failed' | 'expired' | 'closed'>;

async function lookAfter(deps: Deps, id: string): Promise<Looked> {
  const prediction = await deps.store.get(id);
  if (prediction?.status === 'queued') return lookAfterPrediction(deps, prediction);
  const batch = prediction === undefined ? await deps.store.getBatch(id) : undefined;
  // The index lags behind: it is final, or erased.
  return batch === undefined ? {} : lookAfterBatch(deps, batch);
}

async function lookAfterPrediction(
  { store, queue, webhooks, clock }: Deps,
  prediction: QueuedPrediction,
): Promise<Looked> {
  const { id, webhook, scoreBy, deferred = 0 } = prediction;
  const tooLate = isTooLate(scoreBy, clock.now());
  if (tooLate || deferred >= MOST_REQUEUES) {
    const won = await store.complete(id, tooLate ? expiredAt(clock.now()) : neverScored(clock));
    if (webhook !== undefined) await webhooks.send({ id });
    return { [tooLate ? 'expired' : 'failed']: won ? 1 : 0 };
  }
  // Counted before it is sent: a send that fails must not make the number unbounded.
  if ((await store.defer(id, clock.now())) === undefined) return {};
  await queue.send(messageOf(prediction));
  return { requeued: 1 };
}

async function lookAfterBatch(deps: Deps, batch: Batch): Promise<Looked> {
  const { store, clock } = deps;
  const ids = acceptedIds(batch);
  const members = await store.getMany(ids, { asOfLastWrite: true });
  const open = ids.filter((_, i) => members[i] === undefined);
  const tooLate = isTooLate(batch.scoreBy, clock.now());
  if (open.length > 0 && !tooLate && (batch.deferred ?? 0) < MOST_BATCH_CHECKS) {
    await store.defer(batch.id, clock.now());
    return {};
  }
  const outcome = tooLate ? expiredAt(clock.now()) : neverScored(clock);
  let ended = 0;
  for (const id of open) {
    if (await finishMember(store, batch, { id, lead: {} }, outcome)) ended += 1;
  }
  await announceBatchEnd(deps, batch.id);
  await store.closeBatch(batch.id);
  return { closed: 1, [tooLate ? 'expired' : 'failed']: ended };
}

const neverScored = (clock: Clock): FailedOutcome => ({
  status: 'failed',
  completedAt: clock.now(),
  failure: { code: 'never_scored', message: 'the lead was accepted but never scored; submit it again' },
});
