import { openAsBlob } from 'node:fs';
import { InputError } from '../../lib/errors.ts';
import { explainRead } from '../files/file-errors.ts';
import { keepInput } from '../files/input-stream.ts';
import { nameOfInput } from '../terminal/standard-streams.ts';

/**
 * A file as a Blob: it is read when it is sent.
 *
 * @throws {InputError} there is none, it cannot be read, or it is empty
 */
export async function openBlob(path: string): Promise<Blob> {
  const blob = await openAsBlob(await keepInput(path)).catch((error: unknown) => {
    throw explainRead(path, error);
  });
  if (blob.size === 0)
    throw new InputError(`${nameOfInput(path)}: expected a file of leads, found an empty one.`);
  return blob;
}
