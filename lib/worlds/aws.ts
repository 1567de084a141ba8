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
import { createSqsPostpone, createSqsWebhookQueue } from '../adapters/aws/sqs-webhook-queue.ts';
import { createStepFunctionsWorkflow } from '../adapters/aws/step-functions-workflow.ts';
import { createHttpsWebhookSender } from '../adapters/http/https-webhook-sender.ts';
import { readS3Style } from '../runtime/config.ts';
import type { World } from './world.ts';

/**
 * The ports on AWS. Each stands alone, and a function gets a list of those that it uses: one object of all would put every
 * adapter, and the SDK's client behind it, into every bundle.
 */
const s3Client = () => createS3Client(readS3Style());
const fileClient = () => createFileClient(readS3Style());

const store: World['store'] = ({ setting, shared }) =>
  createDynamoDbPredictionStore(shared(createDynamoDbClient), setting('PREDICTIONS_TABLE'));
const jobs: World['jobs'] = ({ setting, shared }) =>
  createDynamoDbJobStore(shared(createDynamoDbClient), setting('PREDICTIONS_TABLE'));
const rates: World['rates'] = ({ setting, shared }) =>
  createDynamoDbRateCounter(shared(createDynamoDbClient), setting('PREDICTIONS_TABLE'));
const registry: World['registry'] = ({ setting, shared }) =>
  createDynamoDbRegistryStore(shared(createDynamoDbClient), setting('REGISTRY_TABLE'));
const trainings: World['trainings'] = ({ setting, shared }) =>
  createDynamoDbTrainingStore(shared(createDynamoDbClient), setting('REGISTRY_TABLE'));
const keys: World['keys'] = ({ setting, shared }) =>
  createDynamoDbKeyStore(shared(createDynamoDbClient), setting('REGISTRY_TABLE'));
const secrets: World['secrets'] = ({ setting, shared }) =>
  createDynamoDbSecretStore(shared(createDynamoDbClient), setting('REGISTRY_TABLE'));

const artifacts: World['artifacts'] = ({ setting, shared }) =>
  createS3ArtifactStore(shared(s3Client), setting('BUCKET'));
const deadLetters: World['deadLetters'] = ({ setting, shared }) =>
  createS3DeadLetterStore(shared(s3Client), setting('BUCKET'));
const folders: World['folders'] = ({ setting, shared }) =>
  createS3DatasetFolders(shared(s3Client), setting('BUCKET'));
const files: World['files'] = ({ setting, shared }) => createS3Bucket(shared(fileClient), setting('BUCKET'));

const queue: World['queue'] = ({ setting, shared }) =>
  createSqsLeadQueue(shared(createSqsClient), setting('SCORE_QUEUE_URL'));
const queues: World['queues'] = ({ setting, shared }) =>
  createSqsJobQueues(shared(createSqsClient), {
    stepUrl: setting('JOB_STEP_QUEUE_URL'),
    chunkUrl: setting('JOB_CHUNK_QUEUE_URL'),
  });
const webhooks: World['webhooks'] = ({ setting, shared }) =>
  createSqsWebhookQueue(shared(createSqsClient), setting('WEBHOOK_QUEUE_URL'));
const postponeWebhook: World['postponeWebhook'] = ({ setting, shared }) =>
  createSqsPostpone(shared(createSqsClient), setting('WEBHOOK_QUEUE_URL'));
const postponeStep: World['postponeStep'] = ({ setting, shared }) =>
  createSqsPostpone(shared(createSqsClient), setting('JOB_STEP_QUEUE_URL'));
const postponeChunk: World['postponeChunk'] = ({ setting, shared }) =>
  createSqsPostpone(shared(createSqsClient), setting('JOB_CHUNK_QUEUE_URL'));

const sender: World['sender'] = ({ setting }) => createHttpsWebhookSender(setting('WEBHOOK_HOSTS'));
const workflow: World['workflow'] = ({ setting, shared }) =>
  createStepFunctionsWorkflow(shared(createStepFunctionsClient), setting('TRAINING_MACHINE_ARN'));

export const forApi = {
  store,
  queue,
  deadLetters,
  jobs,
  queues,
  files,
  trainings,
  workflow,
  folders,
  registry,
  artifacts,
  keys,
  rates,
  secrets,
  webhooks,
};
export const forScorer = { store, registry, artifacts, deadLetters, webhooks };
export const forGiveUp = { store, deadLetters, webhooks };
export const forWebhooks = { store, jobs, secrets, sender, postponeWebhook };
export const forJobs = { jobs, files, queues, webhooks, artifacts, postponeStep, postponeChunk };
export const forSweep = { store, jobs, queues, queue, webhooks, trainings, workflow };
export const forTraining = { trainings, files, registry, artifacts, store };
export const forTriggers = { trainings, workflow, files, folders, registry, artifacts };
/** For the command line: what it reads and publishes, and how it submits leads. */
export const forRegistry = { registry, artifacts, store, keys, secrets, deadLetters };
export const forSubmission = { queue, webhooks };
