import { basename } from 'node:path';

/** What `-` and its other names stand for. */
const INPUT: ReadonlySet<string> = new Set(['-', '/dev/stdin', '/dev/fd/0', '/proc/self/fd/0']);

export const isStandardInput = (path: string): boolean => INPUT.has(path);

/** The descriptor that an output's name stands for, such as 1 for `-` and 63 for `/dev/fd/63` of a `>(…)`. */
export function descriptorOf(path: string): number | undefined {
  if (path === '-' || path === '/dev/stdout') return 1;
  if (path === '/dev/stderr') return 2;
  const [, digits] = /^\/(?:dev|proc\/self)\/fd\/(\d{1,6})$/.exec(path) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

export const isStandardOutput = (path: string): boolean => descriptorOf(path) === 1;

/** How messages call an input. */
export const nameOfInput = (path: string): string => (isStandardInput(path) ? 'the standard input' : path);

/** How messages call an output. */
export const nameOfOutput = (path: string): string => (isStandardOutput(path) ? 'the standard output' : path);

/** The same without folders, for what a file is called in messages and records. */
export const fileNameOf = (path: string): string =>
  isStandardInput(path) ? nameOfInput(path) : basename(path);

const pause = new Int32Array(new SharedArrayBuffer(4));
const PAUSE_MS = 2;

/** Does it once the other side of a pipe that does not block is ready; only this thread waits. */
export function whenReady<T>(act: () => T): T {
  for (;;) {
    try {
      return act();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, PAUSE_MS);
    }
  }
}
