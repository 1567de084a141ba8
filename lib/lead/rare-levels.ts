import { hashText256 } from './hash-text.ts';

/** A value that was seen in fewer training leads is readable in nothing that training makes. */
export const FEWEST_NAMED = 20;

/** 64 bits: of a million values that were never seen, all differ from ten thousand that were, but for one chance in a billion. */
const HASH_DIGITS = 16;

/** What stands in place of a rare level: it tells whether a value is that level, to those who have the value. */
export const hashLevel = (salt: string, level: string): string =>
  hashText256(`${salt}\n${level}`).slice(0, HASH_DIGITS);

/** So many looked-up values are remembered; then it starts anew. */
const MOST_REMEMBERED = 10_000;

/** What is kept by the hash of a level, found by the level. */
export class HashedLevels<T> {
  readonly #salt: string;
  readonly #byHash: ReadonlyMap<string, T>;
  /** A hash takes some microseconds; the leads of a file have few values. */
  readonly #remembered = new Map<string, T | undefined>();

  constructor(salt: string, byHash: ReadonlyMap<string, T>) {
    this.#salt = salt;
    this.#byHash = byHash;
  }

  /** @returns undefined for a value that is none of the levels */
  get(level: string): T | undefined {
    const known = this.#remembered.get(level);
    if (known !== undefined || this.#remembered.has(level)) return known;
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    const found = this.#byHash.get(hashLevel(this.#salt, level));
    this.#remembered.set(level, found);
    return found;
  }
}
