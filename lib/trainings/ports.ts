import type { Training, TrainingStep } from './training.ts';

/** What trainings ask of the world; what is written here holds for every adapter (ARCHITECTURE.md, “Ports”). */
export interface TrainingStore {
  /** Remembers an id under a key, unless one is remembered already. Resolves to the one that is. */
  claim(key: string, id: string): Promise<string>;

  /** Inserts a training. Rejects with ConflictError, changing nothing, when the id exists. */
  create(training: Training): Promise<void>;

  /** The training as of the last completed write, or undefined. */
  get(id: string): Promise<Training | undefined>;

  /** Newest first. */
  list(query: TrainingQuery): Promise<TrainingPage>;

  /**
   * Changes an open training, atomically, and leaves what is not named. Resolves to false, changing nothing, when it is final
   * or does not exist; or when it is sealed and the change is to cancel it.
   */
  change(id: string, change: TrainingChange): Promise<boolean>;

  /** Records a step of an open training; what was recorded under its name is replaced. False, as `change`. */
  recordStep(id: string, step: TrainingStep): Promise<boolean>;
}

export type TrainingChange = Partial<
  Pick<
    Training,
    | 'status'
    | 'startedAt'
    | 'completedAt'
    | 'failure'
    | 'data'
    | 'winner'
    | 'newVersion'
    | 'decision'
    | 'sealed'
  >
>;

export interface TrainingQuery {
  /** All models without it. */
  readonly model?: string | undefined;
  readonly limit: number;
  /** The last id of the page before. */
  readonly after?: string | undefined;
  /** An id: those that sort before it are too old. */
  readonly since?: string | undefined;
}

export interface TrainingPage {
  readonly trainings: readonly Training[];
  /** Undefined: there are no more. */
  readonly next?: string;
}

export interface Workflow {
  /** Resolves once the training is started durably. Once more changes nothing. */
  start(id: string): Promise<void>;

  /** Ends the training; a step that is at work may go on to its end. Once more, or when it has ended, changes nothing. */
  stop(id: string): Promise<void>;
}

/** The folders that users put their datasets into. */
export interface DatasetFolders {
  /**
   * The dataset that was written last under a prefix, by its name one (`isDatasetName`), and not empty; undefined: there is
   * none. Its etag is without quotes.
   */
  latest(prefix: string): Promise<{ readonly key: string; readonly etag: string } | undefined>;
}
