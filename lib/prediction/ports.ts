import type { Page, RecentQuery } from '../acceptance/read-recent.ts';
import type { WebhookHolder } from '../webhook/ports.ts';
import type { Batch } from './batch.ts';
import type { LeadMessage } from './lead-message.ts';
import type { ErasedPrediction, Outcome, Prediction } from './prediction.ts';

/** What predictions ask of the world; what is written here holds for every adapter (ARCHITECTURE.md, “Ports”). */
export interface PredictionStore extends WebhookHolder {
  /** Inserts a new prediction, in whatever state. Rejects with ConflictError, changing nothing, when the id exists. */
  create(prediction: Prediction): Promise<void>;

  /** The prediction as of the last completed write (read-after-write), or undefined. */
  get(id: string): Promise<Prediction | ErasedPrediction | undefined>;

  /**
   * Moves a prediction from `queued` to a final state, atomically. The first outcome wins for ever:
   * resolves to false, changing nothing, when the prediction is final already or does not exist.
   */
  complete(id: string, outcome: Outcome): Promise<boolean>;

  /**
   * Those that exist, in the order of their ids, and undefined for the others. It may lack the last seconds' writes, but
   * for `asOfLastWrite`, which costs twice as much.
   */
  getMany(
    ids: readonly string[],
    options?: { readonly asOfLastWrite?: boolean },
  ): Promise<(Prediction | ErasedPrediction | undefined)[]>;

  /**
   * Takes everything but id and expiry out of a prediction, whatever its state; once more changes nothing, and nothing can be
   * created under its id until it expires. Resolves to false, changing nothing, when there is none.
   */
  erase(id: string): Promise<boolean>;

  /** Inserts a batch. Rejects with ConflictError, changing nothing, when the id exists, as a prediction's too. */
  createBatch(batch: Batch): Promise<void>;

  /** Undefined also when it was erased: `get` then has its tombstone. */
  getBatch(id: string): Promise<Batch | undefined>;

  /**
   * Takes everything but id and expiry out of a batch, and nothing out of its members; once more changes nothing. Nothing can
   * be created under its id until it expires. Resolves to false, changing nothing, when there is no batch with this id.
   */
  eraseBatch(id: string): Promise<boolean>;

  /**
   * A page of the batches that were created from `since` to `until`, the newest first. It may lack the last seconds' writes,
   * what was erased, and those of releases that did not list batches.
   *
   * Rejects with InputError for an invalid cursor.
   */
  listBatches(query: RecentQuery): Promise<Page<Batch>>;

  /**
   * The ids of predictions that are queued, and of batches that were not closed, and have been so since `since` or
   * longer; at most about `limit`, of each part of the index the oldest first. It may lack the last seconds' writes, and
   * hold what is open no more.
   */
  listOpen(since: Date, limit: number): Promise<string[]>;

  /**
   * From now on a queued prediction, or a batch that is not closed, counts as open since `at`. Resolves to how often this
   * was done, this time included; to undefined, changing nothing, when it is not open.
   */
  defer(id: string, at: Date): Promise<number | undefined>;

  /** Nobody needs to look after the batch any more; once more changes nothing. */
  closeBatch(id: string): Promise<void>;

  /**
   * A page of a model's predictions, created up to `until` and at most 30 days before: newest first, or of the day of
   * `until` (UTC) those with a result, highest score first. It may lack the last seconds' writes, and what was erased.
   *
   * Rejects with InputError for an invalid cursor.
   */
  list(query: ListQuery): Promise<PredictionPage>;

  /** Resolves when the store answers. */
  ping(): Promise<void>;
}

export interface ListQuery {
  readonly model: string;
  readonly order: 'newest' | 'score';
  readonly until: Date;
  /** With the order by time: none that was created earlier, and within 30 days before `until` as always. */
  readonly since?: Date | undefined;
  readonly limit: number;
  /** Of the page before; `until` must be the same. */
  readonly cursor?: string | undefined;
}

export interface PredictionPage {
  /** At most `limit`; fewer, also none, do not mean that it is the last page. */
  readonly predictions: readonly Prediction[];
  /** Undefined: there are no more. */
  readonly next?: string;
}

/**
 * Which predictions are about a lead, by the caller's own id of it. An entry comes before its prediction, so one may have no
 * prediction, or one that was created at another time: readers look at the prediction (`find-by-reference.ts`).
 */
export interface ReferenceStore {
  /** Keeps the entries, all of them when it resolves; once more changes nothing. */
  add(entries: readonly ReferenceEntry[]): Promise<void>;

  /**
   * A page of the entries of a reference as of the last completed write, newest first, equal times by descending id.
   *
   * Rejects with InputError for an invalid cursor.
   */
  list(query: ReferenceQuery): Promise<ReferencePage>;

  /** Removes those that are there; once more changes nothing. */
  remove(entries: readonly Pick<ReferenceEntry, 'reference' | 'createdAt' | 'id'>[]): Promise<void>;
}

export interface ReferenceEntry {
  readonly reference: string;
  /** Of the prediction, or of the batch that it is a member of. */
  readonly createdAt: Date;
  /** Of the prediction. */
  readonly id: string;
  /** From then on the entry may vanish. */
  readonly expiresAt: Date;
  /** Of the batch that was submitted, when an idempotency key came with it. */
  readonly requestSha256?: string;
}

export interface ReferenceQuery {
  readonly reference: string;
  readonly limit: number;
  /** Of the page before. */
  readonly cursor?: string | undefined;
}

export interface ReferencePage {
  readonly entries: readonly ReferenceEntry[];
  /** Undefined: there are no more. */
  readonly next?: string;
}

export interface LeadQueue {
  /** Resolves once the job is stored durably. It will be delivered at least once, in no particular order. */
  send(job: LeadMessage): Promise<void>;

  /** About how many messages wait to be delivered. */
  waiting(): Promise<number>;

  /** Resolves when the queue answers. */
  ping(): Promise<void>;
}

export interface DeadLetterStore {
  /** Notes why a message could not be processed; the last time counts. */
  noteError(id: string, error: string): Promise<void>;

  /** Keeps the evidence of a job that was given up. The same id again replaces the evidence, but not the noted error. */
  keep(letter: Omit<DeadLetter, 'error'>): Promise<void>;

  get(id: string): Promise<DeadLetter | undefined>;

  /** The ids of all that are kept, sorted. */
  list(): Promise<string[]>;
}

/** A message that was given up, as it was received. It holds leads: keep it where the leads are kept. */
export interface DeadLetter {
  /** The queue's id of the message. */
  readonly id: string;
  readonly body: string;
  readonly receiveCount: number;
  readonly sentAt: Date;
  readonly givenUpAt: Date;
  /** Why it could not be processed, the last time that it was tried, as far as that is known. */
  readonly error?: string;
  /** Its leads that were submitted again: the failed prediction's id and the new one's. */
  readonly redriven?: readonly { readonly from: string; readonly to: string }[];
}
