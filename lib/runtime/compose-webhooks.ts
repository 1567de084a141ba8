import { createDynamoDbClient, createSqsClient } from '../adapters/aws/aws-clients.ts';
import { createDynamoDbJobStore } from '../adapters/aws/dynamodb-job-store.ts';
import { createDynamoDbPredictionStore } from '../adapters/aws/dynamodb-prediction-store.ts';
import { createDynamoDbSecretStore } from '../adapters/aws/dynamodb-secret-store.ts';
import { postponeMessage } from '../adapters/aws/sqs-webhook-queue.ts';
import { createHttpsWebhookSender } from '../adapters/http/https-webhook-sender.ts';
import type { Clock } from '../clock.ts';
import { eventBody } from '../http/event-body.ts';
import { type Delivery, deliverWebhook } from '../webhook/deliver-webhook.ts';
import type { WebhookMessage } from '../webhook/ports.ts';
import { readConfig } from './config.ts';

/**
 * The composition root of a function: where use cases meet adapters. It reads the settings that it needs, once, at
 * start-up. One file per function, so that each bundle holds its own parts only.
 */
const clock: Clock = { now: () => new Date() };

export interface Webhooks {
  /** Makes the next attempt for a message, when it is due. */
  deliver(message: WebhookMessage): Promise<Delivery>;
  /** Lets a message come back in so many seconds. */
  postpone(receiptHandle: string, seconds: number): Promise<void>;
}

export function composeWebhooks(): Webhooks {
  const config = readConfig(['PREDICTIONS_TABLE', 'REGISTRY_TABLE', 'WEBHOOK_QUEUE_URL', 'WEBHOOK_HOSTS']);
  const dynamoDb = createDynamoDbClient();
  const sqs = createSqsClient();
  const deps = {
    store: createDynamoDbPredictionStore(dynamoDb, config.PREDICTIONS_TABLE),
    jobs: createDynamoDbJobStore(dynamoDb, config.PREDICTIONS_TABLE),
    secrets: createDynamoDbSecretStore(dynamoDb, config.REGISTRY_TABLE),
    sender: createHttpsWebhookSender(config.WEBHOOK_HOSTS),
    clock,
    describe: eventBody,
  };
  return {
    deliver: (message) => deliverWebhook(deps, message),
    postpone: (handle, seconds) => postponeMessage(sqs, config.WEBHOOK_QUEUE_URL, handle, seconds),
  };
}
