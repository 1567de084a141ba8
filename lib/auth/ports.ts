import type { ApiKey } from './api-key.ts';

/** What keys ask of the world; what is written here holds for every adapter (ARCHITECTURE.md, “Ports”). */
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

export interface SecretStore {
  /** 256 random bits under a name, as hex: made on first use, the same for all who ask, for ever. */
  get(name: string): Promise<string>;
}

/** What a key with a rate uses up: leads that it submits, and requests that submit none. */
export type Use = 'leads' | 'requests';

export interface RateCounter {
  /**
   * Adds to what a key has used of something in a minute (since the epoch), unless it would be more than `most` then,
   * atomically. Resolves to whether it was added, and to what is used up by now; what is refused uses up nothing.
   */
  take(
    keyId: string,
    minute: number,
    use: Use,
    amount: number,
    most: number,
  ): Promise<{ readonly taken: boolean; readonly used: number }>;
}
