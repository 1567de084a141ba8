import { listPages, type Pages } from './pages.ts';
import { A_DAY_MS, isFinal, pollUntil, type WaitFor } from './poll-until.ts';
import {
  type CallOptions,
  type GetOptions,
  type ListOptions,
  type Requester,
  type SubmitOptions,
  toSegment,
  withQuery,
} from './requester.ts';
import type { Job, JobAccepted, JobList, JobRequest } from './types.ts';
import { uploadFile } from './upload-file.ts';

/** How the file is read and scored, as `POST /jobs` takes it, and how it is sent. */
export interface SubmitJobOptions
  extends SubmitOptions,
    Pick<JobRequest, 'encoding' | 'decimal' | 'reasons' | 'formulas' | 'reference'> {
  /** What the file is called; its result is named after it. */
  readonly fileName?: string;
  /** Told how many bytes of the file are uploaded. */
  readonly onUpload?: (bytes: number) => void;
}

export interface ListJobsOptions extends ListOptions {
  /** Only these; a page may then be short although more follow. */
  readonly status?: Job['status'];
}

export type WaitJobOptions = WaitFor<Job>;

/** Files of any size. They need a key of the scope `operate`. */
export interface Jobs {
  /**
   * Uploads a file of leads, or names one in the stack's bucket, and has it scored.
   *
   * @param file its bytes (in Node: `await fs.openAsBlob(path)`), or `s3://bucket/key`
   * @throws {ApiError} `problem.errors` names what is wrong
   */
  submitJob(file: Blob | string, options?: SubmitJobOptions): Promise<Job>;
  /** How far a job is; with the addresses of its result, good for an hour, when it succeeded. */
  getJob(jobId: string, options?: GetOptions): Promise<Job>;
  /** @throws {WaitTimeoutError} it is not final in time, a day unless told otherwise; its id stays good */
  waitJob(jobId: string, options?: WaitJobOptions): Promise<Job>;
  /** @throws {ApiError} 409, it is final already */
  cancelJob(jobId: string, options?: CallOptions): Promise<Job>;
  /** The newest first. */
  listJobs(options?: ListJobsOptions): Pages<JobList>;
}

export function createJobs(requester: Requester): Jobs {
  const { get, post, waiting } = requester;
  const path = (id: string, rest = '') => `/jobs/${toSegment(id)}${rest}`;
  return {
    async submitJob(file, { idempotencyKey = crypto.randomUUID(), signal, onUpload, ...options } = {}) {
      const { model, webhook, fileName, ...settings } = options;
      const request = {
        ...settings,
        ...(fileName === undefined ? {} : { file_name: fileName }),
        ...(typeof file === 'string' ? { source: file } : { size: file.size }),
      };
      const to = withQuery('/jobs', { model, webhook });
      const headers = { 'idempotency-key': idempotencyKey };
      const { upload, ...job } = await post<JobAccepted>(to, request, { signal }, headers);
      if (upload === undefined || typeof file === 'string') return job;
      const parts = await uploadFile(file, upload, waiting, signal, onUpload);
      return post<Job>(path(job.job_id, '/start'), { parts }, { signal });
    },
    getJob: (jobId, { wait, ...options } = {}) => get<Job>(withQuery(path(jobId), { wait }), options),
    waitJob(jobId, options) {
      const polled = { what: 'job', id: jobId, usualMs: A_DAY_MS, path: () => path(jobId) };
      return pollUntil<Job>(requester, isFinal, polled, options);
    },
    cancelJob: (jobId, options = {}) => post<Job>(path(jobId, '/cancel'), {}, options),
    listJobs: ({ status, limit, cursor, ...options } = {}) =>
      listPages<JobList>(requester, '/jobs', { status, limit, cursor }, options),
  };
}
