import type { AliasMove, ModelVersion } from './registry.ts';

/** What the registry asks of the world; what is written here holds for every adapter (ARCHITECTURE.md, “Ports”). */
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
   *
   * @param moves how many the history has: an alias that was moved away and back has more, and is a conflict, too
   */
  moveAlias(move: AliasMove, moves?: number): Promise<void>;

  /** Every move of an alias, newest first. Entries are never changed or removed. */
  aliasHistory(name: string, alias: string): Promise<AliasMove[]>;
}

export interface ArtifactStore {
  /** Writes bytes under a key that is never written again. Rejects with ConflictError when the key exists. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;

  /** The bytes under a key. Rejects with NotFoundError when there are none. */
  get(key: string): Promise<Uint8Array>;
}
