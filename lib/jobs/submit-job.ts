import { type Idempotency, newId } from '../acceptance/idempotency.ts';
import { keepUntil } from '../acceptance/keeping.ts';
import { queueStored } from '../acceptance/not-queued-error.ts';
import { requireSame, storeOnce } from '../acceptance/store-once.ts';
import type { SecretStore } from '../auth/ports.ts';
import type { Bucket, Upload, UploadedPart } from '../bucket/ports.ts';
import type { Clock, IdSource } from '../clock.ts';
import type { ServeModel } from '../registry/serve-model.ts';
import { sha256Of } from '../sha256.ts';
import { type Job, type JobOptions, uploadKey } from './job.ts';
import type { JobQueues, JobStore } from './ports.ts';
import { checkUploadedBytes } from './uploaded-bytes.ts';

export interface SubmitJobDeps {
  readonly jobs: JobStore;
  readonly files: Bucket;
  readonly queues: JobQueues;
  readonly serve: ServeModel;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** How long a job and its files are kept, days. */
  readonly keepDays: number;
}

export interface JobRequest {
  readonly fileName: string;
  readonly options: JobOptions;
  /** A file in the stack's bucket; undefined: it is uploaded. */
  readonly sourceKey?: string | undefined;
  /** Of the file that is uploaded, where it is known. */
  readonly bytes?: number | undefined;
  readonly webhook?: { readonly url: string; readonly caller: string } | undefined;
  readonly idempotency?: Idempotency | undefined;
}

/** What releases before 2026-12 noted of a request that did not say how its file is written: their jobs are known by it. */
const FORMERLY_TOLD = { encoding: 'utf-8', decimal: '.' } as const;

/**
 * Accepts a job. With a file that is there it is queued; else it waits for the upload, and `startJob` queues it.
 *
 * @param reference of the model, which is pinned
 * @throws {KeyReusedError} the idempotency key was used for another request
 * @throws what ServeModel throws
 */
export async function submitJob(
  deps: SubmitJobDeps,
  reference: string,
  request: JobRequest,
): Promise<{
  readonly job: Job;
  readonly upload?: Upload;
  /** By an earlier request with the same idempotency key. */
  readonly replayed: boolean;
}> {
  const { fileName, options, sourceKey, bytes, webhook, idempotency } = request;
  const { ref } = await deps.serve(reference);
  const id = await newId(deps, idempotency, 'job');
  const hashOf = (told: JobOptions) =>
    sha256Of(JSON.stringify([reference, fileName, told, sourceKey, bytes, webhook?.url]));
  const requestSha256 = hashOf(options);
  const known = idempotency && (await deps.jobs.get(id));
  if (known !== undefined && known.requestSha256 !== hashOf({ ...FORMERLY_TOLD, ...options }))
    requireSame(known, requestSha256);
  const opened =
    sourceKey === undefined && known === undefined
      ? await deps.files.openUpload(uploadKey(id), bytes)
      : undefined;
  const { job, replayed } =
    known === undefined
      ? await create(deps, { ...request, id, ref, requestSha256, upload: opened })
      : { job: known, replayed: true };
  const upload = await findUpload(deps, job, opened, request);
  if (sourceKey !== undefined && job.status === 'queued') {
    await queueStored('job', id, () => deps.queues.sendStep({ step: 'split', jobId: id }));
  }
  return { job, ...(upload === undefined ? {} : { upload }), replayed };
}

/** Where the file of a job that waits for it goes: to the upload that the job knows, whoever was the first to ask. */
async function findUpload(
  { files }: SubmitJobDeps,
  { id, status, source }: Job,
  opened: Upload | undefined,
  { bytes }: JobRequest,
): Promise<Upload | undefined> {
  if (status !== 'awaiting_upload') return undefined;
  const isKnown = opened?.kind !== 'parts' || opened.uploadId === source.uploadId;
  return opened !== undefined && isKnown ? opened : files.openUpload(uploadKey(id), bytes, source.uploadId);
}

async function create(
  { jobs, clock, keepDays }: SubmitJobDeps,
  request: JobRequest & {
    readonly id: string;
    readonly ref: Job['model'];
    readonly requestSha256: string;
    readonly upload: Upload | undefined;
  },
): Promise<{ readonly job: Job; readonly replayed: boolean }> {
  const { id, ref, requestSha256, upload, sourceKey, fileName, options, webhook, bytes, idempotency } =
    request;
  const createdAt = clock.now();
  const job: Job = {
    id,
    createdAt,
    expiresAt: keepUntil(createdAt, keepDays),
    model: ref,
    source: {
      key: sourceKey ?? uploadKey(id),
      fileName,
      ...(upload?.kind === 'parts' ? { uploadId: upload.uploadId } : {}),
      ...(bytes === undefined ? {} : { bytes }),
    },
    options,
    status: sourceKey === undefined ? 'awaiting_upload' : 'queued',
    requestSha256,
    ...(webhook === undefined ? {} : { webhook: { ...webhook, attempts: [] } }),
  };
  const stored = await storeOnce(
    job,
    (made) => jobs.create(made),
    () => jobs.get(id),
  );
  return { job: stored, replayed: stored !== job && idempotency !== undefined };
}

/**
 * The file is uploaded: queues the job. Once more changes nothing.
 *
 * @param parts of an upload in parts
 * @returns undefined when there is no such job, or no file
 * @throws {InputError} the parts are not those that were sent
 * @throws {UploadedBytesError} the file is of another size than was declared
 */
export async function startJob(
  deps: Pick<SubmitJobDeps, 'jobs' | 'files' | 'queues'>,
  id: string,
  parts: readonly UploadedPart[],
): Promise<Job | 'unknown' | 'no file'> {
  const { jobs, files, queues } = deps;
  const job = await jobs.get(id);
  if (job === undefined) return 'unknown';
  if (job.status === 'awaiting_upload') {
    const { key, uploadId } = job.source;
    if (uploadId !== undefined) await files.completeUpload(key, uploadId, parts);
    const file = await files.stat(key);
    if (file === undefined) return 'no file';
    checkUploadedBytes(job.source, file.bytes);
    await jobs.change(id, ['awaiting_upload'], { status: 'queued' });
  }
  const queued = await jobs.get(id);
  if (queued === undefined) return 'unknown';
  // Sent again, too: the first time it may have ended before this.
  if (queued.status === 'queued') await queues.sendStep({ step: 'split', jobId: id });
  return queued;
}
