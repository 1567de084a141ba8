import { randomUUID } from 'node:crypto';
import { createSqsClient } from '../adapters/aws/aws-clients.ts';
import { createSqsLeadQueue } from '../adapters/aws/sqs-lead-queue.ts';
import { createSqsWebhookQueue } from '../adapters/aws/sqs-webhook-queue.ts';
import type { SubmitDeps } from '../prediction/submit-prediction.ts';
import type { Registry } from './compose-registry.ts';
import { readConfig } from './config.ts';

/** As the functions' RECORD_TTL_DAYS, which the outputs of a stage do not tell. */
const KEEP_DAYS = 30;

/** What submitting leads needs besides the registry, for the command line. */
export function composeSubmission(
  registry: Registry,
  environment: NodeJS.ProcessEnv,
): SubmitDeps & Pick<Registry, 'deadLetters'> {
  const config = readConfig(['SCORE_QUEUE_URL', 'WEBHOOK_QUEUE_URL'], environment);
  const sqs = createSqsClient();
  return {
    ...registry,
    queue: createSqsLeadQueue(sqs, config.SCORE_QUEUE_URL),
    webhooks: createSqsWebhookQueue(sqs, config.WEBHOOK_QUEUE_URL),
    ids: { next: randomUUID },
    keepDays: KEEP_DAYS,
  };
}
