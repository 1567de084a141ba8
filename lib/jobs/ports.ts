import type { WebhookAttempt } from '../webhook/webhook.ts';
import type { ChunkResult, FinalStatus, Job, JobStatus } from './job.ts';
import type { JobChunk, JobStep } from './job-message.ts';

/**
 * What jobs ask of the world, as `ports.ts` says for predictions: the semantics hold for every adapter, and every method
 * rejects with TransientError when the world could not be asked.
 */
export interface JobStore {
  /** Inserts a job. Rejects with ConflictError, changing nothing, when the id exists. */
  create(job: Job): Promise<void>;

  /** The job as of the last completed write, or undefined. */
  get(id: string): Promise<Job | undefined>;

  /**
   * Changes a job whose state is one of `from`, atomically, and leaves what is not named. Resolves to false, changing
   * nothing, when it is in another state or does not exist. From `queued` on it is open, from a final state on it is not.
   */
  change(id: string, from: readonly JobStatus[], change: JobChange): Promise<boolean>;

  /**
   * Records what came of a chunk; the same chunk again replaces the record. Resolves to how many chunks of its page are
   * recorded now.
   */
  recordChunk(job: Pick<Job, 'id' | 'expiresAt'>, result: ChunkResult): Promise<number>;

  /** What is recorded of the chunks of these pages, as of the last completed write, by number. */
  chunkResults(id: string, pages: readonly number[]): Promise<ChunkResult[]>;

  /** Ids of jobs that are open, and nobody has looked at since then; the oldest first, at most `limit`. */
  listOpen(since: Date, limit: number): Promise<string[]>;

  /** An open job was looked at. Changes nothing when it is not open. */
  defer(id: string, at: Date, facts: { readonly deferred: number; readonly seen: number }): Promise<void>;

  /** Adds an attempt to a job's webhook. Resolves to false when there is no such webhook (any more). */
  addWebhookAttempt(id: string, attempt: WebhookAttempt): Promise<boolean>;
}

export type JobChange = Partial<
  Pick<Job, 'startedAt' | 'completedAt' | 'failure' | 'file' | 'cutTo' | 'chunks' | 'result' | 'lastError'>
> & { readonly status?: 'queued' | 'running' | FinalStatus };

export interface JobQueues {
  /** Resolves once the step is stored durably. It will be delivered at least once. */
  sendStep(step: JobStep): Promise<void>;

  /** As `sendStep`; when it rejects, some may have been stored. */
  sendChunks(chunks: readonly JobChunk[]): Promise<void>;

  /** About how many steps and chunks wait to be delivered. */
  waiting(): Promise<number>;
}

export interface JobFiles {
  /** Undefined: there is no such object. */
  stat(key: string): Promise<{ readonly bytes: number; readonly etag: string } | undefined>;

  /**
   * Bytes `from` to `to` − 1 of an object.
   *
   * Rejects with PermanentError when it is not there, or not the one with this etag.
   */
  read(key: string, from: number, to: number, etag?: string): Promise<Uint8Array>;

  /** Writes an object; what was under the key before is gone. */
  write(key: string, bytes: Uint8Array, contentType: string): Promise<void>;

  /**
   * Writes one object of several, in their order; it appears when it is whole. Parts of 5 MiB or more do not come here.
   *
   * @param as what a browser is to call it
   */
  join(key: string, parts: readonly FilePart[], as: FileName): Promise<void>;

  /** Removes objects; those that are not there are no error. */
  remove(keys: readonly string[]): Promise<void>;

  /**
   * Where the bytes of an object may be sent to, for six hours, without a key.
   *
   * @param bytes its size, where it is known: the addresses take so many bytes and no other number
   * @param uploadId of an upload in parts that was opened before for as many bytes: addresses of the same one
   */
  openUpload(key: string, bytes: number | undefined, uploadId?: string): Promise<Upload>;

  /**
   * Puts the parts of an upload together. Once more changes nothing.
   *
   * Rejects with InputError when they are not those that were sent.
   */
  completeUpload(key: string, uploadId: string, parts: readonly UploadedPart[]): Promise<void>;

  /** An address that an object can be read from for an hour, without a key. */
  openDownload(key: string): Promise<string>;
}

export interface FilePart {
  readonly key: string;
  readonly bytes: number;
}

export interface FileName {
  readonly fileName: string;
  readonly contentType: string;
}

export type Upload =
  | { readonly kind: 'single'; readonly url: string; readonly expiresAt: Date }
  | {
      readonly kind: 'parts';
      readonly uploadId: string;
      /** Of every part but the last. */
      readonly partBytes: number;
      /** One per part, in order. */
      readonly urls: readonly string[];
      readonly expiresAt: Date;
    };

export interface UploadedPart {
  /** From 1. */
  readonly number: number;
  readonly etag: string;
}
