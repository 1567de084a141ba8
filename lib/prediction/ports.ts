import type { WebhookAttempt } from '../webhook/webhook.ts';
import type { Batch } from './batch.ts';
import type { LeadMessage } from './lead-message.ts';
import type { ErasedPrediction, Outcome, Prediction } from './prediction.ts';

/** What predictions ask of the world; what is written here holds for every adapter (ARCHITECTURE.md, “Ports”). */
export interface PredictionStore {
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
   * Takes everything but id and expiry out of a prediction, whatever its state; once more changes nothing. Resolves to
   * false when there is none; with `expiresAt` there is then such a tombstone, and nothing can be created under the id.
   * Rejects with ConflictError when a tombstone is wanted under the id of a batch.
   */
  erase(id: string, expiresAt?: Date): Promise<boolean>;

  /** Inserts a batch. Rejects with ConflictError, changing nothing, when the id exists, as a prediction's too. */
  createBatch(batch: Batch): Promise<void>;

  getBatch(id: string): Promise<Batch | undefined>;

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
   * Adds an attempt to the webhook of a prediction or a batch and changes nothing else. Resolves to false, changing
   * nothing, when there is no such webhook (any more).
   */
  addWebhookAttempt(id: string, attempt: WebhookAttempt): Promise<boolean>;

  /**
   * A page of a model's predictions, created up to `until` and at most 30 days before: newest first, or of the day of
   * `until` (UTC) those with a result, highest score first. It may lack the last seconds' writes, and what was erased.
   *
   * Rejects with InputError for a cursor that is none.
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
