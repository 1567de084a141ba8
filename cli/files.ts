import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ByteSource } from '../lib/csv/byte-source.ts';
import { InputError } from '../lib/errors.ts';

/** @throws {InputError} when there is no such file, or it cannot be read */
export function readInput(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new InputError(`${path}: expected a file to read, ${explainFileError(error)}.`);
  }
}

const CHUNK_BYTES = 1 << 20;

/** The first bytes of a file, at most so many. @throws {InputError} as `openInput` */
export function readBeginning(path: string, bytes: number): Uint8Array {
  const buffer = new Uint8Array(bytes);
  const file = attemptRead(path, () => openSync(path, 'r'));
  try {
    let size = 0;
    for (;;) {
      const read = attemptRead(path, () => readSync(file, buffer, size, bytes - size, size));
      if (read === 0) return buffer.subarray(0, size);
      size += read;
    }
  } finally {
    closeSync(file);
  }
}

/** @throws {InputError} what was to be read cannot be */
export function attemptRead<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new InputError(`${path}: expected a file to read, ${explainFileError(error)}.`);
  }
}

/** @throws {InputError} what was to be written cannot be */
export function attemptWrite<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new InputError(`${path}: expected a place to write to, ${explainFileError(error)}.`);
  }
}

/**
 * A file to be read in chunks, so that a large one is never in memory as a whole.
 *
 * @throws {InputError} when there is no such file, or it cannot be read
 */
export function openInput(path: string): ByteSource {
  // Told at once, not after other files have been read.
  const probe = attemptRead(path, () => openSync(path, 'r'));
  const { size } = fstatSync(probe);
  closeSync(probe);
  return {
    size,
    *open(from = 0) {
      const file = attemptRead(path, () => openSync(path, 'r'));
      try {
        const buffer = new Uint8Array(CHUNK_BYTES);
        // Without a place it reads on, as pipes must be.
        let place: number | null = from === 0 ? null : from;
        for (;;) {
          const size = attemptRead(path, () => readSync(file, buffer, 0, CHUNK_BYTES, place));
          if (size === 0) return;
          if (place !== null) place += size;
          yield buffer.subarray(0, size);
        }
      } finally {
        closeSync(file);
      }
    },
  };
}

export interface OutputFile {
  readonly path: string;
  readonly data: Uint8Array | string;
}

/**
 * Writes files whole or not at all: each under a temporary name in its folder (made when it is not there), and
 * renamed in the given order once all are on disk. An interruption or an error removes the temporary ones.
 *
 * @throws {InputError} when a folder or file cannot be written
 */
export async function writeFiles(files: readonly OutputFile[]): Promise<void> {
  const suffix = `.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  // Installed only while there is something to clean up: a handler would keep Ctrl-C waiting during a
  // computation, which Node's own would end at once.
  const interrupt = (signal: NodeJS.Signals) => {
    for (const { path } of files) rmSync(path + suffix, { force: true });
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    for (const { path, data } of files) await writeDurably(path, path + suffix, data);
    for (const { path } of files) await named(path, () => rename(path + suffix, path));
  } catch (error) {
    // What cannot be removed was never made; the error that matters is the first.
    await Promise.allSettled(files.map(({ path }) => rm(path + suffix, { force: true })));
    throw error;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

async function writeDurably(path: string, temporary: string, data: Uint8Array | string): Promise<void> {
  await named(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
  });
}

/** Tells an error of the file system by the name the user knows the file by. */
async function named(path: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    throw new InputError(`${path}: expected a place to write to, ${explainFileError(error)}.`);
  }
}

/** Why a file cannot be used, as the end of a sentence. */
export function explainFileError(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'found none',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EISDIR: 'found a folder',
    EEXIST: 'found a file where a folder is needed',
    ENOTDIR: 'found a file where a folder is needed',
    ENOSPC: 'the disk is full',
    EROFS: 'the disk is read-only',
  };
  return known[code] ?? `got ${code}`;
}
