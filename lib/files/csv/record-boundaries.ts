import { BYTE_ORDER_MARK, CR, holdsByte, LF, QUOTE } from '../text/bytes.ts';
import type { Separator } from './scan-bytes.ts';

/** Where in the text the last byte left us. */
const START = 0; // of a cell
const CELL = 1; // in one that is not quoted
const QUOTED = 2;
const CLOSED = 3; // behind a quote: of a pair, or the one that closes
const RETURN = 4; // behind a CR that ends a record: a LF may belong to it

/**
 * Finds where the records of a CSV text end, from blocks cut anywhere, by the rules of `ByteScanner`: a separator or a line
 * end within quotes is text, a quote within an unquoted cell, too. What it cannot be (text behind a closing quote) is left
 * to whoever reads the records.
 */
export class RecordBoundaries {
  /** Bytes seen. */
  seen = 0;
  /** Bytes up to the end of the last whole record. */
  end = 0;
  readonly #separator: number;
  #state = START;
  /** Bytes of a byte order mark seen. */
  #marked = 0;

  /** @param begun it is not the beginning of the text: what is scanned first begins a record */
  constructor(separator: Separator, begun = false) {
    this.#separator = separator.charCodeAt(0);
    if (begun) this.#marked = -1;
  }

  scan(block: Uint8Array): void {
    let bytes = block;
    // A byte order mark is no part of the first cell, which may be quoted.
    while (bytes.length > 0 && this.#marked === this.seen && bytes[0] === BYTE_ORDER_MARK[this.seen]) {
      this.#marked += 1;
      this.seen += 1;
      bytes = bytes.subarray(1);
    }
    if (bytes.length === 0) return;
    const plain = this.#state <= CELL && !holdsByte(bytes, QUOTE) && !endsWithReturn(bytes);
    if (plain) this.#scanPlain(bytes);
    else this.#scanAny(bytes);
    this.seen += bytes.length;
  }

  /** Without quotes and with no CR behind it only the last line feed counts, which is found many times as fast as bytes are looked at. */
  #scanPlain(bytes: Uint8Array): void {
    const last = bytes.lastIndexOf(LF);
    if (last >= 0) this.end = this.seen + last + 1;
    const byte = bytes[bytes.length - 1]!;
    this.#state = byte === LF || byte === this.#separator ? START : CELL;
  }

  #scanAny(bytes: Uint8Array): void {
    const separator = this.#separator;
    let state = this.#state;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (state === RETURN) {
        state = START;
        this.end = this.seen + i;
        if (byte === LF) {
          this.end += 1;
          continue;
        }
      }
      if (state === QUOTED) {
        if (byte === QUOTE) state = CLOSED;
      } else if (byte === QUOTE && (state === START || state === CLOSED)) state = QUOTED;
      else if (byte === separator) state = START;
      else if (byte === CR) state = RETURN;
      else if (byte === LF) {
        this.end = this.seen + i + 1;
        state = START;
      } else state = CELL;
    }
    this.#state = state;
  }
}

/** Whether a CR stands behind the last line feed. */
const endsWithReturn = (bytes: Uint8Array): boolean =>
  holdsByte(bytes, CR) && bytes.lastIndexOf(CR) > bytes.lastIndexOf(LF);
