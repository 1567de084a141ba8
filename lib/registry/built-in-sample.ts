import type { ModelVersion } from './registry.ts';

/** Who publishes the model of the built-in sample, in the registry: a stack that has nothing to serve. */
export const SAMPLE_PUBLISHER = 'npm start';

/** Whether it is the model of invented leads that a new local stack serves; no caller relies on it. */
export const isBuiltInSample = ({ createdBy }: Pick<ModelVersion, 'createdBy'>): boolean =>
  createdBy === SAMPLE_PUBLISHER;
