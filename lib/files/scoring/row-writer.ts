import type { ByteRow } from '../csv/scan-bytes.ts';

const BLOCK_BYTES = 1 << 18;
/** A character has at most so many bytes in UTF-8, per UTF-16 unit. */
const BYTES_PER_UNIT = 3;
const SHORT = 64;

/** Writes rows with cells behind them, into one buffer that is handed on when it is full. */
export class RowWriter {
  readonly #write: (block: Uint8Array) => void;
  readonly #encoder = new TextEncoder();
  #buffer = new Uint8Array(BLOCK_BYTES);
  #size = 0;
  #separator = ',';
  /** Behind every row. */
  lineEnd = '\n';
  /** The cells of this row, until its end: one encoding is cheaper than six. */
  #cells = '';

  constructor(write: (block: Uint8Array) => void) {
    this.#write = write;
  }

  /** A row's own bytes. */
  begin({ buffer, from, to }: Pick<ByteRow, 'buffer' | 'from' | 'to'>, separator: string): void {
    this.#separator = separator;
    this.bytes(buffer.subarray(from, to));
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#size);
    this.#size += bytes.length;
  }

  cell(text: string): void {
    this.#cells += this.#separator + text;
  }

  end(): void {
    const text = this.#cells + this.lineEnd;
    this.#cells = '';
    this.text(text);
  }

  text(text: string): void {
    this.#reserve(BYTES_PER_UNIT * text.length);
    if (text.length > SHORT || !this.#writeAscii(text)) {
      this.#size += this.#encoder.encodeInto(text, this.#buffer.subarray(this.#size)).written;
    }
  }

  /** Short texts are written faster here than the call of the encoder takes; false when one is not ASCII. */
  #writeAscii(text: string): boolean {
    const buffer = this.#buffer;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) return false;
      buffer[this.#size + i] = unit;
    }
    this.#size += text.length;
    return true;
  }

  flush(): void {
    if (this.#size > 0) this.#write(this.#buffer.subarray(0, this.#size));
    this.#size = 0;
  }

  #reserve(bytes: number): void {
    if (this.#size + bytes <= this.#buffer.length) return;
    this.flush();
    if (bytes > this.#buffer.length) this.#buffer = new Uint8Array(2 * bytes);
  }
}
