import type { Bucket } from '../bucket/ports.ts';
import { MOST_FILE_BYTES } from '../contract/words.ts';
import { InputError } from '../errors.ts';
import { LineBoundaries } from '../files/csv/line-boundaries.ts';
import { RecordBoundaries } from '../files/csv/record-boundaries.ts';
import { moveTail, NO_TAIL, tellTail } from '../files/table/left-out-lines.ts';
import { holdTail, TailHolder } from '../files/table/table-tail.ts';
import { prepend } from '../files/text/byte-source.ts';
import type { LoadModel } from '../registry/load-model.ts';
import { ChunkCutter } from './chunk-cutter.ts';
import { ChunkSender } from './chunk-sender.ts';
import { type FinishDeps, failForGood } from './finish-job.ts';
import { type Job, planKey } from './job.ts';
import { MOST_CHUNKS } from './job-limits.ts';
import type { ChunkStart } from './job-message.ts';
import { type JobPlan, planJob } from './job-plan.ts';
import { joinIfComplete } from './join-if-complete.ts';
import { type BegunJob, type JobText, openJobText } from './open-job-text.ts';
import type { JobQueues } from './ports.ts';
import { splitUnpacked } from './split-unpacked.ts';
import { checkUploadedBytes } from './uploaded-bytes.ts';

export interface SplitDeps extends FinishDeps {
  readonly files: Bucket;
  readonly queues: JobQueues;
  readonly load: LoadModel;
  /** Bytes of a chunk; larger files have larger ones. */
  readonly chunkBytes: number;
  /** Bytes that one run cuts; another goes on. */
  readonly cutBytes?: number;
}

/** At S3's 70 MB/s a run takes four minutes, well within a function's fifteen. */
const CUT_BYTES = 16 * 2 ** 30;
/** Where the header is looked for; a longer one is none. */
const BEGINNING_BYTES = 2 ** 20;
/** Compressed, a scored chunk is as many times smaller; S3 joins parts from 5 MiB on. */
const PACKED = 4;

/** Bytes of a chunk: at least as told, and so many that S3 can join their results. */
export const chunkBytesOf = (fileBytes: number, least: number): number =>
  Math.max(least, Math.ceil(fileBytes / MOST_CHUNKS));

/**
 * Cuts a job's file into chunks and queues them; they are scored while it goes on. Cutting again finds the same chunks
 * and queues those that are not recorded, so it is also how what was lost is found.
 *
 * @param from the chunk to go on with
 * @throws when it could not be finished now; the step must be delivered again
 */
export async function splitJob(deps: SplitDeps, jobId: string, from?: ChunkStart): Promise<void> {
  const job = await deps.jobs.get(jobId);
  if (job?.status !== 'queued' && job?.status !== 'running') return;
  try {
    const begun = await begin(deps, job);
    if (begun === undefined) return;
    const chunks = await split(deps, begun, from);
    if (chunks === undefined) return;
    await deps.jobs.change(job.id, ['running'], { chunks });
    await joinIfComplete(deps, job.id);
  } catch (error) {
    if (!(await failForGood(deps, job, error))) throw error;
  }
}

/** From now on the file may not change. */
async function begin({ jobs, files, clock }: SplitDeps, job: Job): Promise<BegunJob | undefined> {
  if (job.status === 'running') return job as BegunJob;
  const file = await files.stat(job.source.key);
  const { fileName } = job.source;
  if (file === undefined) throw new InputError(`${fileName}: expected an uploaded file, found none.`);
  checkUploadedBytes(job.source, file.bytes);
  if (file.bytes > MOST_FILE_BYTES)
    throw new InputError(
      `${fileName}: expected at most ${(MOST_FILE_BYTES / 1e12).toFixed(1)} TB. Split it up.`,
    );
  await jobs.change(job.id, ['queued'], { status: 'running', startedAt: clock.now(), file });
  const begun = await jobs.get(job.id);
  return begun?.status === 'running' ? (begun as BegunJob) : undefined;
}

