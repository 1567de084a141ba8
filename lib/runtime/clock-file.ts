import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';

/** Times that a clock may show: far from those that cannot be written as four digits of a year. */
export const EARLIEST_CLOCK = new Date('2000-01-01T00:00:00Z');
export const LATEST_CLOCK = new Date('2100-01-01T00:00:00Z');
const MOST_OFFSET_MS = LATEST_CLOCK.getTime() - EARLIEST_CLOCK.getTime();

/**
 * How far a clock that was set runs ahead of the machine's, as its file says: `{"offset_ms": 1814400000}`.
 *
 * @returns milliseconds, below 0 for a clock that is behind; 0 where there is no file
 * @throws {Error} the file says something else
 */
export function readClockOffset(path: string): number {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
  const offset = offsetIn(text);
  if (offset !== undefined) return offset;
  throw new Error(
    `${path}: expected {"offset_ms": …} with a whole number of milliseconds, got ${text.trim().slice(0, 80) || 'an empty file'}. Delete the file: the clock is the machine’s then.`,
  );
}

/** Sets the clock; 0 makes it the machine's. Its readers find the old file or the new one, never a part. */
export async function writeClockOffset(path: string, offsetMs: number): Promise<void> {
  if (offsetMs === 0) return rm(path, { force: true });
  const draft = `${path}.draft-${process.pid}`;
  await writeFile(draft, `${JSON.stringify({ offset_ms: offsetMs })}\n`);
  await rename(draft, path);
}

function offsetIn(text: string): number | undefined {
  try {
    const offset: unknown = (JSON.parse(text) as { offset_ms?: unknown } | null)?.offset_ms;
    return Number.isSafeInteger(offset) && Math.abs(offset as number) <= MOST_OFFSET_MS
      ? (offset as number)
      : undefined;
  } catch {
    return undefined;
  }
}
