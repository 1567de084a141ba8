import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { InputError } from '../lib/errors.ts';
import { explainFileError } from './files.ts';

/** A file as a Blob: it is read when it is sent. @throws {InputError} there is none, it cannot be read, or it is empty */
export async function openBlob(path: string): Promise<Blob> {
  const blob = await open(path).catch((error: unknown) => {
    throw new InputError(`${path}: expected a file to read, ${explainFileError(error)}.`);
  });
  if (blob.size === 0) throw new InputError(`${path}: expected a file of leads, found an empty one.`);
  return blob;
}

async function open(path: string): Promise<Blob> {
  if ((await stat(path)).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
  return openAsBlob(path);
}
