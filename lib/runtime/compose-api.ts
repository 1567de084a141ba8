import { randomUUID } from 'node:crypto';
import {
  createDynamoDbClient,
  createFileClient,
  createS3Client,
  createSqsClient,
  createStepFunctionsClient,
} from '../adapters/aws/aws-clients.ts';
import { createDynamoDbJobStore } from '../adapters/aws/dynamodb-job-store.ts';
import { createDynamoDbKeyStore, createDynamoDbRateCounter } from '../adapters/aws/dynamodb-key-store.ts';
import { createDynamoDbPredictionStore } from '../adapters/aws/dynamodb-prediction-store.ts';
import { createDynamoDbRegistryStore } from '../adapters/aws/dynamodb-registry-store.ts';
import { createDynamoDbSecretStore } from '../adapters/aws/dynamodb-secret-store.ts';
import { createDynamoDbTrainingStore } from '../adapters/aws/dynamodb-training-store.ts';
import { createS3ArtifactStore } from '../adapters/aws/s3-artifact-store.ts';
import { createS3Bucket } from '../adapters/aws/s3-bucket.ts';
import { createS3DatasetFolders } from '../adapters/aws/s3-dataset-folders.ts';
import { createS3DeadLetterStore } from '../adapters/aws/s3-dead-letter-store.ts';
import { createSqsJobQueues } from '../adapters/aws/sqs-job-queues.ts';
import { createSqsLeadQueue } from '../adapters/aws/sqs-lead-queue.ts';
import { createSqsWebhookQueue } from '../adapters/aws/sqs-webhook-queue.ts';
import { createStepFunctionsWorkflow } from '../adapters/aws/step-functions-workflow.ts';
import { createAuthenticator, openToAll } from '../auth/authenticate.ts';
import type { Clock } from '../clock.ts';
import { type Api, createApi } from '../http/create-api.ts';
import { createModelLoader } from '../registry/load-model.ts';
import { createModelServer } from '../registry/serve-model.ts';
import { readConfig, readS3Style } from './config.ts';
import { logger } from './logger.ts';
import { metricsOf } from './metrics.ts';

/**
 * The composition root of a function: where use cases meet adapters. It reads the settings that it needs, once, at
 * start-up. One file per function, so that each bundle holds its own parts only.
 */
const clock: Clock = { now: () => new Date() };

export function composeApi(): Api {
  const config = readConfig([
    'PREDICTIONS_TABLE',
    'REGISTRY_TABLE',
    'SCORE_QUEUE_URL',
    'WEBHOOK_QUEUE_URL',
    'JOB_STEP_QUEUE_URL',
    'JOB_CHUNK_QUEUE_URL',
    'TRAINING_MACHINE_ARN',
    'WEBHOOK_HOSTS',
    'BUCKET',
    'MODEL_NAME',
    'RECORD_TTL_DAYS',
    'ALIAS_TTL_SECONDS',
    'API_AUTH',
    'STAGE',
    'METRICS',
  ]);
  const metrics = metricsOf(config);
  const dynamoDb = createDynamoDbClient();
  const sqs = createSqsClient();
  const s3 = createS3Client(readS3Style());
  const artifacts = createS3ArtifactStore(s3, config.BUCKET);
  const registry = createDynamoDbRegistryStore(dynamoDb, config.REGISTRY_TABLE);
  const load = createModelLoader(artifacts);
  const serve = createModelServer({
    registry,
    load,
    clock,
    aliasTtlMs: 1000 * config.ALIAS_TTL_SECONDS,
  });
  return createApi(
    {
      serve,
      registry,
      artifacts,
      authenticate:
        config.API_AUTH === 'off'
          ? openToAll
          : createAuthenticator({
              keys: createDynamoDbKeyStore(dynamoDb, config.REGISTRY_TABLE),
              rates: createDynamoDbRateCounter(dynamoDb, config.PREDICTIONS_TABLE),
              clock,
            }),
      jobs: createDynamoDbJobStore(dynamoDb, config.PREDICTIONS_TABLE),
      files: createS3Bucket(createFileClient(readS3Style()), config.BUCKET),
      queues: createSqsJobQueues(sqs, {
        stepUrl: config.JOB_STEP_QUEUE_URL,
        chunkUrl: config.JOB_CHUNK_QUEUE_URL,
      }),
      trainings: createDynamoDbTrainingStore(dynamoDb, config.REGISTRY_TABLE),
      workflow: createStepFunctionsWorkflow(createStepFunctionsClient(), config.TRAINING_MACHINE_ARN),
      folders: createS3DatasetFolders(s3, config.BUCKET),
      load,
      bucket: config.BUCKET,
      deadLetters: createS3DeadLetterStore(s3, config.BUCKET),
      secrets: createDynamoDbSecretStore(dynamoDb, config.REGISTRY_TABLE),
      store: createDynamoDbPredictionStore(dynamoDb, config.PREDICTIONS_TABLE),
      queue: createSqsLeadQueue(sqs, config.SCORE_QUEUE_URL),
      webhooks: createSqsWebhookQueue(sqs, config.WEBHOOK_QUEUE_URL),
      webhookHosts: config.WEBHOOK_HOSTS,
      onAccepted: (leads) => metrics.add('Accepted', [leads]),
      clock,
      ids: { next: randomUUID },
      defaultModel: config.MODEL_NAME,
      keepDays: config.RECORD_TTL_DAYS,
    },
    logger,
  );
}
