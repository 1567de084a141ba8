import { createDynamoDbClient, createS3Client } from '../adapters/aws/aws-clients.ts';
import { createDynamoDbKeyStore } from '../adapters/aws/dynamodb-key-store.ts';
import { createDynamoDbPredictionStore } from '../adapters/aws/dynamodb-prediction-store.ts';
import { createDynamoDbRegistryStore } from '../adapters/aws/dynamodb-registry-store.ts';
import { createDynamoDbSecretStore } from '../adapters/aws/dynamodb-secret-store.ts';
import { createS3ArtifactStore } from '../adapters/aws/s3-artifact-store.ts';
import { createS3DeadLetterStore } from '../adapters/aws/s3-dead-letter-store.ts';
import type { KeyStore, SecretStore } from '../auth/ports.ts';
import type { Clock } from '../clock.ts';
import type { DeadLetterStore, PredictionStore } from '../prediction/ports.ts';
import { createModelLoader, type LoadModel } from '../registry/load-model.ts';
import type { ArtifactStore, RegistryStore } from '../registry/ports.ts';
import { createModelServer, type ServeModel } from '../registry/serve-model.ts';
import { readConfig, readS3Style } from './config.ts';

/** What publishing, promoting and looking things up need. */
export interface Registry {
  readonly registry: RegistryStore;
  readonly artifacts: ArtifactStore;
  readonly store: PredictionStore;
  readonly keys: KeyStore;
  readonly secrets: SecretStore;
  readonly deadLetters: DeadLetterStore;
  readonly load: LoadModel;
  readonly serve: ServeModel;
  readonly clock: Clock;
}

/** @param environment the settings of the stack to work on; credentials and endpoints are the process's own */
export function composeRegistry(environment: NodeJS.ProcessEnv): Registry {
  const config = readConfig(['REGISTRY_TABLE', 'PREDICTIONS_TABLE', 'BUCKET'], environment);
  const clock: Clock = { now: () => new Date() };
  const dynamoDb = createDynamoDbClient();
  const registry = createDynamoDbRegistryStore(dynamoDb, config.REGISTRY_TABLE);
  const s3 = createS3Client(readS3Style());
  const artifacts = createS3ArtifactStore(s3, config.BUCKET);
  const store = createDynamoDbPredictionStore(dynamoDb, config.PREDICTIONS_TABLE);
  const load = createModelLoader(artifacts);
  const keys = createDynamoDbKeyStore(dynamoDb, config.REGISTRY_TABLE);
  return {
    registry,
    artifacts,
    store,
    keys,
    deadLetters: createS3DeadLetterStore(s3, config.BUCKET),
    secrets: createDynamoDbSecretStore(dynamoDb, config.REGISTRY_TABLE),
    load,
    serve: createModelServer({ registry, load, clock }),
    clock,
  };
}
