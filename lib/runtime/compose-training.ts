import { availableParallelism } from 'node:os';
import { createDynamoDbClient, createFileClient, createS3Client } from '../adapters/aws/aws-clients.ts';
import { createDynamoDbPredictionStore } from '../adapters/aws/dynamodb-prediction-store.ts';
import { createDynamoDbRegistryStore } from '../adapters/aws/dynamodb-registry-store.ts';
import { createDynamoDbTrainingStore } from '../adapters/aws/dynamodb-training-store.ts';
import { createS3ArtifactStore } from '../adapters/aws/s3-artifact-store.ts';
import { createS3Bucket } from '../adapters/aws/s3-bucket.ts';
import { createModelLoader } from '../registry/load-model.ts';
import type { StepDeps } from '../trainings/step-deps.ts';
import { createSteps, type Steps } from '../trainings/steps.ts';
import { BUILD_FACTS } from './build-facts.ts';
import { readConfig, readS3Style } from './config.ts';

export type { FinishingStep } from '../trainings/steps.ts';

/** The composition root of the functions of a training, which need the same things and have the same memory. */
export function composeTraining(): Steps {
  const config = readConfig([
    'REGISTRY_TABLE',
    'PREDICTIONS_TABLE',
    'BUCKET',
    'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  ]);
  const dynamoDb = createDynamoDbClient();
  const artifacts = createS3ArtifactStore(createS3Client(readS3Style()), config.BUCKET);
  const { libraries, chartScript } = BUILD_FACTS;
  const { scorelane = 'unknown', ...others } = libraries;
  const deps: StepDeps = {
    trainings: createDynamoDbTrainingStore(dynamoDb, config.REGISTRY_TABLE),
    files: createS3Bucket(createFileClient(readS3Style()), config.BUCKET),
    registry: createDynamoDbRegistryStore(dynamoDb, config.REGISTRY_TABLE),
    artifacts,
    store: createDynamoDbPredictionStore(dynamoDb, config.PREDICTIONS_TABLE),
    load: createModelLoader(artifacts),
    clock: { now: () => new Date() },
    // As `scorelane train` lists them, for the artifacts to be the same.
    libraries: { scorelane, node: process.versions.node, ...others },
    chartScript,
    // Lambda gives cores by memory.
    threads: availableParallelism(),
    memory: config.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  };
  return createSteps(deps);
}
