const decoder = new TextDecoder();

/** Besides the spaces of ASCII, those of Unicode around a word are dropped, so that different bytes may be one word. */
export const decodeWord = (bytes: Uint8Array): string => decoder.decode(bytes).trim();

/** Numbers words in the order of their first appearance, by their bytes: a word is decoded once. */
export class ByteDictionary {
  /** The decoded words; their index is their code. */
  readonly words: string[] = [];
  #slots = new Int32Array(64).fill(-1);
  #hashes: number[] = [];
  readonly #bytes: Uint8Array[] = [];

  /** The code of the word in buffer[start] … buffer[end − 1]. */
  codeOf(buffer: Uint8Array, start: number, end: number): number {
    // As FNV-1a, but over pairs of bytes: half the multiplications, which wait for each other.
    let hash = 0x811c9dc5 ^ (end - start);
    let i = start;
    for (; i + 1 < end; i += 2) hash = Math.imul(hash ^ (buffer[i]! | (buffer[i + 1]! << 8)), 0x01000193);
    if (i < end) hash = Math.imul(hash ^ buffer[i]!, 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot]!;
      if (entry < 0) return this.#add(buffer.slice(start, end), hash, slot);
      if (this.#hashes[entry] === hash && equals(this.#bytes[entry]!, buffer, start, end))
        return this.#codes[entry]!;
    }
  }

  /** Entry → code; differs from the identity only where two spellings make one word. */
  readonly #codes: number[] = [];
  readonly #codeByWord = new Map<string, number>();

  #add(bytes: Uint8Array, hash: number, slot: number): number {
    const word = decodeWord(bytes);
    let code = this.#codeByWord.get(word);
    if (code === undefined) {
      code = this.words.length;
      this.words.push(word);
      this.#codeByWord.set(word, code);
    }
    const entry = this.#bytes.length;
    this.#bytes.push(bytes);
    this.#hashes.push(hash);
    this.#codes.push(code);
    this.#slots[slot] = entry;
    if (2 * (entry + 1) > this.#slots.length) this.#grow();
    return code;
  }

  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length).fill(-1);
    const mask = slots.length - 1;
    this.#hashes.forEach((hash, entry) => {
      let slot = hash & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = entry;
    });
    this.#slots = slots;
  }
}

function equals(bytes: Uint8Array, buffer: Uint8Array, start: number, end: number): boolean {
  if (bytes.length !== end - start) return false;
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== buffer[start + i]) return false;
  return true;
}
