import { RecordBoundaries } from '../csv/record-boundaries.ts';
import { InputError, PermanentError } from '../errors.ts';
import type { JobFiles, JobQueues } from '../job-ports.ts';
import type { LoadModel } from '../registry/load-model.ts';
import { ChunkCutter } from './chunk-cutter.ts';
import { ChunkSender } from './chunk-sender.ts';
import { type FinishDeps, failJob } from './finish-job.ts';
import { type Job, planKey } from './job.ts';
import type { Checkpoint } from './job-message.ts';
import { type JobPlan, planJob } from './job-plan.ts';
import { joinIfComplete } from './join-if-complete.ts';

export interface SplitDeps extends FinishDeps {
  readonly files: JobFiles;
  readonly queues: JobQueues;
  readonly load: LoadModel;
  /** Bytes of a chunk; larger files have larger ones. */
  readonly chunkBytes: number;
  /** Bytes that one run cuts; another goes on. */
  readonly legBytes?: number;
}

/** S3 joins 10,000 parts at most. */
const MOST_CHUNKS = 9000;
/** A function holds a chunk and its result, which may be three times as large. */
const MOST_CHUNK_BYTES = 256 * 2 ** 20;
/** 2.4 TB. */
const MOST_FILE_BYTES = MOST_CHUNKS * MOST_CHUNK_BYTES;

const PORTION_BYTES = 8 * 2 ** 20;
/** At S3's 70 MB/s a run takes four minutes, well within a function's fifteen. */
const LEG_BYTES = 16 * 2 ** 30;
/** Where the header is looked for; a longer one is none. */
const BEGINNING_BYTES = 2 ** 20;

/** Bytes of a chunk: at least as told, and so many that S3 can join the parts. */
export const chunkBytesOf = (fileBytes: number, least: number): number =>
  Math.max(least, Math.ceil(fileBytes / MOST_CHUNKS));

/**
 * Cuts a job's file into chunks and queues them; they are scored while it goes on. Cutting again finds the same chunks
 * and queues those that are not recorded, so it is also how what was lost is found.
 *
 * @param from the chunk to go on with
 * @throws when it could not be finished now; the step must be delivered again
 */
export async function splitJob(deps: SplitDeps, jobId: string, from?: Checkpoint): Promise<void> {
  const job = await deps.jobs.get(jobId);
  if (job?.status !== 'queued' && job?.status !== 'running') return;
  try {
    const begun = await begin(deps, job);
    if (begun !== undefined) await split(deps, begun, from);
  } catch (error) {
    if (error instanceof InputError) await failJob(deps, job, 'file_unusable', error.message);
    else if (error instanceof PermanentError) await failJob(deps, job, 'model_unusable', error.message);
    else throw error;
  }
}

type BegunJob = Job & Required<Pick<Job, 'file'>>;

/** From now on the file may not change. */
async function begin({ jobs, files, clock }: SplitDeps, job: Job): Promise<BegunJob | undefined> {
  if (job.status === 'running') return job as BegunJob;
  const file = await files.stat(job.source.key);
  const { fileName } = job.source;
  if (file === undefined) throw new InputError(`${fileName}: expected an uploaded file, found none.`);
  if (file.bytes > MOST_FILE_BYTES)
    throw new InputError(`${fileName}: expected at most ${MOST_FILE_BYTES / 1e12} TB. Split it up.`);
  await jobs.change(job.id, ['queued'], { status: 'running', startedAt: clock.now(), file });
  const begun = await jobs.get(job.id);
  return begun?.status === 'running' ? (begun as BegunJob) : undefined;
}

async function split(deps: SplitDeps, job: BegunJob, from: Checkpoint | undefined): Promise<void> {
  const { files, jobs, queues } = deps;
  const { bytes } = job.file;
  const plan = await makePlan(deps, job);
  if (from === undefined) {
    await files.write(planKey(job.id), Buffer.from(JSON.stringify(plan)), 'application/json');
  }
  const start = from ?? plan.rows;
  const cutter = new ChunkCutter(
    new RecordBoundaries(plan.rewrite.separator).resume(),
    job.source.fileName,
    chunkBytesOf(bytes, deps.chunkBytes),
    start,
  );
  const sender = new ChunkSender(deps, job.id);
  const endOfLeg = start.offset + (deps.legBytes ?? LEG_BYTES);
  for await (const portion of readPortions(files, job, start.offset)) {
    for (const cut of cutter.push(portion)) await sender.add(cut);
    if (cutter.next.offset >= endOfLeg) {
      await sender.flush();
      return queues.sendStep({ step: 'split', jobId: job.id, from: cutter.next });
    }
  }
  const last = cutter.end();
  if (last !== undefined) await sender.add(last);
  // A file without rows has a chunk, too: its result is the header.
  else if (cutter.next.number === 1) await sender.add({ ...cutter.next, to: bytes });
  await sender.flush();
  await jobs.change(job.id, ['running'], { chunks: Math.max(1, cutter.next.number - 1) });
  await joinIfComplete(deps, job.id);
}

/** @throws {InputError} as `planJob` */
async function makePlan({ files, load }: SplitDeps, job: BegunJob): Promise<JobPlan> {
  const { key, fileName } = job.source;
  const { artifact } = await load(job.model);
  const size = Math.min(BEGINNING_BYTES, job.file.bytes);
  const beginning = await files.read(key, 0, size, job.file.etag);
  const plan = planJob(artifact, beginning, size === job.file.bytes, job);
  if (plan !== undefined) return plan;
  throw new InputError(
    `${fileName}: expected a header line within the first ${BEGINNING_BYTES / 2 ** 20} MiB, found none.`,
  );
}

/** One portion is read while the one before is worked on. */
async function* readPortions(
  files: JobFiles,
  { source, file }: BegunJob,
  start: number,
): AsyncIterable<Uint8Array> {
  const read = (from: number) =>
    from < file.bytes
      ? files.read(source.key, from, Math.min(from + PORTION_BYTES, file.bytes), file.etag)
      : undefined;
  let next = read(start);
  for (let at = start; next !== undefined; at += PORTION_BYTES) {
    const portion = await next;
    next = read(at + PORTION_BYTES);
    // Looked at in its turn; when nobody comes to it, its failure is nobody's.
    next?.catch(() => {});
    yield portion;
  }
}
