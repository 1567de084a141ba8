import { composeWebhooks } from '../lib/runtime/compose-webhooks.ts';
import { createWebhookHandler } from '../lib/runtime/sqs-handlers.ts';
import { forWebhooks } from '../lib/worlds/aws.ts';

/** Tells the ends of predictions. A message whose next attempt is yet to come is reported as failed and comes back. */
export const handler = createWebhookHandler(composeWebhooks(forWebhooks));
