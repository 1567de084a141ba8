import type { Bucket } from '../bucket/ports.ts';
import { messageOf } from '../errors.ts';
import type { LoadModel } from '../registry/load-model.ts';
import { type FinishDeps, failForGood } from './finish-job.ts';
import {
  type ChunkResult,
  chunkKey,
  type Job,
  planKey,
  rejectedChunkKey,
  scoredChunkKey,
  skewChunkKey,
} from './job.ts';
import type { JobChunk } from './job-message.ts';
import type { JobPlan } from './job-plan.ts';
import { joinIfComplete } from './join-if-complete.ts';
import type { JobQueues } from './ports.ts';
import { rewriteChunk } from './rewrite-chunk.ts';
import { writeSkew } from './skew-of-chunks.ts';

export interface ChunkDeps extends FinishDeps {
  readonly files: Bucket;
  readonly queues: JobQueues;
  readonly load: LoadModel;
  readonly readPlan: (jobId: string) => Promise<JobPlan>;
}

/** Reads the plan of a job once in a running function: it never changes. */
export function createPlanReader(files: Bucket): (jobId: string) => Promise<JobPlan> {
  let known: { readonly jobId: string; readonly plan: JobPlan } | undefined;
  return async (jobId) => {
    if (known?.jobId !== jobId) {
      const stat = await files.stat(planKey(jobId));
      const bytes = await files.read(planKey(jobId), 0, stat?.bytes ?? 0);
      known = { jobId, plan: JSON.parse(new TextDecoder().decode(bytes)) };
    }
    return known.plan;
  };
}

/**
 * Scores one chunk of a job, writes what came of it and records it. Safe to run again: the same chunk gives the
 * same bytes.
 *
 * @throws when it could not be done now; the chunk must be delivered again
 */
export async function scoreChunk(deps: ChunkDeps, chunk: JobChunk): Promise<void> {
  const job = await deps.jobs.get(chunk.jobId);
  // Canceled, failed, done: what is queued of it is of no use.
  if (job?.status !== 'running') return;
  try {
    const result = await writeScored(deps, job, chunk);
    const inPage = await deps.jobs.recordChunk(job, result);
    await joinIfComplete(deps, job.id, { number: chunk.number, inPage });
  } catch (error) {
    if (await failForGood(deps, job, error)) return;
    // For whoever gives the job up; the reason is worth having, but not another failure.
    await deps.jobs
      .change(job.id, ['running'], { lastError: `chunk ${chunk.number}: ${messageOf(error)}` })
      .catch(() => {});
    throw error;
  }
}

async function writeScored(
  { files, load, readPlan }: ChunkDeps,
  { id, model, source, file, options }: Job,
  { number, from, to, line, unpacked, sourceBytes }: JobChunk,
): Promise<ChunkResult> {
  const [plan, { artifact }, bytes] = await Promise.all([
    readPlan(id),
    load(model),
    unpacked ? files.read(chunkKey(id, number), from, to) : files.read(source.key, from, to, file?.etag),
  ]);
  const first = number === 1;
  const encoding = plan.encoding ?? options.encoding ?? 'utf-8';
  const { result, rejected, rewritten } = rewriteChunk(artifact, plan, encoding, bytes, {
    first,
    line,
  });
  if (result.length > 0) await files.write(scoredChunkKey(id, number), result, CHUNK_TYPE);
  if (rejected.length > 0) await files.write(rejectedChunkKey(id, number), rejected, CHUNK_TYPE);
  const skew = writeSkew(rewritten.skew);
  if (skew.length > 0) await files.write(skewChunkKey(id, number), skew, 'application/json');
  return {
    number,
    sourceBytes,
    rows: rewritten.rows,
    rejected: rewritten.badRows,
    grades: rewritten.grades,
    bytes: result.length,
    rejectedBytes: rejected.length,
    ...(rewritten.repeated.count === 0 ? {} : { repeated: rewritten.repeated }),
    skewBytes: skew.length,
  };
}

const CHUNK_TYPE = 'application/octet-stream';
