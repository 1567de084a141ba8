import { createMemoryArtifactStore } from '../support/memory/memory-artifact-store.ts';
import { createMemoryBucket } from '../support/memory/memory-bucket.ts';
import { createMemoryDeadLetterStore } from '../support/memory/memory-dead-letter-store.ts';
import { createMemoryJobStore } from '../support/memory/memory-job-store.ts';
import { createMemoryKeptLeadStore } from '../support/memory/memory-kept-lead-store.ts';
import { createMemoryOutcomeStore, type MemoryOutcomeStore } from '../support/memory/memory-outcome-store.ts';
import { createMemoryPredictionStore } from '../support/memory/memory-prediction-store.ts';
import { createMemoryReferenceStore } from '../support/memory/memory-reference-store.ts';
import { createMemoryRegistryStore } from '../support/memory/memory-registry-store.ts';
import { createMemorySecretStore } from '../support/memory/memory-secret-store.ts';
import type { JobStores } from './job-lab.ts';
import type { Stores } from './lab.ts';

export const createMemoryStores = (): Stores & JobStores & { readonly outcomes: MemoryOutcomeStore } => ({
  jobs: createMemoryJobStore(),
  files: createMemoryBucket(),
  store: createMemoryPredictionStore(),
  outcomes: createMemoryOutcomeStore(),
  keptLeads: createMemoryKeptLeadStore(),
  references: createMemoryReferenceStore(),
  artifacts: createMemoryArtifactStore(),
  registry: createMemoryRegistryStore(),
  deadLetters: createMemoryDeadLetterStore(),
  secrets: createMemorySecretStore(),
});
