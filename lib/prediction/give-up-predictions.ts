import type { Clock } from '../clock.ts';
import { PermanentError } from '../errors.ts';
import { forAll } from '../for-all.ts';
import { announceBatchEnd } from '../webhook/announce-end.ts';
import { decodeLeadMessage, type LeadMessage } from './lead-message.ts';
import { type FinishDeps, openLeads } from './open-leads.ts';
import type { DeadLetter, DeadLetterStore } from './ports.ts';
import type { FailedOutcome } from './prediction.ts';
import { AT_ONCE } from './score-predictions.ts';
import { tidyLetter } from './tidy-letter.ts';
import { expiredAt, isTooLate } from './time-limit.ts';

interface Deps extends FinishDeps {
  readonly deadLetters: DeadLetterStore;
  readonly clock: Clock;
}

/**
 * Ends the predictions of a message that was tried too often: keeps the message as evidence first, then
 * writes `failed`. Safe to run again; a prediction that did succeed meanwhile stays succeeded.
 *
 * @returns the ids that this call moved to `failed`; none when the message cannot be read
 */
export async function giveUpPredictions(
  deps: Deps,
  message: Pick<DeadLetter, 'id' | 'body' | 'receiveCount' | 'sentAt'>,
): Promise<string[]> {
  const { store, deadLetters, clock, webhooks } = deps;
  const completedAt = clock.now();
  await deadLetters.keep({ ...message, givenUpAt: completedAt });
  const job = readJob(message.body);
  if (job === undefined) return [];
  const ended = isTooLate(job.scoreBy, completedAt) ? expiredAt(completedAt) : gaveUpAt(completedAt);
  const outcome: FailedOutcome = { ...ended, deadLetter: message.id };
  const finish = await openLeads(deps, job);
  const won = await forAll(job.items, AT_ONCE, (item) => finish(item, outcome));
  const moved = job.items.filter((_, i) => won[i]).map(({ id }) => id);
  await tidyLetter({ store, deadLetters }, message.id);
  if (job.batch?.hasWebhook) await announceBatchEnd({ store, webhooks }, job.batch.id);
  return moved;
}

const gaveUpAt = (completedAt: Date): FailedOutcome => ({
  status: 'failed',
  completedAt,
  failure: {
    code: 'gave_up_after_retries',
    message: 'scoring failed repeatedly and was given up; its message is kept for the operator',
  },
});

function readJob(body: string): LeadMessage | undefined {
  try {
    return decodeLeadMessage(body);
  } catch (error) {
    if (error instanceof PermanentError) return undefined;
    throw error;
  }
}
