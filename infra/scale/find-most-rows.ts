import { SETTINGS } from './settings.ts';
import { simulateJobs } from './simulate-jobs.ts';
import type { Setup } from './world.ts';

/** Rows of the largest file whose job succeeds, to the next hundred million. */
export function findMostRows(setup: Omit<Setup, 'rows' | 'files'>): number {
  const step = 100_000_000;
  const most = Math.floor(
    (SETTINGS.mostChunks * SETTINGS.mostChunkBytes) / setup.measured.bytesPerRow.in / step,
  );
  let [works, fails] = [0, most + 1];
  while (fails - works > 1) {
    const middle = Math.floor((works + fails) / 2);
    if (simulateJobs({ ...setup, rows: middle * step, files: 1 }).jobs.succeeded === 1) works = middle;
    else fails = middle;
  }
  return works * step;
}
