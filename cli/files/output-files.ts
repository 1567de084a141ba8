import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { sayRepeat } from '../terminal/hint.ts';
import { printNote } from '../terminal/print.ts';
import { descriptorOf, isStandardOutput, whenReady } from '../terminal/standard-streams.ts';
import { attemptWrite } from './file-errors.ts';
import type { FileTarget, OutputTarget } from './output-target.ts';

/** Where an output goes, and what a file is called until it is whole. */
export interface OutputPlace {
  readonly target: OutputTarget;
  /** Of a file; a name of its own unless told otherwise. */
  readonly temporary?: string;
  /** Bytes of the temporary file that are kept; 0 unless told otherwise. */
  readonly keep?: number;
}

/** The reader of the standard output went away (`| head`), which a command ends with quietly. */
export class ReaderGoneError extends Error {
  override readonly name = 'ReaderGoneError';
}

const PIECE_BYTES = 1 << 22;

/**
 * Writes outputs whole or not at all: files appear together, in the given order, once all are on disk.
 *
 * @throws {InputError} when one cannot be written
 */
export async function writeFiles(
  outputs: readonly { readonly target: OutputTarget; readonly data: Uint8Array | string }[],
): Promise<void> {
  const files = new OutputFiles(outputs.map(({ target }) => ({ target })));
  try {
    for (const [i, { data }] of outputs.entries()) {
      const bytes = typeof data === 'string' ? Buffer.from(data) : data;
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        files.writers[i]!(bytes.subarray(at, at + PIECE_BYTES));
        // Ctrl-C gets its turn.
        await setImmediate();
      }
    }
    files.finish();
  } catch (error) {
    files.discard();
    throw error;
  }
}

/**
 * Outputs that are written block by block; files appear together when all are whole. Ctrl-C leaves nothing behind, unless
 * told otherwise. A file that is replaced leaves its mode and, where that may be, its owner to the new one.
 */
export class OutputFiles {
  /** In the order of the places. @throws {InputError} {ReaderGoneError} when it cannot be written */
  readonly writers: readonly ((block: Uint8Array) => void)[];
  readonly #outputs: readonly OpenOutput[];
  readonly #interrupt: (signal: NodeJS.Signals) => void;

  /**
   * @param onInterrupt called before the process ends, to say what stays; what it returns is whether the temporary files do
   * @throws {InputError} when a place cannot be written to
   */
  constructor(places: readonly OutputPlace[], onInterrupt: () => boolean = tellNothingWritten) {
    const outputs: OpenOutput[] = [];
    this.#outputs = outputs;
    this.#interrupt = (signal) => {
      if (!onInterrupt()) this.#remove();
      process.exit(signal === 'SIGINT' ? 130 : 143);
    };
    // A FIFO waits for its reader here, while Ctrl-C still ends the process at once.
    for (const { target } of places) if (target.kind === 'stream') target.descriptor();
    // Before the first file is made, so that no interruption leaves one behind.
    if (places.some(({ target }) => target.kind === 'file'))
      process.once('SIGINT', this.#interrupt).once('SIGTERM', this.#interrupt);
    try {
      for (const place of places) outputs.push(openPlace(place));
    } catch (error) {
      this.discard();
      throw error;
    }
    this.writers = outputs.map((output) => (block) => writeAll(output, block));
  }

  /** Bytes of each output so far. */
  get sizes(): readonly number[] {
    return this.#outputs.map(({ size }) => size);
  }

  /** What was written is on disk. */
  sync(): void {
    for (const { name, file, descriptor } of this.#outputs)
      if (file !== undefined) attemptWrite(name, () => fsyncSync(descriptor));
  }

  /** Puts files in their places. */
  finish(): void {
    this.sync();
    this.leave();
    for (const { name, file } of this.#outputs)
      if (file !== undefined) attemptWrite(name, () => renameSync(file.temporary, file.place));
  }

  /** Leaves nothing behind. */
  discard(): void {
    this.leave();
    this.#remove();
  }

  /** Leaves files as they are, under their temporary names. */
  leave(): void {
    process.off('SIGINT', this.#interrupt).off('SIGTERM', this.#interrupt);
    for (const output of this.#outputs) close(output);
  }

  #remove(): void {
    for (const output of this.#outputs) remove(output);
  }
}

const tellNothingWritten = (): boolean => {
  printNote(`interrupted: nothing was written. ${sayRepeat('start again')}`);
  return false;
};

interface OpenOutput {
  readonly name: string;
  readonly descriptor: number;
  /** Undefined: it is written through. */
  readonly file: { readonly place: string; readonly temporary: string } | undefined;
  size: number;
  isClosed: boolean;
}

function openPlace({ target, temporary, keep = 0 }: OutputPlace): OpenOutput {
  const { name } = target;
  if (target.kind === 'stream')
    return { name, descriptor: target.descriptor(), file: undefined, size: 0, isClosed: false };
  const { place } = target;
  const file = { place, temporary: temporary ?? nameFor(place) };
  return attemptWrite(name, () => {
    mkdirSync(dirname(place), { recursive: true });
    const flags = temporary === undefined ? 'wx' : keep === 0 ? 'w' : 'r+';
    const descriptor = openSync(file.temporary, flags);
    ftruncateSync(descriptor, keep);
    inherit(target, descriptor);
    return { name, descriptor, file, size: keep, isClosed: false };
  });
}

const nameFor = (place: string): string => `${place}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;

/** Before any lead is in it. */
function inherit({ before }: FileTarget, descriptor: number): void {
  if (before === undefined) return;
  try {
    fchownSync(descriptor, before.uid, before.gid);
  } catch {
    // Only root gives files away.
  }
  fchmodSync(descriptor, before.mode & 0o777);
}

function writeAll(output: OpenOutput, block: Uint8Array): void {
  const { name, file, descriptor } = output;
  for (let at = 0; at < block.length; ) {
    const left = block.length - at;
    const place = file === undefined ? null : output.size;
    const written = attemptWrite(name, () => {
      try {
        return whenReady(() => writeSync(descriptor, block, at, left, place));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EPIPE' && isStandardOutput(name)) return 'gone';
        throw error;
      }
    });
    if (written === 'gone') throw new ReaderGoneError();
    at += written;
    output.size += written;
  }
}

function close(output: OpenOutput): void {
  const { name, descriptor, isClosed } = output;
  output.isClosed = true;
  // What was inherited is not ours to close; the process ends soon.
  if (!isClosed && (output.file !== undefined || descriptorOf(name) === undefined)) closeSync(descriptor);
}

function remove({ file }: OpenOutput): void {
  if (file !== undefined) rmSync(file.temporary, { force: true });
}
