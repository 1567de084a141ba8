import type { Clock } from '../clock.ts';
import { PermanentError } from '../errors.ts';
import { forAll } from '../for-all.ts';
import { announceBatchEnd } from '../webhook/announce-end.ts';
import type { WebhookQueue } from '../webhook/ports.ts';
import { eraseFromLetter } from './erase-from-letter.ts';
import { decodeLeadMessage, type LeadMessage } from './lead-message.ts';
import type { DeadLetter, DeadLetterStore, PredictionStore } from './ports.ts';
import type { Outcome } from './prediction.ts';
import { AT_ONCE, finish } from './score-predictions.ts';

interface Deps {
  readonly store: PredictionStore;
  readonly deadLetters: DeadLetterStore;
  readonly clock: Clock;
  readonly webhooks: WebhookQueue;
}

/**
 * Ends the predictions of a message that was tried too often: keeps the message as evidence first, then
 * writes `failed`. Safe to run again; a prediction that did succeed meanwhile stays succeeded.
 *
 * @returns the ids that this call moved to `failed`; none when the message cannot be read
 */
export async function giveUpPredictions(
  { store, deadLetters, clock, webhooks }: Deps,
  message: Pick<DeadLetter, 'id' | 'body' | 'receiveCount' | 'sentAt'>,
): Promise<string[]> {
  const completedAt = clock.now();
  await deadLetters.keep({ ...message, givenUpAt: completedAt });
  const job = readJob(message.body);
  if (job === undefined) return [];
  const outcome: Outcome = {
    status: 'failed',
    completedAt,
    deadLetter: message.id,
    failure: {
      code: 'gave_up_after_retries',
      message: 'scoring failed repeatedly and was given up; its message is kept for the operator',
    },
  };
  const won = await forAll(job.items, AT_ONCE, (item) => finish({ store, webhooks }, job, item, outcome));
  const moved = job.items.filter((_, i) => won[i]).map(({ id }) => id);
  // What was erased meanwhile must not live on in the evidence. One after the other: each rewrites the letter.
  for (const { id } of job.items.filter((_, i) => !won[i])) {
    if ((await store.get(id))?.status === 'erased') await eraseFromLetter(deadLetters, message.id, id);
  }
  if (job.batch?.hasWebhook) await announceBatchEnd({ store, webhooks }, job.batch.id);
  return moved;
}

function readJob(body: string): LeadMessage | undefined {
  try {
    return decodeLeadMessage(body);
  } catch (error) {
    if (error instanceof PermanentError) return undefined;
    throw error;
  }
}
