import { InputError } from '../../lib/errors.ts';
import { nameOfInput } from '../terminal/standard-streams.ts';

/** @throws {InputError} what was to be read cannot be */
export function attemptRead<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw explainRead(path, error);
  }
}

export const explainRead = (path: string, error: unknown): InputError =>
  new InputError(`${nameOfInput(path)}: expected a file to read, ${explainFileError(error)}.`);

/** @throws {InputError} what was to be written cannot be */
export function attemptWrite<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new InputError(`${path}: expected a place to write to, ${explainFileError(error)}.`);
  }
}

const KNOWN: Readonly<Record<string, string>> = {
  ENOENT: 'found none',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'found a folder',
  EEXIST: 'found a file where a folder is needed',
  ENOTDIR: 'found a file where a folder is needed',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
  EBADF: 'found no open file',
  ELOOP: 'found a link that leads nowhere',
  ENXIO: 'found a socket',
  EPIPE: 'its reader has ended',
  EBUSY: 'it is in use, or mounted by itself',
  ENAMETOOLONG: 'the name is too long',
};

/** Why a file cannot be used, as the end of a sentence. */
export function explainFileError(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return KNOWN[code] ?? `got ${code}`;
}
