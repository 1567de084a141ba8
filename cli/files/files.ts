import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteSource } from '../../lib/files/text/byte-source.ts';
import { isStandardInput, whenReady } from '../terminal/standard-streams.ts';
import { attemptRead, attemptWrite, explainRead } from './file-errors.ts';

const BLOCK_BYTES = 1 << 20;
/** Of folders that only this user may look into: leads are personal data. */
export const COPY_PREFIX = 'scorelane-input-';

/** All of a file. `-` is the standard input. @throws {InputError} there is none, or it cannot be read */
export function readInput(path: string): Uint8Array {
  const blocks: Uint8Array[] = [];
  const file = openFile(path);
  try {
    for (const block of readChunks(path, file)) blocks.push(block.slice());
  } finally {
    closeFile(file);
  }
  return blocks.length === 1 ? blocks[0]! : Buffer.concat(blocks);
}

/** The first bytes of a file, at most so many. @throws {InputError} as `openInput` */
export function readBeginning(path: string, bytes: number): Uint8Array {
  const buffer = new Uint8Array(bytes);
  const file = openFile(path);
  try {
    let size = 0;
    for (;;) {
      const read = attemptRead(path, () => readSync(file, buffer, size, bytes - size, size));
      if (read === 0) return buffer.subarray(0, size);
      size += read;
    }
  } finally {
    closeFile(file);
  }
}

/**
 * A file to be read in blocks, so that a large one is never in memory as a whole. What can be read once only (`-`, a pipe) is
 * copied to a file without a name first, which is gone with the process.
 *
 * @throws {InputError} when there is no such file, or it cannot be read
 */
export function openInput(path: string): ByteSource {
  // Told at once, not after other files have been read.
  const file = openFile(path);
  if (canReadAgain(path, file)) {
    const { size } = fstatSync(file);
    closeSync(file);
    return {
      size,
      *open(from = 0) {
        const opened = openFile(path);
        try {
          yield* readChunks(path, opened, from);
        } finally {
          closeSync(opened);
        }
      },
    };
  }
  const copy = copyChunks(readChunks(path, file));
  closeFile(file);
  return { size: fstatSync(copy).size, open: (from = 0) => readChunks(path, copy, from) };
}

/** Whether it is a file as it lies on a disk: any place of it can be read, in any order. */
export function isPlainFile(path: string): boolean {
  if (isStandardInput(path)) return false;
  const stat = attemptRead(path, () => statSync(path));
  if (stat.isDirectory()) throw explainRead(path, { code: 'EISDIR' });
  return stat.isFile();
}

const canReadAgain = (path: string, file: number): boolean =>
  !isStandardInput(path) && attemptRead(path, () => fstatSync(file)).isFile();

const openFile = (path: string): number =>
  isStandardInput(path) ? 0 : attemptRead(path, () => openSync(path, 'r'));

const closeFile = (file: number): void => {
  if (file !== 0) closeSync(file);
};

/**
 * Each block is good until the next one is asked for.
 *
 * @param from bytes to leave out; without it reading begins where the descriptor stands, as of a pipe it must
 */
function* readChunks(path: string, file: number, from?: number): Iterable<Uint8Array> {
  const buffer = new Uint8Array(BLOCK_BYTES);
  let place: number | null = from ?? null;
  for (;;) {
    const size = attemptRead(path, () => whenReady(() => readSync(file, buffer, 0, BLOCK_BYTES, place)));
    if (size === 0) return;
    if (place !== null) place += size;
    yield buffer.subarray(0, size);
  }
}

/** @returns a descriptor of a file whose name is removed before a lead is in it, so that nothing stays whatever happens */
function copyChunks(blocks: Iterable<Uint8Array>): number {
  const folder = attemptWrite(tmpdir(), () => mkdtempSync(join(tmpdir(), COPY_PREFIX)));
  const path = join(folder, 'copy');
  const copy = openSync(path, 'wx+', 0o600);
  rmSync(folder, { recursive: true, force: true });
  for (const block of blocks) {
    for (let at = 0; at < block.length; )
      at += attemptWrite(tmpdir(), () => writeSync(copy, block, at, block.length - at));
  }
  return copy;
}
