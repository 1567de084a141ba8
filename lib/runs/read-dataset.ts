import { InputError } from '../errors.ts';
import type { JobFiles } from '../job-ports.ts';
import type { TrainInput } from '../training/train-input.ts';
import type { TrainingRun } from './run.ts';
import { toTrainOptions } from './run-options.ts';

/** One thread's network is filled by a few requests at a time. */
const PORTION_BYTES = 16 * 2 ** 20;
const AT_A_TIME = 4;

/**
 * The bytes of a dataset.
 *
 * @throws {PermanentError} it is not the one with this etag any more
 */
export async function readDataset(
  files: Pick<JobFiles, 'read'>,
  key: string,
  { bytes, etag }: { readonly bytes: number; readonly etag: string },
): Promise<Uint8Array> {
  const all = new Uint8Array(bytes);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < bytes) {
      const from = next;
      next += PORTION_BYTES;
      all.set(await files.read(key, from, Math.min(from + PORTION_BYTES, bytes), etag), from);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, lane));
  return all;
}

/** What a run trains on, in the words of `trainModel`. */
export async function readTrainInput(files: Pick<JobFiles, 'read'>, run: TrainingRun): Promise<TrainInput> {
  if (run.data === undefined) throw new InputError('expected a dataset that was checked');
  return {
    ...toTrainOptions(run),
    data: await readDataset(files, run.datasetKey, run.data),
    fileName: fileNameOf(run.datasetKey),
    name: run.model,
    // Of the run, so that a step that is done again makes the same file.
    createdAt: run.createdAt,
  };
}

export const fileNameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);
