import type { Upload } from '../bucket/ports.ts';
import type { Job as JobBody, JobEvent, JobUpload, ListedJob } from '../contract/job.ts';
import type { Job } from '../jobs/job.ts';
import type { JobProgress } from '../jobs/progress.ts';
import { webhookBody } from './webhook-body.ts';

const time = (at: Date | undefined): string | null => at?.toISOString() ?? null;

/** What a job is without a look at its chunks. */
function jobOutline({ id, status, model, source, createdAt, startedAt, completedAt, expiresAt }: Job) {
  return {
    job_id: id,
    status,
    model: { name: model.name, version: model.version },
    file_name: source.fileName,
    created_at: createdAt.toISOString(),
    started_at: time(startedAt),
    completed_at: time(completedAt),
    expires_at: expiresAt.toISOString(),
  };
}

/** What a job is, without what depends on who asks. */
export function jobFacts(job: Job, progress: JobProgress): JobEvent['data'] {
  const { failure, result } = job;
  const { rows, scored, rejected, percent, chunksDone, finishesAt } = progress;
  return {
    ...jobOutline(job),
    rows,
    scored,
    rejected,
    percent,
    chunks: { done: chunksDone, total: job.chunks ?? null },
    estimated_finish_at: time(finishesAt),
    ...(result === undefined ? {} : { grades: result.grades, warnings: result.warnings }),
    ...(failure === undefined ? {} : { error: failure }),
  };
}

export const jobPath = (id: string): string => `/jobs/${id}`;

/** The addresses of what came of a job. */
export interface ResultLinks {
  readonly url: string;
  /** Null: no row was rejected. */
  readonly rejectedUrl: string | null;
}

export function jobBody(job: Job, progress: JobProgress, baseUrl: string, links?: ResultLinks): JobBody {
  return {
    ...jobFacts(job, progress),
    result:
      links === undefined || job.result === undefined
        ? null
        : { url: links.url, bytes: job.result.bytes, rejected_url: links.rejectedUrl },
    ...(job.webhook === undefined ? {} : { webhook: webhookBody(job.webhook) }),
    urls: urlsOf(job, baseUrl),
  };
}

/** A job of a list. */
export const listedJob = (job: Job, baseUrl: string): ListedJob => ({
  ...jobOutline(job),
  ...(job.result === undefined ? {} : { rows: job.result.rows, rejected: job.result.rejected }),
  ...(job.failure === undefined ? {} : { error: job.failure }),
  urls: urlsOf(job, baseUrl),
});

function urlsOf({ id }: Job, baseUrl: string): JobBody['urls'] {
  const path = baseUrl + jobPath(id);
  return { get: path, start: `${path}/start`, cancel: `${path}/cancel` };
}

export function uploadBody(upload: Upload): JobUpload {
  const expires = { expires_at: upload.expiresAt.toISOString() };
  return upload.kind === 'single'
    ? { method: 'PUT', url: upload.url, ...expires }
    : { method: 'PUT', part_bytes: upload.partBytes, part_urls: upload.urls, ...expires };
}
