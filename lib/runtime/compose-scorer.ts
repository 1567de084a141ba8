import { createDynamoDbClient, createS3Client, createSqsClient } from '../adapters/aws/aws-clients.ts';
import { createDynamoDbPredictionStore } from '../adapters/aws/dynamodb-prediction-store.ts';
import { createDynamoDbRegistryStore } from '../adapters/aws/dynamodb-registry-store.ts';
import { createS3ArtifactStore } from '../adapters/aws/s3-artifact-store.ts';
import { createS3DeadLetterStore } from '../adapters/aws/s3-dead-letter-store.ts';
import { createSqsWebhookQueue } from '../adapters/aws/sqs-webhook-queue.ts';
import type { Clock } from '../clock.ts';
import { scorePredictions } from '../prediction/score-predictions.ts';
import { createChallengerFinder } from '../prediction/shadow.ts';
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

export interface Scorer {
  /** Scores the body of a message that was sent then; resolves to the ids that were finished by this call. */
  score(body: string, sentAt?: Date): Promise<string[]>;
  /** Notes why a message could not be scored, for whoever finds it among the dead letters. */
  noteError(messageId: string, error: string): Promise<void>;
}

export function composeScorer(): Scorer {
  const config = readConfig([
    'PREDICTIONS_TABLE',
    'REGISTRY_TABLE',
    'BUCKET',
    'WEBHOOK_QUEUE_URL',
    'ALIAS_TTL_SECONDS',
    'STAGE',
    'METRICS',
  ]);
  const aliasTtlMs = 1000 * config.ALIAS_TTL_SECONDS;
  const dynamoDb = createDynamoDbClient();
  const s3 = createS3Client(readS3Style());
  const load = createModelLoader(createS3ArtifactStore(s3, config.BUCKET));
  const deadLetters = createS3DeadLetterStore(s3, config.BUCKET);
  const registry = createDynamoDbRegistryStore(dynamoDb, config.REGISTRY_TABLE);
  const serve = createModelServer({ registry, load, clock, aliasTtlMs });
  const onProblem = (reason: string) => logger.warn('the challenger cannot be served', { reason });
  const metrics = metricsOf(config);
  const deps = {
    load,
    store: createDynamoDbPredictionStore(dynamoDb, config.PREDICTIONS_TABLE),
    clock,
    webhooks: createSqsWebhookQueue(createSqsClient(), config.WEBHOOK_QUEUE_URL),
    findChallenger: createChallengerFinder({ serve, clock, onProblem, aliasTtlMs }),
  };
  return {
    score: (body, sentAt) =>
      scorePredictions(
        {
          ...deps,
          onEnd: ({ status, completedAt }, { name, version }) => {
            metrics.add(status === 'succeeded' ? 'Succeeded' : 'Failed', [1], `${name}@${version}`);
            if (sentAt !== undefined)
              metrics.add('Latency', [Math.max(0, completedAt.getTime() - sentAt.getTime())]);
          },
        },
        body,
      ),
    noteError: (messageId, error) => deadLetters.noteError(messageId, error),
  };
}
