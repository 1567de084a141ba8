import {
  createDynamoDbClient,
  createSqsClient,
  createStepFunctionsClient,
} from '../adapters/aws/aws-clients.ts';
import { createDynamoDbJobStore } from '../adapters/aws/dynamodb-job-store.ts';
import { createDynamoDbPredictionStore } from '../adapters/aws/dynamodb-prediction-store.ts';
import { createDynamoDbTrainingStore } from '../adapters/aws/dynamodb-training-store.ts';
import { createSqsJobQueues } from '../adapters/aws/sqs-job-queues.ts';
import { createSqsLeadQueue } from '../adapters/aws/sqs-lead-queue.ts';
import { createSqsWebhookQueue } from '../adapters/aws/sqs-webhook-queue.ts';
import { createStepFunctionsWorkflow } from '../adapters/aws/step-functions-workflow.ts';
import type { Clock } from '../clock.ts';
import { readConfig } from './config.ts';
import { createSweep, type WholeSweep } from './create-sweep.ts';
import { metricsOf } from './metrics.ts';

/**
 * The composition root of a function: where use cases meet adapters. It reads the settings that it needs, once, at
 * start-up. One file per function, so that each bundle holds its own parts only.
 */
const clock: Clock = { now: () => new Date() };

export function composeSweep(): () => Promise<WholeSweep> {
  const config = readConfig([
    'PREDICTIONS_TABLE',
    'SCORE_QUEUE_URL',
    'WEBHOOK_QUEUE_URL',
    'JOB_STEP_QUEUE_URL',
    'JOB_CHUNK_QUEUE_URL',
    'REGISTRY_TABLE',
    'TRAINING_MACHINE_ARN',
    'STAGE',
    'METRICS',
  ]);
  const sqs = createSqsClient();
  const dynamoDb = createDynamoDbClient();
  const deps = {
    store: createDynamoDbPredictionStore(dynamoDb, config.PREDICTIONS_TABLE),
    jobs: createDynamoDbJobStore(dynamoDb, config.PREDICTIONS_TABLE),
    queues: createSqsJobQueues(sqs, {
      stepUrl: config.JOB_STEP_QUEUE_URL,
      chunkUrl: config.JOB_CHUNK_QUEUE_URL,
    }),
    queue: createSqsLeadQueue(sqs, config.SCORE_QUEUE_URL),
    webhooks: createSqsWebhookQueue(sqs, config.WEBHOOK_QUEUE_URL),
    trainings: createDynamoDbTrainingStore(dynamoDb, config.REGISTRY_TABLE),
    workflow: createStepFunctionsWorkflow(createStepFunctionsClient(), config.TRAINING_MACHINE_ARN),
    clock,
  };
  return createSweep(deps, metricsOf(config));
}
