import { NotFoundError } from '../../lib/errors.ts';
import type { ArtifactStore } from '../../lib/registry/ports.ts';
import { type ModelVersion, versionKey } from '../../lib/registry/registry.ts';

export interface VersionFiles {
  readonly found: readonly { readonly name: string; readonly data: Uint8Array }[];
  /** Names of those that were published and have been deleted since, as `leads.json` is when a person is erased. */
  readonly gone: readonly string[];
}

/** The model of a version and what was published beside it. */
export async function readVersionFiles(
  artifacts: Pick<ArtifactStore, 'get'>,
  { name: model, version, files }: Pick<ModelVersion, 'name' | 'version' | 'files'>,
): Promise<VersionFiles> {
  const read = await Promise.all(
    ['model.json', ...files].map(async (name) => ({
      name,
      data: await artifacts.get(versionKey(model, version, name)).catch((error: unknown) => {
        if (error instanceof NotFoundError) return undefined;
        throw error;
      }),
    })),
  );
  return {
    found: read.flatMap(({ name, data }) => (data === undefined ? [] : [{ name, data }])),
    gone: read.flatMap(({ name, data }) => (data === undefined ? [name] : [])),
  };
}
