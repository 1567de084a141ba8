import { pollUntil } from './poll-until.ts';
import type { CallOptions, Requester } from './requester.ts';
import { toJson } from './to-json.ts';
import type { Job, JobUpload } from './types.ts';
import { uploadFile } from './upload-file.ts';

export interface SubmitJobOptions extends CallOptions {
  /** What the file is called; its result is named after it. */
  readonly fileName?: string;
  /** `leads`, `leads@v3` or `leads@challenger`; the service's default model unless told otherwise. */
  readonly model?: string;
  readonly encoding?: 'utf-8' | 'latin1';
  readonly decimal?: '.' | ',';
  /** Of CSV: whether cells that a spreadsheet would run get an apostrophe (`escape`, unless told otherwise), or stay. */
  readonly formulas?: 'escape' | 'keep';
  /** 0–3; 3 unless told otherwise. */
  readonly reasons?: number;
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
const FINAL: readonly Job['status'][] = ['succeeded', 'failed', 'canceled'];

export function createJobs(requester: Requester): Jobs {
  const { call, waiting } = requester;
  const path = (id: string, rest = '') => `/jobs/${encodeURIComponent(id)}${rest}`;
  const post = async <T>(to: string, body: unknown, options: CallOptions, key?: string): Promise<T> => {
    const headers = {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    };
    return (await call<T>(to, { method: 'POST', headers, body: toJson(body) }, options)).body;
  };
  return {
    async submitJob(file, { idempotencyKey = crypto.randomUUID(), signal, onUpload, ...options } = {}) {
      const { model, webhook, fileName, ...settings } = options;
      const query = new URLSearchParams({
        ...(model === undefined ? {} : { model }),
        ...(webhook === undefined ? {} : { webhook }),
      });
      const request = {
        ...settings,
        ...(fileName === undefined ? {} : { file_name: fileName }),
        ...(typeof file === 'string' ? { source: file } : { size: file.size }),
      };
      const callOptions = signal === undefined ? {} : { signal };
      const submitted = await post<Job & { readonly upload?: JobUpload }>(
        query.size === 0 ? '/jobs' : `/jobs?${query}`,
        request,
        callOptions,
        idempotencyKey,
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
      return pollUntil(
        () => call<Job>(path(jobId), {}, signal === undefined ? {} : { signal }),
        ({ status }) => FINAL.includes(status),
        { what: 'job', id: jobId, timeoutMs, waiting, onPoll, signal },
      );
    },
    cancelJob: (jobId, options = {}) => post<Job>(path(jobId, '/cancel'), {}, options),
  };
}