/** @returns how many chunks there are; undefined, when another run goes on */
async function split(
  deps: SplitDeps,
  job: BegunJob,
  from: ChunkStart | undefined,
): Promise<number | undefined> {
  const text = await openJobText(deps.files, job);
  const { artifact } = await deps.load(job.model);
  const { beginning, whole, rest } = await readBeginning(deps.files, job, text);
  const plan = planJob(artifact, text.form, beginning, whole, job);
  if (plan === undefined) {
    throw new InputError(
      `${job.source.fileName}: expected a header line within the first ${BEGINNING_BYTES / 2 ** 20} MiB, found none.`,
    );
  }
  const writePlan = (written: JobPlan) =>
    deps.files.write(planKey(job.id), Buffer.from(JSON.stringify(written)), 'application/json');
  if (from === undefined) await writePlan(plan);
  const { rewrite } = plan;
  const holder =
    rewrite.format === 'csv'
      ? new TailHolder(rewrite.separator, rewrite.width, text.form.encoding)
      : undefined;
  const hold = (blocks: AsyncIterable<Uint8Array>) =>
    holder === undefined ? blocks : holdTail(blocks, holder);
  const start = from ?? plan.rows;
  const sender = new ChunkSender(deps, job.id);
  const cutter = createCutter(deps, job, text, plan, start);
  if (text.unpacked) {
    const rows = prepend(beginning.subarray(plan.rows.offset), rest);
    await splitUnpacked({ files: deps.files, job, text, rows: hold(rows), cutter, sender });
  } else if (await splitPlain(deps, job, hold(text.read(start.offset)), cutter, sender)) return undefined;
  await sender.flush();
  if (holder !== undefined && holder.tail !== NO_TAIL) {
    // Nobody reads the warnings of a plan before its chunks are counted.
    const warnings = [...plan.warnings, ...tellTail(moveTail(holder.tail, cutter.next.line - 1))];
    await writePlan({ ...plan, warnings });
  }
  // A file without rows has a chunk, too: its result is the header.
  return Math.max(1, cutter.next.number - 1);
}

function createCutter(
  { chunkBytes }: SplitDeps,
  { file, source }: BegunJob,
  { unpacked, form }: JobText,
  { rewrite }: JobPlan,
  start: ChunkStart,
): ChunkCutter {
  const boundaries =
    rewrite.format === 'csv' ? new RecordBoundaries(rewrite.separator, true) : new LineBoundaries();
  // How long an unpacked text is, nobody knows: it is cut alike, whatever comes.
  const bytes = unpacked ? chunkBytes * (form.compressed ? PACKED : 1) : chunkBytesOf(file.bytes, chunkBytes);
  return new ChunkCutter(boundaries, source.fileName, bytes, start);
}

/** Cuts a text that stands in its file as it is. @returns whether another run goes on */
async function splitPlain(
  { jobs, queues, cutBytes = CUT_BYTES }: SplitDeps,
  job: BegunJob,
  rows: AsyncIterable<Uint8Array>,
  cutter: ChunkCutter,
  sender: ChunkSender,
): Promise<boolean> {
  const start = cutter.next.offset;
  for await (const block of rows) {
    for (const cut of cutter.push(block)) await sender.add(cut);
    if (cutter.next.offset >= start + cutBytes) {
      await sender.flush();
      await jobs.change(job.id, ['running'], { cutTo: cutter.next });
      await queues.sendStep({ step: 'split', jobId: job.id, from: cutter.next });
      return true;
    }
  }
  const last = cutter.end();
  if (last !== undefined) await sender.add(last);
  return false;
}

/** The first bytes of a text, and what follows. */
async function readBeginning(files: Bucket, { source, file }: BegunJob, text: JobText) {
  const rest = text.read(0)[Symbol.asyncIterator]();
  if (!text.unpacked) {
    const bytes = Math.min(BEGINNING_BYTES, file.bytes);
    const beginning = await files.read(source.key, 0, bytes, file.etag);
    return { beginning, whole: bytes === file.bytes, rest };
  }
  const blocks: Uint8Array[] = [];
  for (let size = 0; size < BEGINNING_BYTES; ) {
    const { done, value } = await rest.next();
    if (done) return { beginning: Buffer.concat(blocks), whole: true, rest };
    // What was unpacked is good until the next block only.
    blocks.push(value.slice());
    size += value.length;
  }
  return { beginning: Buffer.concat(blocks), whole: false, rest };
}
