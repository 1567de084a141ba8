import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { composeWebhooks } from '../lib/runtime/compose-webhooks.ts';

const webhooks = composeWebhooks();
const processor = new BatchProcessor(EventType.SQS);

/** Tells the ends of predictions. A message whose next attempt is yet to come is reported as failed and comes back. */
export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  processPartialResponse(event, deliverRecord, processor, { context, throwOnFullBatchFailure: false });

async function deliverRecord({ body, receiptHandle }: SQSRecord): Promise<void> {
  const delivery = await webhooks.deliver(JSON.parse(body));
  if (delivery.done) return;
  await webhooks.postpone(receiptHandle, delivery.againInSeconds);
  throw new Error(`the next attempt is due in ${delivery.againInSeconds} s`);
}
