import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { messageOf } from '../lib/errors.ts';
import { composeScorer } from '../lib/runtime/compose-scorer.ts';
import { logger } from '../lib/runtime/logger.ts';

const scorer = composeScorer();
const processor = new BatchProcessor(EventType.SQS);

/** Scores queued leads. A message that throws is reported as failed and comes back; the others are done. */
export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  processPartialResponse(event, scoreRecord, processor, { context, throwOnFullBatchFailure: false });

async function scoreRecord({ messageId, body, attributes }: SQSRecord): Promise<void> {
  try {
    await scorer.score(body);
  } catch (error) {
    logger.warn('a message could not be scored and will be delivered again', {
      message_id: messageId,
      receive_count: Number(attributes.ApproximateReceiveCount),
      reason: messageOf(error),
    });
    // The reason is worth having, but not another failure.
    await scorer.noteError(messageId, messageOf(error)).catch(() => {});
    throw error;
  }
}
