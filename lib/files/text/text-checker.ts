import { isUtf8 } from 'node:buffer';
import { InputError } from '../../errors.ts';
import { holdsByte } from './bytes.ts';
import { decodeText, refuseOtherFormats } from './decode-text.ts';
import { type Encoding, encodingOf } from './encoding.ts';

/** Makes blocks of valid UTF-8, each ending with a whole character, from the blocks of a file. */
export class TextChecker {
  readonly #fileName: string;
  readonly #encoding: Encoding;
  /** Of every encoding but UTF-8. */
  readonly #decoder: InstanceType<typeof TextDecoder> | undefined;
  readonly #isUtf16: boolean;
  readonly #encoder = new TextEncoder();
  /** The first bytes of a character that the last block cut. */
  #cut: Uint8Array = new Uint8Array(0);
  /** Bytes of the file before them. */
  #passed = 0;

  constructor(fileName: string, encoding: Encoding) {
    this.#fileName = fileName;
    this.#encoding = encoding;
    const label = encodingOf(encoding);
    this.#decoder = label === 'utf-8' ? undefined : new TextDecoder(label, { fatal: true });
    this.#isUtf16 = label.startsWith('utf-16');
  }

  /**
   * @returns text, good as long as the block
   * @throws {InputError} the file is of another format
   * @throws {NotTextError} the bytes are no text of the encoding
   */
  push(block: Uint8Array): Uint8Array {
    // What the bytes are instead is told by their beginning; of everything else the line is looked up.
    if (this.#passed === 0 && this.#cut.length === 0 && !this.#isUtf16)
      refuseOtherFormats(block.subarray(0, 5), this.#fileName);
    const bytes = this.#cut.length === 0 ? block : join(this.#cut, block);
    if (!this.#isUtf16 && holdsByte(block, 0)) throw this.#notText(bytes);
    if (this.#decoder !== undefined) return this.#decode(this.#decoder, block);
    const end = wholeCharacters(bytes);
    if (!isUtf8(bytes.subarray(0, end))) throw this.#notText(bytes);
    this.#cut = bytes.slice(end);
    this.#passed += end;
    return bytes.subarray(0, end);
  }

  /** @throws {NotTextError} the file ends within a character */
  end(): void {
    if (this.#cut.length > 0) throw this.#notText(this.#cut);
    try {
      this.#decoder?.decode();
    } catch {
      throw new InputError(
        `${this.#fileName}: expected a whole text, found one that ends within a character.`,
      );
    }
  }

  #decode(decoder: InstanceType<typeof TextDecoder>, block: Uint8Array): Uint8Array {
    let text: string;
    try {
      text = decoder.decode(block, { stream: true });
    } catch {
      throw this.#notText(block);
    }
    // Two bytes of UTF-16 that are nothing but zero are no text either.
    if (this.#isUtf16 && text.includes('\0')) throw this.#notText(block);
    this.#passed += block.length;
    return this.#encoder.encode(text);
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
