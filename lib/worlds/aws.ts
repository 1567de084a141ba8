import {
  createDynamoDbClient,
  createFileClient,
  createS3Client,
  createSqsClient,
  createStepFunctionsClient,
} from '../adapters/aws/aws-clients.ts';
import { createDynamoDbDeliveryStore } from '../adapters/aws/dynamodb-delivery-store.ts';
import { createDynamoDbJobStore } from '../adapters/aws/dynamodb-job-store.ts';
import { createDynamoDbKeptLeadStore } from '../adapters/aws/dynamodb-kept-lead-store.ts';
import { createDynamoDbKeyStore, createDynamoDbRateCounter } from '../adapters/aws/dynamodb-key-store.ts';
import { createDynamoDbOutcomeStore } from '../adapters/aws/dynamodb-outcome-store.ts';
import { createDynamoDbPredictionStore } from '../adapters/aws/dynamodb-prediction-store.ts';
import { createDynamoDbReferenceStore } from '../adapters/aws/dynamodb-reference-store.ts';
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
import { readS3Style, type SettingName, type Settings } from '../runtime/config.ts';
import type { Foundation } from './world.ts';

/**
 * The ports on AWS. Each stands alone, and a function gets a list of those that it uses: one object of all would put every
 * adapter, and the SDK's client behind it, into every bundle.
 */

/** A port of a client and a setting. The comment lets a bundler drop those that a function does not use. */
/* @__NO_SIDE_EFFECTS__ */
function on<Client, Name extends SettingName, Port>(
  makeClient: () => Client,
  create: (client: Client, setting: Settings[Name]) => Port,
  name: Name,
) {
  return ({ setting, shared }: Foundation): Port => create(shared(makeClient), setting(name));
}

const store = on(createDynamoDbClient, createDynamoDbPredictionStore, 'PREDICTIONS_TABLE');
const references = on(createDynamoDbClient, createDynamoDbReferenceStore, 'REFERENCES_TABLE');
const outcomes = on(createDynamoDbClient, createDynamoDbOutcomeStore, 'OUTCOMES_TABLE');
const keptLeads = on(createDynamoDbClient, createDynamoDbKeptLeadStore, 'KEPT_LEADS_TABLE');
const jobs = on(createDynamoDbClient, createDynamoDbJobStore, 'PREDICTIONS_TABLE');
const deliveries = on(createDynamoDbClient, createDynamoDbDeliveryStore, 'PREDICTIONS_TABLE');
const rates = on(createDynamoDbClient, createDynamoDbRateCounter, 'PREDICTIONS_TABLE');
const registry = on(createDynamoDbClient, createDynamoDbRegistryStore, 'REGISTRY_TABLE');
const trainings = on(createDynamoDbClient, createDynamoDbTrainingStore, 'REGISTRY_TABLE');
const keys = on(createDynamoDbClient, createDynamoDbKeyStore, 'REGISTRY_TABLE');
const secrets = on(createDynamoDbClient, createDynamoDbSecretStore, 'REGISTRY_TABLE');

const s3Client = () => createS3Client(readS3Style());
const fileClient = () => createFileClient(readS3Style());
const artifacts = on(s3Client, createS3ArtifactStore, 'BUCKET');
const deadLetters = on(s3Client, createS3DeadLetterStore, 'BUCKET');
const folders = on(s3Client, createS3DatasetFolders, 'BUCKET');
const files = on(fileClient, createS3Bucket, 'BUCKET');

const queue = on(createSqsClient, createSqsLeadQueue, 'SCORE_QUEUE_URL');
const webhooks = on(createSqsClient, createSqsWebhookQueue, 'WEBHOOK_QUEUE_URL');
const postponeWebhook = on(createSqsClient, createSqsPostpone, 'WEBHOOK_QUEUE_URL');
const postponeStep = on(createSqsClient, createSqsPostpone, 'JOB_STEP_QUEUE_URL');
const postponeChunk = on(createSqsClient, createSqsPostpone, 'JOB_CHUNK_QUEUE_URL');
const queues = ({ setting, shared }: Foundation) =>
  createSqsJobQueues(shared(createSqsClient), {
    stepUrl: setting('JOB_STEP_QUEUE_URL'),
    chunkUrl: setting('JOB_CHUNK_QUEUE_URL'),
  });

const workflow = on(createStepFunctionsClient, createStepFunctionsWorkflow, 'TRAINING_MACHINE_ARN');
const sender = ({ setting }: Foundation) => createHttpsWebhookSender(setting('WEBHOOK_HOSTS'));

export const forApi = {
  store,
  references,
  outcomes,
  keptLeads,
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
  deliveries,
  sender,
};
export const forScorer = { store, registry, artifacts, deadLetters, webhooks, outcomes, keptLeads };
export const forGiveUp = { store, deadLetters, webhooks, outcomes, keptLeads };
export const forRefresh = { outcomes, files, registry };
export const forOutcomeImport = { outcomes, files };
export const forWebhooks = { store, jobs, secrets, sender, postponeWebhook };
export const forJobs = { jobs, files, queues, webhooks, artifacts, postponeStep, postponeChunk };
export const forSweep = { store, jobs, queues, queue, webhooks, trainings, workflow };
export const forTraining = { trainings, files, registry, artifacts, store };
export const forTriggers = { trainings, workflow, files, folders, registry, artifacts };
/** For the command line: what it reads and publishes, and how it submits leads. */
export const forRegistry = { registry, artifacts, store, keys, secrets, deadLetters };
export const forSubmission = { queue, references, webhooks };
