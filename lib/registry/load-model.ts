import { messageOf, NotFoundError, PermanentError, TransientError } from '../errors.ts';
import { takeChecked } from '../model/checked-artifact.ts';
import { type CompiledModel, compileModel } from '../model/compile-model.ts';
import { sha256Of } from '../sha256.ts';
import type { ArtifactStore } from './ports.ts';
import { artifactKey, type ModelRef } from './registry.ts';

/**
 * Gives the model that a reference names.
 *
 * @throws {PermanentError} the artifact is not the one that was published, or not one this build can read
 * @throws {TransientError} the artifact could not be fetched. A missing one counts as that: it was there
 *   when it was published, so it is an outage that an operator can mend
 */
export type LoadModel = (ref: ModelRef) => Promise<CompiledModel>;

/** A loader that keeps what it loaded, by hash, as long as the function runs: artifacts never change. */
export function createModelLoader(artifacts: ArtifactStore): LoadModel {
  const byHash = new Map<string, Promise<CompiledModel>>();
  return (ref) => {
    const known = byHash.get(ref.sha256);
    if (known !== undefined) return known;
    const loading = loadModel(artifacts, ref);
    byHash.set(ref.sha256, loading);
    loading.catch(() => byHash.delete(ref.sha256));
    return loading;
  };
}

async function loadModel(artifacts: ArtifactStore, ref: ModelRef): Promise<CompiledModel> {
  const bytes = await artifacts.get(artifactKey(ref.name, ref.version)).catch((error: unknown) => {
    if (error instanceof NotFoundError) {
      throw new TransientError(`the artifact of ${ref.name}@${ref.version} is not in the bucket: restore it`);
    }
    throw error;
  });
  const sha256 = sha256Of(bytes);
  if (sha256 !== ref.sha256) {
    throw new PermanentError(
      `the artifact of ${ref.name}@${ref.version} was changed after publishing: expected SHA-256 ${ref.sha256}, got ${sha256}`,
    );
  }
  try {
    return compileModel(takeChecked(JSON.parse(new TextDecoder().decode(bytes))));
  } catch (error) {
    throw new PermanentError(`${ref.name}@${ref.version}: ${messageOf(error)}`);
  }
}
