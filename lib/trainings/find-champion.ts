import type { ModelArtifact } from '../model/artifact.ts';
import { CHAMPION, type ModelVersion } from '../registry/registry.ts';
import { loadIfReadable } from '../registry/review-promotion.ts';
import type { StepDeps } from './step-deps.ts';

export interface Champion {
  readonly record: ModelVersion;
  /** Undefined: it is there but cannot be read; whatever is compared with it would be made up. */
  readonly artifact: ModelArtifact | undefined;
}

/** The version that serves, as of now; undefined when there is none. */
export async function findChampion(
  { registry, load }: Pick<StepDeps, 'registry' | 'load'>,
  model: string,
): Promise<Champion | undefined> {
  const version = await registry.getAlias(model, CHAMPION);
  const record = version === undefined ? undefined : await registry.getVersion(model, version);
  if (record === undefined) return undefined;
  return { record, artifact: (await loadIfReadable(load, record))?.artifact };
}
