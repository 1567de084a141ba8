import type { ApiKey } from './auth/api-key.ts';
import type { Batch } from './prediction/batch.ts';
import type { LeadMessage } from './prediction/lead-message.ts';
import type { ErasedPrediction, Outcome, Prediction } from './prediction/prediction.ts';
import type { AliasMove, ModelVersion } from './registry/registry.ts';
import type { WebhookAttempt } from './webhook/webhook.ts';

/**
 * What the core asks of the world. The semantics written here hold for every adapter and are checked by one
 * contract suite per port (`tests/contract`), whatever the technology behind it.
 *
 * Every method rejects with TransientError when the world could not be asked (throttled, unreachable);
 * the same call may then be made again.
 */
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

export interface WebhookQueue {
  /** Resolves once the message is stored durably. It will be delivered at least once. */
  send(message: WebhookMessage): Promise<void>;
}

/** The end of a prediction, of a batch, or of a job is to be told. */
export interface WebhookMessage {
  readonly id: string;
  /** Without it: a prediction or a batch. */
  readonly kind?: 'job';
}

export interface WebhookSender {
  /** Posts a body, following no redirect, and gives up after ten seconds. Never rejects. */
  post(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<Pick<WebhookAttempt, 'status' | 'error' | 'refused'>>;
}

export interface ArtifactStore {
  /** Writes bytes under a key that is never written again. Rejects with ConflictError when the key exists. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;

  /** The bytes under a key. Rejects with NotFoundError when there are none. */
  get(key: string): Promise<Uint8Array>;
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

export interface RegistryStore {
  /** Counts up and returns a number that no other call has got or will get, for this name; the first is 1. */
  nextVersion(name: string): Promise<number>;

  /** Registers a version. Rejects with ConflictError, changing nothing, when it exists. */
  addVersion(version: ModelVersion): Promise<void>;

  /** Remembers a version as that of these bytes, unless one is remembered already. Resolves to the one that is. */
  claimVersion(name: string, sha256: string, version: string): Promise<string>;

  getVersion(name: string, version: string): Promise<ModelVersion | undefined>;

  /** All versions of a model, newest number first; none when nothing is registered under the name. */
  listVersions(name: string): Promise<ModelVersion[]>;

  /** The names that versions were added under, sorted; after a crash one may have no version yet. */
  listModels(): Promise<string[]>;

  /** Adds tags to a version; those it has already stay. Rejects with NotFoundError when it is not registered. */
  tagVersion(name: string, version: string, tags: readonly string[]): Promise<void>;

  /** The version that an alias points to (read-after-write), or undefined. */
  getAlias(name: string, alias: string): Promise<string | undefined>;

  /** The aliases of a model that point somewhere: alias → version. */
  listAliases(name: string): Promise<Readonly<Record<string, string>>>;

  /**
   * Appends a move to the alias's history and thereby moves it, atomically: the last entry of the history is
   * where the alias points. Rejects with ConflictError, changing nothing, when it does not point to
   * `move.from`.
   */
  moveAlias(move: AliasMove): Promise<void>;

  /** Every move of an alias, newest first. Entries are never changed or removed. */
  aliasHistory(name: string, alias: string): Promise<AliasMove[]>;
}

export interface SecretStore {
  /** 256 random bits under a name, as hex: made on first use, the same for all who ask, for ever. */
  get(name: string): Promise<string>;
}

export interface KeyStore {
  /** Adds a key. Rejects with ConflictError, changing nothing, when its id exists. */
  add(key: ApiKey): Promise<void>;
  get(id: string): Promise<ApiKey | undefined>;
  /** Every key, the revoked ones too, newest first. */
  list(): Promise<ApiKey[]>;
  /**
   * From then on it is revoked; once more changes nothing. Rejects with NotFoundError when there is no such key.
   *
   * @param by who did it, for `list`
   */
  revoke(id: string, at: Date, by: string): Promise<void>;
}

/** What a key with a rate uses up: leads that it submits, and requests that submit none. */
export type Use = 'leads' | 'requests';

export interface RateCounter {
  /**
   * Adds to what a key has used of something in a minute (since the epoch), unless it would be more than `most` then,
   * atomically. Resolves to whether it was added; what is refused uses up nothing.
   */
  take(keyId: string, minute: number, use: Use, amount: number, most: number): Promise<boolean>;
}

export interface Clock {
  now(): Date;
}

export interface IdSource {
  /** A new id: unique, and not to be guessed from others. */
  next(): string;
}
