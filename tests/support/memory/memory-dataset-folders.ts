import { createHash } from 'node:crypto';
import type { DatasetFolders } from '../../../lib/trainings/ports.ts';
import { isDatasetName } from '../../../lib/trainings/training-policy.ts';

/** @param objects by key, in the order they were written */
export const createMemoryDatasetFolders = (objects: ReadonlyMap<string, Uint8Array>): DatasetFolders => ({
  async latest(prefix) {
    const latest = [...objects].findLast(
      ([key, { length }]) => key.startsWith(prefix) && isDatasetName(key) && length > 0,
    );
    return latest && { key: latest[0], etag: createHash('md5').update(latest[1]).digest('hex') };
  },
});
