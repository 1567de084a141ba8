import type { Bucket } from '../bucket/ports.ts';
import { InputError } from '../errors.ts';
import { openTable } from '../files/open-table.ts';
import { toByteSource } from '../files/text/byte-source.ts';
import { forAll } from '../for-all.ts';
import type { TrainInput } from '../learning/train-input.ts';
import type { Training } from './training.ts';
import { toTrainOptions } from './training-options.ts';

/** One thread's network is filled by a few requests at a time. */
const BLOCK_BYTES = 16 * 2 ** 20;
const AT_A_TIME = 4;

/**
 * The bytes of a dataset.
 *
 * @throws {PermanentError} it is not the one with this etag any more
 */
export async function readDataset(
  files: Pick<Bucket, 'read'>,
  key: string,
  { bytes, etag }: { readonly bytes: number; readonly etag: string },
): Promise<Uint8Array> {
  const all = new Uint8Array(bytes);
  const starts = Array.from({ length: Math.ceil(bytes / BLOCK_BYTES) }, (_, i) => i * BLOCK_BYTES);
  const read = async (from: number) =>
    all.set(await files.read(key, from, Math.min(from + BLOCK_BYTES, bytes), etag), from);
  await forAll(starts, AT_A_TIME, read, 'stop');
  return all;
}

/** What a training trains on, in the words of `trainModel`. */
export async function readTrainInput(files: Pick<Bucket, 'read'>, training: Training): Promise<TrainInput> {
  if (training.data === undefined) throw new InputError('expected a dataset that was checked');
  const options = toTrainOptions(training);
  const fileName = fileNameOf(training.datasetKey);
  const bytes = await readDataset(files, training.datasetKey, training.data);
  return {
    ...options,
    data: await openTable(toByteSource(bytes), fileName, { encoding: options.encoding }),
    fileName,
    name: training.model,
    // Of the training, so that a step that is done again makes the same file.
    createdAt: training.createdAt,
  };
}

export const fileNameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);
