import {
  createDynamoDbClient,
  createSqsClient,
  createStepFunctionsClient,
} from '../adapters/aws/aws-clients.ts';
import { createDynamoDbJobStore } from '../adapters/aws/dynamodb-job-store.ts';
import { createDynamoDbPredictionStore } from '../adapters/aws/dynamodb-prediction-store.ts';
import { createDynamoDbTrainingStore } from '../adapters/aws/dynamodb-training-store.ts';
import { createSqsJobQueue } from '../adapters/aws/sqs-job-queue.ts';
import { createSqsJobQueues } from '../adapters/aws/sqs-job-queues.ts';
import { createSqsWebhookQueue } from '../adapters/aws/sqs-webhook-queue.ts';
import { createStepFunctionsWorkflow } from '../adapters/aws/step-functions-workflow.ts';
import { type JobSweep, sweepJobs } from '../jobs/sweep-jobs.ts';
import type { Clock } from '../ports.ts';
import { requeueStale, type Sweep } from '../prediction/requeue-stale.ts';
import { startWaiting, type TrainingSweep } from '../runs/start-waiting.ts';
import { readConfig } from './config.ts';
import { metricsOf } from './metrics.ts';

/**
 * The composition root of a function: where use cases meet adapters. It reads the settings that it needs, once, at
 * start-up. One file per function, so that each bundle holds its own parts only.
 */
const clock: Clock = { now: () => new Date() };

export function composeSweep(): () => Promise<Sweep & JobSweep & TrainingSweep> {
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
  const metrics = metricsOf(config);
  const sqs = createSqsClient();
  const dynamoDb = createDynamoDbClient();
  const deps = {
    store: createDynamoDbPredictionStore(dynamoDb, config.PREDICTIONS_TABLE),
    jobs: createDynamoDbJobStore(dynamoDb, config.PREDICTIONS_TABLE),
    queues: createSqsJobQueues(sqs, {
      stepUrl: config.JOB_STEP_QUEUE_URL,
      chunkUrl: config.JOB_CHUNK_QUEUE_URL,
    }),
    queue: createSqsJobQueue(sqs, config.SCORE_QUEUE_URL),
    webhooks: createSqsWebhookQueue(sqs, config.WEBHOOK_QUEUE_URL),
    runs: createDynamoDbTrainingStore(dynamoDb, config.REGISTRY_TABLE),
    workflow: createStepFunctionsWorkflow(createStepFunctionsClient(), config.TRAINING_MACHINE_ARN),
    clock,
  };
  return async () => {
    const others = [sweepJobs(deps), startWaiting(deps)] as const;
    // What keeps one from its work is not to keep the others.
    for (const other of others) other.catch(() => {});
    const sweep = { ...(await requeueStale(deps)), ...(await others[0]), ...(await others[1]) };
    if (sweep.requeued > 0) metrics.add('Requeued', [sweep.requeued]);
    if (sweep.givenUp > 0) metrics.add('JobsGivenUp', [sweep.givenUp]);
    if (sweep.trainingsGivenUp > 0) metrics.add('TrainingsNotStarted', [sweep.trainingsGivenUp]);
    if (sweep.failed > 0) metrics.add('Failed', [sweep.failed]);
    return sweep;
  };
}
