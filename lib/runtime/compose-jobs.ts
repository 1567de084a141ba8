import {
  createDynamoDbClient,
  createFileClient,
  createS3Client,
  createSqsClient,
} from '../adapters/aws/aws-clients.ts';
import { createDynamoDbJobStore } from '../adapters/aws/dynamodb-job-store.ts';
import { createS3ArtifactStore } from '../adapters/aws/s3-artifact-store.ts';
import { createS3Bucket } from '../adapters/aws/s3-bucket.ts';
import { createSqsJobQueues } from '../adapters/aws/sqs-job-queues.ts';
import { createSqsWebhookQueue, postponeMessage } from '../adapters/aws/sqs-webhook-queue.ts';
import type { Clock } from '../clock.ts';
import { decodeJobChunk, decodeJobStep } from '../jobs/job-message.ts';
import { joinJob } from '../jobs/join-job.ts';
import { createPlanReader, scoreChunk } from '../jobs/score-chunk.ts';
import { splitJob } from '../jobs/split-job.ts';
import { createModelLoader } from '../registry/load-model.ts';
import { readConfig, readS3Style } from './config.ts';

/**
 * The composition root of the two functions of jobs, which need the same things. It reads the settings that they need,
 * once, at start-up.
 */
const clock: Clock = { now: () => new Date() };

/** What is done with the messages of a queue. */
export interface JobWork {
  work(body: string): Promise<void>;
  /** Lets a message come back in so many seconds. */
  postpone(receiptHandle: string, seconds: number): Promise<void>;
}

export interface Jobs {
  /** Does the step that a message names. */
  readonly steps: JobWork;
  /** Scores the chunk that a message names. */
  readonly chunks: JobWork;
}

export function composeJobs(): Jobs {
  const config = readConfig([
    'PREDICTIONS_TABLE',
    'BUCKET',
    'WEBHOOK_QUEUE_URL',
    'JOB_STEP_QUEUE_URL',
    'JOB_CHUNK_QUEUE_URL',
    'JOB_CHUNK_BYTES',
  ]);
  const sqs = createSqsClient();
  const files = createS3Bucket(createFileClient(readS3Style()), config.BUCKET);
  const deps = {
    jobs: createDynamoDbJobStore(createDynamoDbClient(), config.PREDICTIONS_TABLE),
    files,
    queues: createSqsJobQueues(sqs, {
      stepUrl: config.JOB_STEP_QUEUE_URL,
      chunkUrl: config.JOB_CHUNK_QUEUE_URL,
    }),
    webhooks: createSqsWebhookQueue(sqs, config.WEBHOOK_QUEUE_URL),
    load: createModelLoader(createS3ArtifactStore(createS3Client(readS3Style()), config.BUCKET)),
    readPlan: createPlanReader(files),
    chunkBytes: config.JOB_CHUNK_BYTES,
    clock,
  };
  const postponeIn = (queueUrl: string) => (handle: string, seconds: number) =>
    postponeMessage(sqs, queueUrl, handle, seconds);
  return {
    steps: {
      async work(body) {
        const message = decodeJobStep(body);
        await (message.step === 'join'
          ? joinJob(deps, message.jobId)
          : splitJob(deps, message.jobId, message.from));
      },
      postpone: postponeIn(config.JOB_STEP_QUEUE_URL),
    },
    chunks: {
      work: (body) => scoreChunk(deps, decodeJobChunk(body)),
      postpone: postponeIn(config.JOB_CHUNK_QUEUE_URL),
    },
  };
}
