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

export const explainRead = (path: string, error: unknown): InputError => {
  const name = nameOfInput(path);
  if ((error as NodeJS.ErrnoException).code === 'ENOENT')
    return new InputError(`no such file: ${name}. Check its name, and the folder that the command runs in.`);
  return new InputError(`${name} cannot be read: ${explainFileError(error)}.`);
};

/** @throws {InputError} what was to be written cannot be */
export function attemptWrite<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new InputError(`${path} cannot be written: ${explainFileError(error)}.`);
  }
}

const KNOWN: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  EEXIST: 'there is a file where a folder is needed',
  ENOTDIR: 'there is a file where a folder is needed',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
  EBADF: 'no file is open under that number',
  ELOOP: 'its links form a circle',
  ENXIO: 'it is a socket',
  EPIPE: 'its reader has ended',
  EBUSY: 'it is in use, or mounted by itself',
  ENAMETOOLONG: 'the name is too long',
};

/** Why a file cannot be used, as the end of a sentence. */
export function explainFileError(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return KNOWN[code] ?? `the system says ${code}`;
}
