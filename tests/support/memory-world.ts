import { randomUUID } from 'node:crypto';
import { createMemoryArtifactStore } from '../../lib/adapters/memory/memory-artifact-store.ts';
import { createMemoryDatasetFolders } from '../../lib/adapters/memory/memory-dataset-folders.ts';
import { createMemoryDeadLetterStore } from '../../lib/adapters/memory/memory-dead-letter-store.ts';
import { createMemoryJobFiles } from '../../lib/adapters/memory/memory-job-files.ts';
import { createMemoryJobQueues } from '../../lib/adapters/memory/memory-job-queues.ts';
import { createMemoryJobStore } from '../../lib/adapters/memory/memory-job-store.ts';
import { createMemoryLeadQueue } from '../../lib/adapters/memory/memory-lead-queue.ts';
import { createMemoryPredictionStore } from '../../lib/adapters/memory/memory-prediction-store.ts';
import { createMemoryRegistryStore } from '../../lib/adapters/memory/memory-registry-store.ts';
import { createMemorySecretStore } from '../../lib/adapters/memory/memory-secret-store.ts';
import { createMemoryTrainingStore } from '../../lib/adapters/memory/memory-training-store.ts';
import { createMemoryWebhookQueue } from '../../lib/adapters/memory/memory-webhook-queue.ts';
import { createMemoryWorkflow } from '../../lib/adapters/memory/memory-workflow.ts';
import { openToAll } from '../../lib/auth/authenticate.ts';
import type { ModelArtifact } from '../../lib/model/artifact.ts';
import type { Clock } from '../../lib/ports.ts';
import { createModelLoader } from '../../lib/registry/load-model.ts';
import { publishModel } from '../../lib/registry/publish-model.ts';
import { createModelServer } from '../../lib/registry/serve-model.ts';
import { artifactBytes, exampleArtifact } from './example-model.ts';

/** Everything that the use cases need, in memory, with a clock that the test moves. */
export function createMemoryWorld() {
  let now = new Date('2026-02-01T10:00:00.000Z');
  const clock: Clock = { now: () => now };
  const files = createMemoryJobFiles();
  const artifacts = createMemoryArtifactStore(files.objects);
  const registry = createMemoryRegistryStore();
  const load = createModelLoader(artifacts);
  return {
    clock,
    artifacts,
    registry,
    load,
    serve: createModelServer({ registry, load, clock }),
    store: createMemoryPredictionStore(),
    queue: createMemoryLeadQueue(),
    deadLetters: createMemoryDeadLetterStore(),
    ids: { next: randomUUID },
    jobs: createMemoryJobStore(),
    files,
    trainings: createMemoryTrainingStore(),
    workflow: createMemoryWorkflow(),
    folders: createMemoryDatasetFolders(files.objects),
    libraries: {},
    chartScript: '',
    queues: createMemoryJobQueues(),
    bucket: 'bucket',
    secrets: createMemorySecretStore(),
    webhooks: createMemoryWebhookQueue(),
    webhookHosts: 'public' as const,
    authenticate: openToAll,
    keepDays: 30,
    defaultModel: 'leads',
    passTime(milliseconds: number) {
      now = new Date(now.getTime() + milliseconds);
    },
    publish: (changes: Partial<ModelArtifact> = {}) =>
      publishModel(
        { artifacts, registry, clock },
        { artifact: artifactBytes(exampleArtifact(changes)), by: 'test' },
      ),
  };
}

export type MemoryWorld = ReturnType<typeof createMemoryWorld>;
