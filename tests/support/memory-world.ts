import { randomUUID } from 'node:crypto';
import { openToAll } from '../../lib/auth/authenticate.ts';
import type { Clock } from '../../lib/clock.ts';
import { createPolls } from '../../lib/http/long-poll.ts';
import type { ModelArtifact } from '../../lib/model/artifact.ts';
import { createScoredNoter } from '../../lib/outcomes/note-scored.ts';
import { createModelLoader } from '../../lib/registry/load-model.ts';
import { publishModel } from '../../lib/registry/publish-model.ts';
import { createModelServer } from '../../lib/registry/serve-model.ts';
import type { Ports, World } from '../../lib/worlds/world.ts';
import { artifactBytes, exampleArtifact } from './example-model.ts';
import { createMemoryArtifactStore } from './memory/memory-artifact-store.ts';
import { createMemoryBucket } from './memory/memory-bucket.ts';
import { createMemoryDatasetFolders } from './memory/memory-dataset-folders.ts';
import { createMemoryDeadLetterStore } from './memory/memory-dead-letter-store.ts';
import { createMemoryDeliveryStore } from './memory/memory-delivery-store.ts';
import { createMemoryJobQueues } from './memory/memory-job-queues.ts';
import { createMemoryJobStore } from './memory/memory-job-store.ts';
import { createMemoryKeptLeadStore } from './memory/memory-kept-lead-store.ts';
import { createMemoryKeyStore, createMemoryRateCounter } from './memory/memory-key-store.ts';
import { createMemoryLeadQueue } from './memory/memory-lead-queue.ts';
import { createMemoryOutcomeStore } from './memory/memory-outcome-store.ts';
import { createMemoryPredictionStore } from './memory/memory-prediction-store.ts';
import { createMemoryReferenceStore } from './memory/memory-reference-store.ts';
import { createMemoryRegistryStore } from './memory/memory-registry-store.ts';
import { createMemorySecretStore } from './memory/memory-secret-store.ts';
import { createMemoryTrainingStore } from './memory/memory-training-store.ts';
import { createMemoryWebhookQueue } from './memory/memory-webhook-queue.ts';
import { createMemoryWorkflow } from './memory/memory-workflow.ts';

/** Everything that the use cases need, in memory, with a clock that the test moves. */
export function createMemoryWorld() {
  let now = new Date('2026-02-01T10:00:00.000Z');
  const clock: Clock = { now: () => now };
  const files = createMemoryBucket();
  const artifacts = createMemoryArtifactStore(files.objects);
  const registry = createMemoryRegistryStore();
  const load = createModelLoader(artifacts);
  const [store, jobs] = [createMemoryPredictionStore(), createMemoryJobStore()];
  const ports = {
    artifacts,
    registry,
    store,
    references: createMemoryReferenceStore(),
    outcomes: createMemoryOutcomeStore(),
    keptLeads: createMemoryKeptLeadStore(),
    queue: createMemoryLeadQueue(),
    deadLetters: createMemoryDeadLetterStore(),
    jobs,
    files,
    queues: createMemoryJobQueues(),
    trainings: createMemoryTrainingStore(),
    workflow: createMemoryWorkflow(),
    folders: createMemoryDatasetFolders(files.objects),
    keys: createMemoryKeyStore(),
    rates: createMemoryRateCounter(),
    secrets: createMemorySecretStore(),
    webhooks: createMemoryWebhookQueue(),
    deliveries: createMemoryDeliveryStore([store, jobs]),
    sender: { post: async () => ({ status: 204 }) },
    postponeWebhook: async () => {},
    postponeStep: async () => {},
    postponeChunk: async () => {},
  } satisfies Ports;
  return {
    ...ports,
    /** The same, as composition roots take it. */
    world: Object.fromEntries(
      Object.entries(ports).map(([name, port]) => [name, () => port]),
    ) as unknown as World,
    clock,
    /** Waiting takes no time of the machine. */
    polls: createPolls(async (milliseconds) => {
      now = new Date(now.getTime() + milliseconds);
    }),
    ids: { next: randomUUID },
    load,
    serve: createModelServer({ registry, load, clock }),
    libraries: {},
    chartScript: '',
    bucket: 'bucket',
    webhookHosts: 'public' as const,
    authenticate: openToAll,
    keepDays: 30,
    outcomeDays: 400,
    scored: createScoredNoter({ ...ports, clock, outcomeDays: 400, leadDays: 0 }),
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
