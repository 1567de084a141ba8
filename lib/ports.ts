import type { Outcome, Prediction, QueuedPrediction } from './prediction/prediction.ts';
import type { ScoreJob } from './prediction/score-job.ts';
import type { ModelVersion } from './registry/registry.ts';

/**
 * What the core asks of the world. The semantics written here hold for every adapter and are checked by one
 * contract suite per port (`tests/contract`), whatever the technology behind it.
 *
 * Every method rejects with TransientError when the world could not be asked (throttled, unreachable);
 * the same call may then be made again.
 */
export interface PredictionStore {
  /** Inserts a new prediction. Rejects with ConflictError, changing nothing, when the id exists. */
  create(prediction: QueuedPrediction): Promise<void>;

  /** The prediction as of the last completed write (read-after-write), or undefined. */
  get(id: string): Promise<Prediction | undefined>;

  /**
   * Moves a prediction from `queued` to a final state, atomically. The first outcome wins for ever:
   * resolves to false, changing nothing, when the prediction is final already or does not exist.
   */
  complete(id: string, outcome: Outcome): Promise<boolean>;

  /** Resolves when the store answers. */
  ping(): Promise<void>;
}

export interface JobQueue {
  /** Resolves once the job is stored durably. It will be delivered at least once, in no particular order. */
  send(job: ScoreJob): Promise<void>;

  /** Resolves when the queue answers. */
  ping(): Promise<void>;
}

export interface ArtifactStore {
  /** Writes bytes under a key that is never written again. Rejects with ConflictError when the key exists. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;

  /** The bytes under a key. Rejects with NotFoundError when there are none. */
  get(key: string): Promise<Uint8Array>;
}

export interface DeadLetterStore {
  /** Keeps the evidence of a job that was given up. The same id again replaces the evidence. */
  keep(letter: DeadLetter): Promise<void>;
}

/** A message that was given up, as it was received. It holds leads: keep it where the leads are kept. */
export interface DeadLetter {
  /** The queue's id of the message. */
  readonly id: string;
  readonly body: string;
  readonly receiveCount: number;
  readonly sentAt: Date;
  readonly givenUpAt: Date;
}

export interface RegistryStore {
  /** Counts up and returns a number that no other call has got or will get, for this name; the first is 1. */
  nextVersion(name: string): Promise<number>;

  /** Registers a version. Rejects with ConflictError, changing nothing, when it exists. */
  addVersion(version: ModelVersion): Promise<void>;

  getVersion(name: string, version: string): Promise<ModelVersion | undefined>;

  /** The version that an alias points to (read-after-write), or undefined. */
  getAlias(name: string, alias: string): Promise<string | undefined>;

  /**
   * Points an alias from one version (undefined: from nothing) to another, atomically.
   * Rejects with ConflictError, changing nothing, when it does not point to `from`.
   */
  moveAlias(name: string, alias: string, from: string | undefined, to: string): Promise<void>;
}

export interface Clock {
  now(): Date;
}

export interface IdSource {
  /** A new id: unique, and not to be guessed from others. */
  next(): string;
}
