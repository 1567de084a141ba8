import type { Bucket } from '../bucket/ports.ts';
import { PermanentError } from '../errors.ts';
import type { Grade } from '../model/artifact.ts';
import type { FinishDeps } from './finish-job.ts';
import { failJob, finishJob } from './finish-job.ts';
import {
  type ChunkResult,
  chunkKey,
  type Job,
  type JobResult,
  rejectedChunkKey,
  rejectedKey,
  resultKey,
  scoredChunkKey,
} from './job.ts';
import type { JobPlan } from './job-plan.ts';
import { readChunks } from './join-if-complete.ts';
import { nameResult } from './result-name.ts';

export interface JoinDeps extends FinishDeps {
  readonly files: Bucket;
  readonly readPlan: (jobId: string) => Promise<JobPlan>;
}

/**
 * Joins the scored chunks of a job, in order, ends the job, and removes them. Safe to run again, and twice at once:
 * the result is the same.
 *
 * @throws when it could not be done now; the step must be delivered again
 */
export async function joinJob(deps: JoinDeps, jobId: string): Promise<void> {
  const job = await deps.jobs.get(jobId);
  if (job?.chunks === undefined) return;
  if (job.status === 'running') {
    const chunks = (await readChunks(deps, job)).sort((a, b) => a.number - b.number);
    if (chunks.length < job.chunks) return;
    try {
      await join(deps, job, chunks, await deps.readPlan(jobId));
    } catch (error) {
      // The scored chunks were there: what is missing now will not come back.
      if (!(error instanceof PermanentError)) throw error;
      await failJob(deps, job, 'parts_missing', error.message);
      return;
    }
    await finishJob(deps, job, {
      status: 'succeeded',
      result: { ...sum(chunks), warnings: (await deps.readPlan(jobId)).warnings },
    });
  } else if (job.status !== 'succeeded') return;
  await removeChunks(deps, job);
}

async function join(
  { files }: JoinDeps,
  { id, source }: Job,
  chunks: readonly ChunkResult[],
  plan: JobPlan,
): Promise<void> {
  const parts = chunks.map(({ number, bytes }) => ({ key: scoredChunkKey(id, number), bytes }));
  const rejected = chunks.map(({ number, rejectedBytes }) => ({
    key: rejectedChunkKey(id, number),
    bytes: rejectedBytes,
  }));
  await files.join(resultKey(id), parts.filter(isNotEmpty), nameResult(source.fileName, plan, 'scored'));
  await files.join(
    rejectedKey(id),
    rejected.filter(isNotEmpty),
    nameResult(source.fileName, plan, 'rejected'),
  );
}

const isNotEmpty = ({ bytes }: { readonly bytes: number }): boolean => bytes > 0;

async function removeChunks({ files }: JoinDeps, { id, chunks = 0 }: Job): Promise<void> {
  const numbers = Array.from({ length: chunks }, (_, i) => i + 1);
  await files.remove(
    numbers.flatMap((number) => [
      chunkKey(id, number),
      scoredChunkKey(id, number),
      rejectedChunkKey(id, number),
    ]),
  );
}

/** What the chunks come to. */
export function sum(chunks: readonly ChunkResult[]): Omit<JobResult, 'warnings'> {
  const add = (read: (chunk: ChunkResult) => number) => chunks.reduce((all, chunk) => all + read(chunk), 0);
  const grade = (name: Grade) => add(({ grades }) => grades[name]);
  return {
    rows: add(({ rows }) => rows),
    rejected: add(({ rejected }) => rejected),
    bytes: add(({ bytes }) => bytes),
    rejectedBytes: add(({ rejectedBytes }) => rejectedBytes),
    grades: { A: grade('A'), B: grade('B'), C: grade('C'), D: grade('D') },
  };
}
