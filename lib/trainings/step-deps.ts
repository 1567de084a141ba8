import type { Bucket } from '../bucket/ports.ts';
import type { Clock } from '../clock.ts';
import type { PredictionStore } from '../prediction/ports.ts';
import type { LoadModel } from '../registry/load-model.ts';
import type { ArtifactStore, RegistryStore } from '../registry/ports.ts';
import type { FunctionMemory } from './dataset-memory.ts';
import type { TrainingStore } from './ports.ts';

/** What the steps of a training need. */
export interface StepDeps {
  readonly trainings: TrainingStore;
  readonly files: Pick<Bucket, 'stat' | 'read' | 'write'>;
  readonly registry: RegistryStore;
  readonly artifacts: ArtifactStore;
  /** What was sent lately. */
  readonly store: Pick<PredictionStore, 'list'>;
  readonly load: LoadModel;
  readonly clock: Clock;
  /** Versions of what computes, for the lineage. */
  readonly libraries: Readonly<Record<string, string>>;
  /** The text of Chart.js, which a report carries. */
  readonly chartScript: string;
  /** Fits at a time, at most. */
  readonly threads: number;
  /** Of the function, and of those behind it. */
  readonly memory: FunctionMemory;
}
