import { randomUUID } from 'node:crypto';
import {
  createDynamoDbClient,
  createFileClient,
  createS3Client,
  createStepFunctionsClient,
} from '../adapters/aws/aws-clients.ts';
import { createDynamoDbRegistryStore } from '../adapters/aws/dynamodb-registry-store.ts';
import { createDynamoDbTrainingStore } from '../adapters/aws/dynamodb-training-store.ts';
import { createS3ArtifactStore } from '../adapters/aws/s3-artifact-store.ts';
import { createS3Bucket } from '../adapters/aws/s3-bucket.ts';
import { createS3DatasetFolders } from '../adapters/aws/s3-dataset-folders.ts';
import { createStepFunctionsWorkflow } from '../adapters/aws/step-functions-workflow.ts';
import { createModelLoader } from '../registry/load-model.ts';
import type { Training } from '../trainings/training.ts';
import { triggerBySchedule, triggerByUpload } from '../trainings/trigger-training.ts';
import { readConfig, readS3Style } from './config.ts';
import { metricsOf } from './metrics.ts';

/** An event of EventBridge, as far as it is used. */
export interface TriggerEvent {
  readonly 'detail-type': string;
  /** ISO 8601. */
  readonly time: string;
  readonly detail: {
    readonly object?: { readonly key: string; readonly etag: string; readonly sequencer?: string };
  };
}

/** The composition root of what starts trainings; resolves to the trainings that an event led to. */
export function composeTriggers(): (event: TriggerEvent) => Promise<readonly Training[]> {
  const config = readConfig(['REGISTRY_TABLE', 'BUCKET', 'TRAINING_MACHINE_ARN', 'STAGE', 'METRICS']);
  const dynamoDb = createDynamoDbClient();
  const s3 = createS3Client(readS3Style());
  const deps = {
    trainings: createDynamoDbTrainingStore(dynamoDb, config.REGISTRY_TABLE),
    workflow: createStepFunctionsWorkflow(createStepFunctionsClient(), config.TRAINING_MACHINE_ARN),
    files: createS3Bucket(createFileClient(readS3Style()), config.BUCKET),
    folders: createS3DatasetFolders(s3, config.BUCKET),
    registry: createDynamoDbRegistryStore(dynamoDb, config.REGISTRY_TABLE),
    load: createModelLoader(createS3ArtifactStore(s3, config.BUCKET)),
    clock: { now: () => new Date() },
    ids: { next: randomUUID },
  };
  const metrics = metricsOf(config);
  const trigger = async ({ time, detail: { object } }: TriggerEvent): Promise<readonly Training[]> => {
    if (object === undefined) return triggerBySchedule(deps, time);
    const { key, etag, sequencer = `${etag} ${time}` } = object;
    const training = await triggerByUpload(deps, { key, etag, sequencer });
    return training === undefined ? [] : [training];
  };
  return async (event) => {
    const trainings = await trigger(event);
    // They have no execution that could fail, for an alarm to see.
    const refused = trainings.filter(({ status, steps }) => status === 'failed' && steps.length === 0);
    if (refused.length > 0) metrics.add('TrainingsNotStarted', [refused.length]);
    return trainings;
  };
}
