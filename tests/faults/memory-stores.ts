import { createMemoryArtifactStore } from '../../lib/adapters/memory/memory-artifact-store.ts';
import { createMemoryDeadLetterStore } from '../../lib/adapters/memory/memory-dead-letter-store.ts';
import { createMemoryJobFiles } from '../../lib/adapters/memory/memory-job-files.ts';
import { createMemoryJobStore } from '../../lib/adapters/memory/memory-job-store.ts';
import { createMemoryPredictionStore } from '../../lib/adapters/memory/memory-prediction-store.ts';
import { createMemoryRegistryStore } from '../../lib/adapters/memory/memory-registry-store.ts';
import { createMemorySecretStore } from '../../lib/adapters/memory/memory-secret-store.ts';
import type { JobStores } from './job-lab.ts';
import type { Stores } from './lab.ts';

export const createMemoryStores = (): Stores & JobStores => ({
  jobs: createMemoryJobStore(),
  files: createMemoryJobFiles(),
  store: createMemoryPredictionStore(),
  artifacts: createMemoryArtifactStore(),
  registry: createMemoryRegistryStore(),
  deadLetters: createMemoryDeadLetterStore(),
  secrets: createMemorySecretStore(),
});
