import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isStandardInput } from '../terminal/standard-streams.ts';
import { attemptWrite, explainRead } from './file-errors.ts';
import { COPY_PREFIX, isPlainFile } from './files.ts';

const BLOCK_BYTES = 1 << 18;

/** The blocks of what can be read once only, as they come. @throws {InputError} it cannot be read */
export async function* streamInput(path: string): AsyncGenerator<Uint8Array, void> {
  const stream = isStandardInput(path)
    ? process.stdin
    : createReadStream(path, { highWaterMark: BLOCK_BYTES });
  try {
    for await (const block of stream) yield block as Uint8Array;
  } catch (error) {
    throw explainRead(path, error);
  }
}

/**
 * The path of a file that can be read again: the one given, or a copy of what can be read once only, which is removed when the
 * process ends.
 *
 * @throws {InputError} there is none, or it cannot be read
 */
export const keepInput = async (path: string): Promise<string> =>
  isPlainFile(path) ? path : copyStream(streamInput(path));

/** @returns the path of a copy that is removed when the process ends */
export async function copyStream(blocks: AsyncIterable<Uint8Array>): Promise<string> {
  const folder = attemptWrite(tmpdir(), () => mkdtempSync(join(tmpdir(), COPY_PREFIX)));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // By a signal the process ends without its exit, unless the command listens, too.
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(signal, () => {
      if (process.listenerCount(signal) === 0) process.exit(code);
    });
  }
  const copy = join(folder, 'copy');
  await pipeline(blocks, createWriteStream(copy, { flags: 'wx', mode: 0o600 }));
  return copy;
}
