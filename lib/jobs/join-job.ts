import type { Bucket, FileName } from '../bucket/ports.ts';
import { PermanentError } from '../errors.ts';
import { addLeftOut, NONE_LEFT_OUT, tellRepeatedHeaders } from '../files/table/left-out-lines.ts';
import type { Grade } from '../model/artifact.ts';
import { type FinishDeps, failJob, finishJob } from './finish-job.ts';
import {
  type ChunkResult,
  chunkKey,
  type Job,
  type JobResult,
  rejectedChunkKey,
  rejectedKey,
  resultKey,
  scoredChunkKey,
  skewChunkKey,
} from './job.ts';
import type { JobPlan } from './job-plan.ts';
import { readChunks } from './join-if-complete.ts';
import { createPlanReader } from './score-chunk.ts';
import { type DescribeDeps, describeChunks } from './skew-of-chunks.ts';

export interface JoinDeps extends FinishDeps, DescribeDeps {
  readonly files: Bucket;
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
    let warnings: readonly string[];
    try {
      // Read anew: what was read when its first chunks were scored does not tell what stands below the table.
      const plan = await createPlanReader(deps.files)(jobId);
      await join(deps, job, chunks, plan);
      warnings = [
        ...plan.warnings,
        ...tellRepeatedHeaders(
          chunks.reduce((all, { repeated = NONE_LEFT_OUT }) => addLeftOut(all, repeated), NONE_LEFT_OUT),
        ),
        ...(await describeChunks(deps, job, chunks, plan)),
      ];
    } catch (error) {
      // The scored chunks were there: what is missing now will not come back.
      if (!(error instanceof PermanentError)) throw error;
      await failJob(deps, job, 'parts_missing', error.message);
      return;
    }
    await finishJob(deps, job, {
      status: 'succeeded',
      result: { ...sum(chunks), warnings },
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
  const rejected = chunks.map((chunk) => ({
    key: rejectedChunkKey(id, chunk.number),
    bytes: chunk.rejectedBytes,
  }));
  const nameOf = (what: 'scored' | 'rejected') => nameResult(source.fileName, plan, what);
  await files.join(resultKey(id), parts.filter(isNotEmpty), nameOf('scored'));
  await files.join(rejectedKey(id), rejected.filter(isNotEmpty), nameOf('rejected'));
}

const FORMATS = {
  csv: { ending: '.csv', contentType: 'text/csv; charset=utf-8' },
  'json lines': { ending: '.jsonl', contentType: 'application/jsonl' },
} as const;

/** `leads.csv` → `leads-scored.csv`, `leads.jsonl.gz` → `leads-scored.jsonl.gz`, `leads.parquet` → `leads-scored.csv`. */
function nameResult(
  fileName: string,
  { rewrite, compressed }: Pick<JobPlan, 'rewrite' | 'compressed'>,
  what: 'scored' | 'rejected',
): FileName {
  const { ending, contentType } = FORMATS[rewrite.format];
  const stem = fileName.replace(/\.gz$/i, '').replace(/(?<=.)\.[^.]*$/, '');
  return compressed
    ? { fileName: `${stem}-${what}${ending}.gz`, contentType: 'application/gzip' }
    : { fileName: `${stem}-${what}${ending}`, contentType };
}

const isNotEmpty = ({ bytes }: { readonly bytes: number }): boolean => bytes > 0;

async function removeChunks({ files }: JoinDeps, { id, chunks = 0 }: Job): Promise<void> {
  const numbers = Array.from({ length: chunks }, (_, i) => i + 1);
  await files.remove(
    numbers.flatMap((number) => [
      chunkKey(id, number),
      scoredChunkKey(id, number),
      rejectedChunkKey(id, number),
      skewChunkKey(id, number),
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
