import { isUtf8 } from 'node:buffer';
import { holdsByte } from './bytes.ts';
import { decodeText, type Encoding, refuseOtherFormats } from './decode-text.ts';

/** Makes blocks of valid UTF-8, each ending with a whole character, from the blocks of a file. */
export class TextChecker {
  readonly #fileName: string;
  readonly #encoding: Encoding;
  readonly #windows1252: { decode(bytes: Uint8Array): string } | undefined;
  readonly #encoder = new TextEncoder();
  /** The first bytes of a character that the last block cut. */
  #cut: Uint8Array = new Uint8Array(0);
  /** Bytes of the file before them. */
  #passed = 0;

  constructor(fileName: string, encoding: Encoding) {
    this.#fileName = fileName;
    this.#encoding = encoding;
    this.#windows1252 = encoding === 'latin1' ? new TextDecoder('windows-1252') : undefined;
  }

  /**
   * @returns text, good as long as the block
   * @throws {InputError} the file is of another format
   * @throws {NotTextError} the bytes are no text of the encoding
   */
  push(block: Uint8Array): Uint8Array {
    // What the bytes are instead is told by their beginning; of everything else the line is looked up.
    if (this.#passed === 0 && this.#cut.length === 0)
      refuseOtherFormats(block.subarray(0, 5), this.#fileName);
    const bytes = this.#cut.length === 0 ? block : join(this.#cut, block);
    if (holdsByte(block, 0)) throw this.#notText(bytes);
    if (this.#windows1252 !== undefined) {
      this.#passed += block.length;
      return this.#encoder.encode(this.#windows1252.decode(block));
    }
    const end = wholeCharacters(bytes);
    if (!isUtf8(bytes.subarray(0, end))) throw this.#notText(bytes);
    this.#cut = bytes.slice(end);
    this.#passed += end;
    return bytes.subarray(0, end);
  }

  /** @throws {NotTextError} the file ends within a character */
  end(): void {
    if (this.#cut.length > 0) throw this.#notText(this.#cut);
  }

  #notText(bytes: Uint8Array): NotTextError {
    return new NotTextError(this.#passed, bytes.slice(), this.#fileName, this.#encoding);
  }
}

/** Bytes that are no text; the line is known to whoever counts those before. */
export class NotTextError extends Error {
  override readonly name = 'NotTextError';
  /** Bytes of the file before those that are wrong. */
  readonly offset: number;
  readonly #bytes: Uint8Array;
  readonly #fileName: string;
  readonly #encoding: Encoding;

  constructor(offset: number, bytes: Uint8Array, fileName: string, encoding: Encoding) {
    super(`${fileName}: expected text, found other bytes behind byte ${offset}`);
    this.offset = offset;
    this.#bytes = bytes;
    this.#fileName = fileName;
    this.#encoding = encoding;
  }

  /** @param lines that end before */
  explain(lines: number): unknown {
    try {
      decodeText(this.#bytes, this.#fileName, this.#encoding, lines + 1);
    } catch (error) {
      return error;
    }
    return this;
  }
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

/** Where the last character that the bytes hold whole ends; a character has at most four bytes. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
