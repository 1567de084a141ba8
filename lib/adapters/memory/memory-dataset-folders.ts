import type { DatasetFolders } from '../../run-ports.ts';

/** @param objects by key, in the order they were written */
export const createMemoryDatasetFolders = (objects: ReadonlyMap<string, Uint8Array>): DatasetFolders => ({
  async latest(prefix) {
    return [...objects.keys()].filter((key) => key.startsWith(prefix)).at(-1);
  },
});
