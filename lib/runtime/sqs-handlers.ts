import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { messageOf, PermanentError } from '../errors.ts';
import type { GiveUpMessage } from './compose-give-up.ts';
import type { JobWork } from './compose-jobs.ts';
import type { Scorer } from './compose-scorer.ts';
import type { Webhooks } from './compose-webhooks.ts';

/** Processes the messages of a batch side by side; those that failed are reported and come back. */
export type SqsHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

export interface Log {
  warn(message: string, facts: Record<string, unknown>): void;
  error(message: string, facts: Record<string, unknown>): void;
}

function createHandler(process: (record: SQSRecord) => Promise<void>): SqsHandler {
  const processor = new BatchProcessor(EventType.SQS);
  return (event, context) =>
    processPartialResponse(event, process, processor, { context, throwOnFullBatchFailure: false });
}

/** Scores queued leads. */
export const createScoreHandler = (scorer: Scorer, log: Log): SqsHandler =>
  createHandler(async ({ messageId, body, attributes }) => {
    try {
      await scorer.score(body, new Date(Number(attributes.SentTimestamp)));
    } catch (error) {
      log.warn('a message could not be scored and will be delivered again', {
        message_id: messageId,
        receive_count: Number(attributes.ApproximateReceiveCount),
        reason: messageOf(error),
      });
      // The reason is worth having, but not another failure.
      await scorer.noteError(messageId, messageOf(error)).catch(() => {});
      throw error;
    }
  });

/** Ends the predictions of dead letters: the message is kept in the bucket, then `failed` is written. */
export const createGiveUpHandler = (giveUp: GiveUpMessage, log: Log): SqsHandler =>
  createHandler(async ({ messageId, body, attributes }) => {
    const failed = await giveUp({
      id: messageId,
      body,
      receiveCount: Number(attributes.ApproximateReceiveCount),
      sentAt: new Date(Number(attributes.SentTimestamp)),
    });
    log.error('a message was given up', { message_id: messageId, failed_predictions: failed });
  });

/**
 * Works on jobs. A message that is none of ours is dropped: it would come back for ever. One that fails comes back soon,
 * not after the time that its function may take, again and again until the sweep has given its job up; then it finds it
 * final.
 */
export const createJobHandler = ({ work, postpone }: JobWork, log: Log): SqsHandler =>
  createHandler(async ({ messageId, receiptHandle, body, attributes }) => {
    try {
      await work(body);
    } catch (error) {
      const receives = Number(attributes.ApproximateReceiveCount);
      const facts = { message_id: messageId, receive_count: receives, reason: messageOf(error) };
      if (error instanceof PermanentError) {
        log.error('a message cannot be read and is dropped', facts);
        return;
      }
      log.warn('a part of a job could not be done and will be delivered again', facts);
      // Else it comes later.
      await postpone(receiptHandle, backOffSeconds(receives)).catch(() => {});
      throw error;
    }
  });

const LONGEST_BACK_OFF_SECONDS = 300;
/** How long a part of a job that failed stays hidden, by how often it was received. */
export const backOffSeconds = (receives: number): number =>
  Math.min(LONGEST_BACK_OFF_SECONDS, 2 ** Math.min(receives, 10));

/** Tells the ends of predictions. A message whose next attempt is yet to come is reported as failed and comes back. */
export const createWebhookHandler = (webhooks: Webhooks): SqsHandler =>
  createHandler(async ({ body, receiptHandle }) => {
    const delivery = await webhooks.deliver(JSON.parse(body));
    if (delivery.done) return;
    await webhooks.postpone(receiptHandle, delivery.againInSeconds);
    throw new Error(`the next attempt is due in ${delivery.againInSeconds} s`);
  });
