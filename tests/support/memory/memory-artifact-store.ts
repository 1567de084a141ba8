import { ConflictError, NotFoundError } from '../../../lib/errors.ts';
import type { ArtifactStore } from '../../../lib/registry/ports.ts';

/** @param objects the bucket, where it has other stores too */
export function createMemoryArtifactStore(objects = new Map<string, Uint8Array>()): ArtifactStore {
  return {
    async put(key, bytes) {
      if (objects.has(key)) throw new ConflictError(`the bucket has an object "${key}" already`);
      objects.set(key, bytes.slice());
    },
    async get(key) {
      const bytes = objects.get(key);
      if (bytes === undefined) throw new NotFoundError(`the bucket has no object "${key}"`);
      return bytes.slice();
    },
  };
}
