import { PermanentError } from '../errors.ts';
import type { Clock, DeadLetter, DeadLetterStore, PredictionStore, WebhookQueue } from '../ports.ts';
import { announceBatchEnd } from '../webhook/announce-end.ts';
import { decodeScoreJob, type ScoreJob } from './score-job.ts';
import { finish } from './score-predictions.ts';

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
  message: Omit<DeadLetter, 'givenUpAt'>,
): Promise<string[]> {
  const completedAt = clock.now();
  await deadLetters.keep({ ...message, givenUpAt: completedAt });
  const job = readJob(message.body);
  if (job === undefined) return [];
  const moved = await Promise.all(
    job.items.map(async (item) => {
      const won = await finish({ store, webhooks }, job, item, {
        status: 'failed',
        completedAt,
        failure: {
          code: 'gave_up_after_retries',
          message: 'scoring failed repeatedly and was given up; its message is kept for the operator',
        },
      });
      return won ? [item.id] : [];
    }),
  );
  if (job.batch?.hasWebhook) await announceBatchEnd({ store, webhooks }, job.batch.id);
  return moved.flat();
}

function readJob(body: string): ScoreJob | undefined {
  try {
    return decodeScoreJob(body);
  } catch (error) {
    if (error instanceof PermanentError) return undefined;
    throw error;
  }
}
