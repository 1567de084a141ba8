import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { InputError } from '../lib/errors.ts';
import { explainFileError } from './files.ts';

/** A file as a Blob: it is read when it is sent. @throws {InputError} there is none, or it cannot be read */
export async function openBlob(path: string): Promise<Blob> {
  try {
    if ((await stat(path)).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    return await openAsBlob(path);
  } catch (error) {
    throw new InputError(`${path}: expected a file to read, ${explainFileError(error)}.`);
  }
}
