import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { createActiveTable } from '../../infra/local/create-resources.ts';
import {
  createDynamoDbClient,
  createFileClient,
  createS3Client,
} from '../../lib/adapters/aws/aws-clients.ts';
import { createDynamoDbJobStore } from '../../lib/adapters/aws/dynamodb-job-store.ts';
import { createDynamoDbKeptLeadStore } from '../../lib/adapters/aws/dynamodb-kept-lead-store.ts';
import { createDynamoDbOutcomeStore } from '../../lib/adapters/aws/dynamodb-outcome-store.ts';
import { createDynamoDbPredictionStore } from '../../lib/adapters/aws/dynamodb-prediction-store.ts';
import { createDynamoDbReferenceStore } from '../../lib/adapters/aws/dynamodb-reference-store.ts';
import { createDynamoDbRegistryStore } from '../../lib/adapters/aws/dynamodb-registry-store.ts';
import { createDynamoDbSecretStore } from '../../lib/adapters/aws/dynamodb-secret-store.ts';
import { createS3ArtifactStore } from '../../lib/adapters/aws/s3-artifact-store.ts';
import { createS3Bucket } from '../../lib/adapters/aws/s3-bucket.ts';
import { createS3DeadLetterStore } from '../../lib/adapters/aws/s3-dead-letter-store.ts';
import { startEmulators } from '../support/emulators.ts';
import type { JobStores } from './job-lab.ts';
import type { Stores } from './lab.ts';

export interface EmulatorStores {
  /** Empty tables and an empty bucket, as the template describes them. */
  fresh(): Promise<Stores & JobStores>;
  close(): Promise<void>;
}

/** Emulators keep what they hold in memory: after so many schedules new ones are started, so that a run of a night has an end. */
const SCHEDULES_PER_PROCESS = 100;

/** The AWS adapters over the real SDK and the emulators. */
export async function openEmulatorStores(): Promise<EmulatorStores> {
  let current = await openProcess();
  let copies = 0;
  return {
    async fresh() {
      if (copies > 0 && copies % SCHEDULES_PER_PROCESS === 0) {
        await current.close();
        current = await openProcess();
      }
      return current.copy(++copies);
    },
    close: () => current.close(),
  };
}

/** One process of the emulators, whose tables are copied for each schedule. */
async function openProcess() {
  const emulators = await startEmulators();
  Object.assign(process.env, emulators.environment);
  const dynamoDb = createDynamoDbClient();
  const s3 = createS3Client('path');
  const files = createFileClient('path');

  const copyTable = async (logicalName: string, suffix: number): Promise<string> => {
    const { Table } = await dynamoDb.send(
      new DescribeTableCommand({ TableName: emulators.resources[logicalName]! }),
    );
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = Table!;
    const TableName = `${logicalName}-${suffix}`;
    await createActiveTable(dynamoDb, {
      TableName,
      AttributeDefinitions,
      KeySchema,
      BillingMode: 'PAY_PER_REQUEST',
      ...(GlobalSecondaryIndexes === undefined
        ? {}
        : {
            GlobalSecondaryIndexes: GlobalSecondaryIndexes.map((index) => ({
              IndexName: index.IndexName,
              KeySchema: index.KeySchema,
              Projection: index.Projection,
            })),
          }),
    });
    return TableName;
  };

  return {
    async copy(suffix: number): Promise<Stores & JobStores> {
      const [predictions, references, registry, outcomes, keptLeads] = [
        await copyTable('PredictionsTable', suffix),
        await copyTable('ReferencesTable', suffix),
        await copyTable('RegistryTable', suffix),
        await copyTable('OutcomesTable', suffix),
        await copyTable('KeptLeadsTable', suffix),
      ];
      const bucket = `faults-${suffix}`;
      await s3.send(new CreateBucketCommand({ Bucket: bucket }));
      return {
        store: createDynamoDbPredictionStore(dynamoDb, predictions),
        references: createDynamoDbReferenceStore(dynamoDb, references),
        outcomes: createDynamoDbOutcomeStore(dynamoDb, outcomes),
        keptLeads: createDynamoDbKeptLeadStore(dynamoDb, keptLeads),
        jobs: createDynamoDbJobStore(dynamoDb, predictions),
        files: createS3Bucket(files, bucket),
        artifacts: createS3ArtifactStore(s3, bucket),
        registry: createDynamoDbRegistryStore(dynamoDb, registry),
        deadLetters: createS3DeadLetterStore(s3, bucket),
        secrets: createDynamoDbSecretStore(dynamoDb, registry),
      };
    },
    async close() {
      dynamoDb.destroy();
      s3.destroy();
      files.destroy();
      await emulators.stop();
    },
  };
}
