import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { attemptWrite } from './files.ts';

/** Where a file goes, and what it is called until it is whole. */
export interface OutputPlace {
  readonly path: string;
  /** A name of its own unless told otherwise. */
  readonly temporary?: string;
  /** Bytes of the temporary file that are kept; 0 unless told otherwise. */
  readonly keep?: number;
}

/** A file that is written piece by piece and appears when it is whole. */
export interface OutputStream {
  write(piece: Uint8Array): void;
  /** Puts it in its place. */
  finish(): void;
  /** Leaves nothing behind. */
  discard(): void;
}

/** @throws {InputError} when it cannot be written */
export function createOutput(path: string): OutputStream {
  const files = new OutputFiles([{ path }]);
  const [write] = files.writers;
  return { write: write!, finish: () => files.finish(), discard: () => files.discard() };
}

/**
 * Files that are written piece by piece, and appear together when all are whole. Ctrl-C leaves nothing behind, unless told
 * otherwise.
 */
export class OutputFiles {
  /** In the order of the places. @throws {InputError} when it cannot be written */
  readonly writers: readonly ((piece: Uint8Array) => void)[];
  readonly #files: readonly OpenFile[];
  readonly #interrupt: (signal: NodeJS.Signals) => void;

  /**
   * @param onInterrupt told before the process ends; what it returns is whether the temporary files stay
   * @throws {InputError} when a place cannot be written to
   */
  constructor(places: readonly OutputPlace[], onInterrupt: () => boolean = () => false) {
    const files: OpenFile[] = [];
    try {
      for (const place of places) files.push(openPlace(place));
    } catch (error) {
      for (const { file, temporary } of files) {
        closeSync(file);
        rmSync(temporary, { force: true });
      }
      throw error;
    }
    this.#files = files;
    this.writers = files.map((file) => (piece) => writeAll(file, piece));
    this.#interrupt = (signal) => {
      if (!onInterrupt()) this.#remove();
      process.exit(signal === 'SIGINT' ? 130 : 143);
    };
    process.once('SIGINT', this.#interrupt).once('SIGTERM', this.#interrupt);
  }

  /** Bytes of each file so far. */
  get sizes(): readonly number[] {
    return this.#files.map(({ size }) => size);
  }

  /** What was written is on disk. */
  sync(): void {
    for (const { path, file } of this.#files) attemptWrite(path, () => fsyncSync(file));
  }

  /** Puts them in their places. */
  finish(): void {
    this.sync();
    this.leave();
    for (const { path, temporary } of this.#files) attemptWrite(path, () => renameSync(temporary, path));
  }

  /** Leaves nothing behind. */
  discard(): void {
    this.leave();
    this.#remove();
  }

  /** Leaves them as they are, under their temporary names. */
  leave(): void {
    process.off('SIGINT', this.#interrupt).off('SIGTERM', this.#interrupt);
    for (const { file } of this.#files) closeSync(file);
  }

  #remove(): void {
    for (const { temporary } of this.#files) rmSync(temporary, { force: true });
  }
}

interface OpenFile {
  readonly path: string;
  readonly temporary: string;
  readonly file: number;
  size: number;
}

function openPlace({ path, temporary = nameOf(path), keep = 0 }: OutputPlace): OpenFile {
  return attemptWrite(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(temporary, keep === 0 ? 'w' : 'r+');
    ftruncateSync(file, keep);
    return { path, temporary, file, size: keep };
  });
}

const nameOf = (path: string): string => `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;

function writeAll(output: OpenFile, piece: Uint8Array): void {
  const { path, file } = output;
  for (let at = 0; at < piece.length; ) {
    const written = attemptWrite(path, () => writeSync(file, piece, at, piece.length - at, output.size));
    at += written;
    output.size += written;
  }
}
