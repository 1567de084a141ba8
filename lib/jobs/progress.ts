import type { Clock } from '../clock.ts';
import type { Job } from './job.ts';
import { readChunks } from './join-if-complete.ts';
import { sum } from './join-job.ts';
import type { JobStore } from './ports.ts';

/** How far a job is. */
export interface JobProgress {
  readonly rows: number;
  readonly scored: number;
  readonly rejected: number;
  readonly chunksDone: number;
  /** Of the file's bytes, 0–100, whole; 100 when it is done. */
  readonly percent: number;
  /** At the rate so far; undefined: it is not running, or nothing is scored yet. */
  readonly finishesAt?: Date;
}

export async function readProgress(
  { jobs, clock }: { readonly jobs: JobStore; readonly clock: Clock },
  job: Job,
): Promise<JobProgress> {
  if (job.result !== undefined) {
    const { rows, rejected } = job.result;
    return { rows, scored: rows - rejected, rejected, chunksDone: job.chunks ?? 0, percent: 100 };
  }
  const chunks = await readChunks({ jobs }, job);
  const { rows, rejected } = sum(chunks);
  const done = chunks.reduce((bytes, { sourceBytes }) => bytes + sourceBytes, 0);
  const share = job.file === undefined || job.file.bytes === 0 ? 0 : done / job.file.bytes;
  const progress = {
    rows,
    scored: rows - rejected,
    rejected,
    chunksDone: chunks.length,
    // The header is no part of a chunk, and joining comes last.
    percent: Math.min(99, Math.floor(100 * share)),
  };
  if (job.status !== 'running' || job.startedAt === undefined || share === 0) return progress;
  const elapsed = clock.now().getTime() - job.startedAt.getTime();
  return { ...progress, finishesAt: new Date(job.startedAt.getTime() + elapsed / Math.min(1, share)) };
}
