import { createDynamoDbClient, createS3Client, createSqsClient } from '../adapters/aws/aws-clients.ts';
import { createDynamoDbPredictionStore } from '../adapters/aws/dynamodb-prediction-store.ts';
import { createS3DeadLetterStore } from '../adapters/aws/s3-dead-letter-store.ts';
import { createSqsWebhookQueue } from '../adapters/aws/sqs-webhook-queue.ts';
import type { Clock } from '../clock.ts';
import { giveUpPredictions } from '../prediction/give-up-predictions.ts';
import type { DeadLetter } from '../prediction/ports.ts';
import { readConfig, readS3Style } from './config.ts';
import { metricsOf } from './metrics.ts';

/**
 * The composition root of a function: where use cases meet adapters. It reads the settings that it needs, once, at
 * start-up. One file per function, so that each bundle holds its own parts only.
 */
const clock: Clock = { now: () => new Date() };

/** Gives up a dead letter; resolves to the ids that were moved to `failed` by this call. */
export type GiveUpMessage = (
  letter: Pick<DeadLetter, 'id' | 'body' | 'receiveCount' | 'sentAt'>,
) => Promise<string[]>;

export function composeGiveUp(): GiveUpMessage {
  const config = readConfig(['PREDICTIONS_TABLE', 'BUCKET', 'WEBHOOK_QUEUE_URL', 'STAGE', 'METRICS']);
  const metrics = metricsOf(config);
  const deps = {
    deadLetters: createS3DeadLetterStore(createS3Client(readS3Style()), config.BUCKET),
    store: createDynamoDbPredictionStore(createDynamoDbClient(), config.PREDICTIONS_TABLE),
    clock,
    webhooks: createSqsWebhookQueue(createSqsClient(), config.WEBHOOK_QUEUE_URL),
  };
  return async (letter) => {
    const failed = await giveUpPredictions(deps, letter);
    if (failed.length > 0) metrics.add('Failed', [failed.length]);
    return failed;
  };
}
