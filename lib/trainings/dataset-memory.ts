/**
 * What the functions of a training can hold. What is killed for want of memory cannot say so, therefore it is worked out
 * before. The figures were measured (docs/how-to/retrain.md has the runs), and are those of the worst table and step.
 */

/** Whatever the memory: more does not become a model in the time that a function has. */
const MOST_BYTES = 1_000_000_000;
/** Node and the code. */
const BASE = 128 * 2 ** 20;
/** A value that was read. */
const PER_VALUE = 8;
/** What a fit makes of it: bins, transformed numbers, weights of evidence. */
const PER_VALUE_AND_FIT = 20;
/** A file is read before it is known how many values it has. Of the shortest, a digit and a comma, it takes this times its size. */
const TIMES_THE_FILE = 5.5;

/** Memory of a function in MB, as Lambda counts them; undefined: what the machine has. */
export type FunctionMemory = number | undefined;

const bytesOf = (memory: FunctionMemory): number => (memory === undefined ? Infinity : memory * 2 ** 20);

export interface DatasetSize {
  readonly bytes: number;
  readonly rows: number;
  readonly columns: number;
}

/** What a step takes at its peak that does so many fits at a time, bytes. */
export const memoryOf = ({ bytes, rows, columns }: DatasetSize, fits: number): number =>
  BASE + bytes + rows * columns * (PER_VALUE + fits * PER_VALUE_AND_FIT);

/** How large a file may be to be read at all, bytes. */
export const mostDatasetBytes = (memory: FunctionMemory): number =>
  Math.max(0, Math.min(MOST_BYTES, Math.floor((bytesOf(memory) - BASE) / TIMES_THE_FILE)));

/** How many fits there is memory for at a time, at most `threads`; 0: not for one. */
export function countFits(memory: FunctionMemory, size: DatasetSize, threads: number): number {
  let fits = threads;
  while (fits > 0 && memoryOf(size, fits) > bytesOf(memory)) fits--;
  return fits;
}

const WHAT_TO_DO =
  'Raise trainingMemory in infra/stages.yml, train on fewer columns or a sample of the rows, or train on your own machine (scorelane train) and publish the model.';
const count = (n: number): string => n.toLocaleString('en-US');

/** In words. Rounded so that what is too large is never told to be as large as it may be. */
export const tellTooManyBytes = (key: string, bytes: number, memory: FunctionMemory): string => {
  const most = count(Math.floor(mostDatasetBytes(memory) / 1e6));
  const limit = memory === undefined ? '' : `, which is what functions of ${count(memory)} MB can read`;
  return `${key}: expected at most ${most} MB${limit}, got ${count(Math.ceil(bytes / 1e6))} MB. ${WHAT_TO_DO}`;
};

export const tellTooManyValues = (key: string, size: DatasetSize, memory: FunctionMemory): string => {
  const needed = count(Math.ceil(memoryOf(size, 1) / 2 ** 20));
  return `${key}: expected what functions of ${count(memory ?? 0)} MB can train on, got ${count(size.rows)} rows of ${size.columns} columns, which take ${needed} MB. ${WHAT_TO_DO}`;
};
