import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { composeGiveUp } from '../lib/runtime/compose-give-up.ts';
import { logger } from '../lib/runtime/logger.ts';

const giveUp = composeGiveUp();
const processor = new BatchProcessor(EventType.SQS);

/** Ends the predictions of dead letters: the message is kept in the bucket, then `failed` is written. */
export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  processPartialResponse(event, giveUpRecord, processor, { context, throwOnFullBatchFailure: false });

async function giveUpRecord({ messageId, body, attributes }: SQSRecord): Promise<void> {
  const failed = await giveUp({
    id: messageId,
    body,
    receiveCount: Number(attributes.ApproximateReceiveCount),
    sentAt: new Date(Number(attributes.SentTimestamp)),
  });
  logger.error('a message was given up', { message_id: messageId, failed_predictions: failed });
}
