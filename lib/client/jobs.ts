import { isFinal, pollUntil } from './poll-until.ts';
import { type CallOptions, type Requester, withQuery } from './requester.ts';
import type { Job, JobAccepted, JobRequest } from './types.ts';
import { uploadFile } from './upload-file.ts';

/** How the file is read and scored, as `POST /jobs` takes it, and how it is sent. */
export interface SubmitJobOptions
  extends CallOptions,
    Pick<JobRequest, 'encoding' | 'decimal' | 'reasons' | 'formulas'> {
  /** What the file is called; its result is named after it. */
  readonly fileName?: string;
  /** `leads`, `leads@v3` or `leads@challenger`; the service's default model unless told otherwise. */
  readonly model?: string;
  /** An https address that is told of the end. */
  readonly webhook?: string;
  /** The same key with the same request is accepted once; a random one unless told otherwise. */
  readonly idempotencyKey?: string;
  /** Told how many bytes of the file are uploaded. */
  readonly onUpload?: (bytes: number) => void;
}

export interface WaitJobOptions extends CallOptions {
  /** A day unless told otherwise. */
  readonly timeoutMs?: number;
  /** Told how far the job is, as long as it is not done. */
  readonly onPoll?: (job: Job) => void;
}

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
  getJob(jobId: string, options?: CallOptions): Promise<Job>;
  /** @throws {WaitTimeoutError} it is not final in time; its id stays good */
  waitJob(jobId: string, options?: WaitJobOptions): Promise<Job>;
  /** @throws {ApiError} 409, it is final already */
  cancelJob(jobId: string, options?: CallOptions): Promise<Job>;
}

const WAIT_TIMEOUT_MS = 86_400_000;

export function createJobs({ call, post, waiting }: Requester): Jobs {
  const path = (id: string, rest = '') => `/jobs/${encodeURIComponent(id)}${rest}`;
  return {
    async submitJob(file, { idempotencyKey = crypto.randomUUID(), signal, onUpload, ...options } = {}) {
      const { model, webhook, fileName, ...settings } = options;
      const request = {
        ...settings,
        ...(fileName === undefined ? {} : { file_name: fileName }),
        ...(typeof file === 'string' ? { source: file } : { size: file.size }),
      };
      const callOptions = signal === undefined ? {} : { signal };
      const submitted = await post<JobAccepted>(
        withQuery('/jobs', { model, webhook }),
        request,
        callOptions,
        {
          'idempotency-key': idempotencyKey,
        },
      );
      const { upload, ...job } = submitted;
      if (upload === undefined || typeof file === 'string') return job;
      const parts = await uploadFile(file, upload, waiting, signal, onUpload);
      return post<Job>(path(job.job_id, '/start'), { parts }, callOptions);
    },
    async getJob(jobId, options = {}) {
      return (await call<Job>(path(jobId), {}, options)).body;
    },
    waitJob(jobId, { timeoutMs = WAIT_TIMEOUT_MS, onPoll, signal } = {}) {
      return pollUntil(() => call<Job>(path(jobId), {}, signal === undefined ? {} : { signal }), isFinal, {
        what: 'job',
        id: jobId,
        timeoutMs,
        waiting,
        onPoll,
        signal,
      });
    },
    cancelJob: (jobId, options = {}) => post<Job>(path(jobId, '/cancel'), {}, options),
  };
}
