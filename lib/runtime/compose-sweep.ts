import { createDynamoDbClient, createSqsClient } from '../adapters/aws/aws-clients.ts';
import { createDynamoDbPredictionStore } from '../adapters/aws/dynamodb-prediction-store.ts';
import { createSqsJobQueue } from '../adapters/aws/sqs-job-queue.ts';
import { createSqsWebhookQueue } from '../adapters/aws/sqs-webhook-queue.ts';
import type { Clock } from '../ports.ts';
import { requeueStale, type Sweep } from '../prediction/requeue-stale.ts';
import { readConfig } from './config.ts';
import { metricsOf } from './metrics.ts';

/**
 * The composition root of a function: where use cases meet adapters. It reads the settings that it needs, once, at
 * start-up. One file per function, so that each bundle holds its own parts only.
 */
const clock: Clock = { now: () => new Date() };

export function composeSweep(): () => Promise<Sweep> {
  const config = readConfig([
    'PREDICTIONS_TABLE',
    'SCORE_QUEUE_URL',
    'WEBHOOK_QUEUE_URL',
    'STAGE',
    'METRICS',
  ]);
  const metrics = metricsOf(config);
  const sqs = createSqsClient();
  const deps = {
    store: createDynamoDbPredictionStore(createDynamoDbClient(), config.PREDICTIONS_TABLE),
    queue: createSqsJobQueue(sqs, config.SCORE_QUEUE_URL),
    webhooks: createSqsWebhookQueue(sqs, config.WEBHOOK_QUEUE_URL),
    clock,
  };
  return async () => {
    const sweep = await requeueStale(deps);
    if (sweep.requeued > 0) metrics.add('Requeued', [sweep.requeued]);
    if (sweep.failed > 0) metrics.add('Failed', [sweep.failed]);
    return sweep;
  };
}
