import type { Page, RecentQuery } from '../acceptance/read-recent.ts';
import type { WebhookHolder } from '../webhook/ports.ts';
import type { ChunkResult, FinalStatus, Job, JobStatus } from './job.ts';
import type { JobChunk, JobStep } from './job-message.ts';

/** What jobs ask of the world; what is written here holds for every adapter (ARCHITECTURE.md, “Ports”). */
export interface JobStore extends WebhookHolder {
  /** Inserts a job. Rejects with ConflictError, changing nothing, when the id exists. */
  create(job: Job): Promise<void>;

  /** The job as of the last completed write, or undefined. */
  get(id: string): Promise<Job | undefined>;

  /**
   * A page of the jobs that were created from `since` to `until`, the newest first. It may lack the last seconds' writes, and
   * jobs of releases that did not list them.
   *
   * Rejects with InputError for an invalid cursor.
   */
  list(query: RecentQuery): Promise<Page<Job>>;

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
}

export type JobChange = Partial<
  Pick<Job, 'startedAt' | 'completedAt' | 'failure' | 'file' | 'cutTo' | 'chunks' | 'result' | 'lastError'>
> & { readonly status?: 'queued' | 'running' | FinalStatus };

/** What a step of a job works with. */
export interface JobWork {
  readonly jobs: JobStore;
  readonly queues: JobQueues;
}

export interface JobQueues {
  /** Resolves once the step is stored durably. It will be delivered at least once. */
  sendStep(step: JobStep): Promise<void>;

  /** As `sendStep`; when it rejects, some may have been stored. */
  sendChunks(chunks: readonly JobChunk[]): Promise<void>;

  /** About how many steps and chunks wait to be delivered. */
  waiting(): Promise<number>;
}
