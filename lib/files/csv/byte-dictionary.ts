import { toWord } from '../../to-word.ts';
import { makeRoom } from '../text/bytes.ts';

const decoder = new TextDecoder();

/** Different bytes may be one word: `toWord` says which. */
export const decodeWord = (bytes: Uint8Array): string => toWord(decoder.decode(bytes));

/** Of FNV-1a (Fowler, Noll, Vo; RFC 9923, §5), 32 bits; signed, as the slots are. */
const SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/** The slot has no entry. */
const FREE = -1;

/** Numbers words in the order of their first appearance, by their bytes: a word is decoded once. */
export class ByteDictionary {
  /** The decoded words; their index is their code. */
  readonly words: string[] = [];
  /** Where the word ended that `readWord` read last. */
  end = 0;
  /** Open addressing; a slot is two numbers: the hash of an entry and the entry. */
  #slots = new Int32Array(2 * 64).fill(FREE);
  /** The bytes of all entries, one behind the other; entry e ends where e + 1 begins. */
  #bytes = new Uint8Array(1024);
  #starts = new Int32Array(64);
  /** Entry → code; differs from the identity only where two spellings make one word. */
  #codes = new Int32Array(64);
  #entries = 0;
  readonly #codeByWord = new Map<string, number>();

  /** The code of the word in buffer[start] … buffer[end − 1]. */
  codeOf(buffer: Uint8Array, start: number, end: number): number {
    // As FNV-1a, but over pairs of bytes: half the multiplications, which wait for each other.
    let hash = SEED;
    let i = start;
    for (; i + 1 < end; i += 2) hash = Math.imul(hash ^ (buffer[i]! | (buffer[i + 1]! << 8)), PRIME);
    if (i < end) hash = Math.imul(hash ^ buffer[i]!, PRIME);
    const found = this.#find(buffer, start, end, hash);
    return found >= 0 ? found : this.#add(buffer.subarray(start, end), hash, ~found);
  }

  /**
   * The code of the word from buffer[start] to the first byte that ends it, found in the same pass; `end` is its
   * place.
   *
   * @param ends byte → 1 when it ends a word; one must follow
   * @returns below 0 when the word is new; it is not added
   */
  readWord(buffer: Uint8Array, start: number, ends: Uint8Array): number {
    let hash = SEED;
    let i = start;
    for (;;) {
      const first = buffer[i]!;
      if (ends[first] === 1) break;
      const second = buffer[i + 1]!;
      if (ends[second] === 1) {
        hash = Math.imul(hash ^ first, PRIME);
        i += 1;
        break;
      }
      hash = Math.imul(hash ^ (first | (second << 8)), PRIME);
      i += 2;
    }
    this.end = i;
    return this.#find(buffer, start, i, hash);
  }

  /** The word's code, or ~slot: where it would stand. */
  #find(buffer: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let slot = placeOf(hash) & mask; ; slot = (slot + 2) & mask) {
      const entry = slots[slot + 1]!;
      if (entry === FREE) return ~slot;
      if (slots[slot] === hash && this.#equals(entry, buffer, start, end)) return this.#codes[entry]!;
    }
  }

  #equals(entry: number, buffer: Uint8Array, start: number, end: number): boolean {
    const bytes = this.#bytes;
    const from = this.#starts[entry]!;
    if (this.#starts[entry + 1]! - from !== end - start) return false;
    const shift = from - start;
    for (let i = start; i < end; i++) if (buffer[i] !== bytes[i + shift]) return false;
    return true;
  }

  #add(bytes: Uint8Array, hash: number, slot: number): number {
    const word = decodeWord(bytes);
    let code = this.#codeByWord.get(word);
    if (code === undefined) {
      code = this.words.length;
      this.words.push(word);
      this.#codeByWord.set(word, code);
    }
    const entry = this.#entries++;
    this.#codes = makeRoom(this.#codes, entry + 1);
    this.#codes[entry] = code;
    this.#slots[slot] = hash;
    this.#slots[slot + 1] = entry;
    const from = this.#starts[entry]!;
    const to = from + bytes.length;
    this.#bytes = makeRoom(this.#bytes, to);
    this.#bytes.set(bytes, from);
    this.#starts = makeRoom(this.#starts, entry + 2);
    this.#starts[entry + 1] = to;
    if (4 * this.#entries > this.#slots.length) this.#grow();
    return code;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Int32Array(2 * old.length).fill(FREE);
    const mask = slots.length - 1;
    for (let i = 0; i < old.length; i += 2) {
      if (old[i + 1] === FREE) continue;
      let slot = placeOf(old[i]!) & mask;
      while (slots[slot + 1] !== FREE) slot = (slot + 2) & mask;
      slots[slot] = old[i]!;
      slots[slot + 1] = old[i + 1]!;
    }
    this.#slots = slots;
  }
}

/** The high bits, too, decide where a word stands. */
const placeOf = (hash: number): number => 2 * (hash ^ (hash >>> 15));
