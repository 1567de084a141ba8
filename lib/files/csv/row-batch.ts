import { QUOTE } from '../text/bytes.ts';
import type { ByteRow } from './scan-bytes.ts';

export const BATCH_ROWS = 64;

/**
 * The cells of some hundred rows of equal width, turned by column, so that a column is read in one tight loop. The
 * spaces around cells stand outside their spans.
 */
export class RowBatch {
  readonly width: number;
  /** Number of rows. */
  count = 0;
  /** The bytes of all rows. */
  buffer: Uint8Array = new Uint8Array(0);
  /** Of the cell in row r and column c: buffer[starts[c × BATCH_ROWS + r]] … buffer[ends[the same] − 1]. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly #onFull: (batch: RowBatch) => void;

  constructor(width: number, onFull: (batch: RowBatch) => void) {
    this.width = width;
    this.starts = new Int32Array(width * BATCH_ROWS);
    this.ends = new Int32Array(width * BATCH_ROWS);
    this.#onFull = onFull;
  }

  /** @param row of the batch's width; its buffer must be the same until `flush` */
  add(row: ByteRow): void {
    if (row.escaped) {
      this.flush();
      this.#push(unquote(row));
      this.flush();
    } else {
      this.#push(row);
      if (this.count === BATCH_ROWS) this.flush();
    }
  }

  /** Hands over what is there; to be called before the buffer changes. */
  flush(): void {
    if (this.count > 0) this.#onFull(this);
    this.count = 0;
  }

  #push({ buffer, starts, ends }: Pick<ByteRow, 'buffer' | 'starts' | 'ends'>): void {
    const { width, starts: into, ends: endsInto } = this;
    let to = this.count++;
    this.buffer = buffer;
    for (let c = 0; c < width; c++) {
      let start = starts[c]!;
      let end = ends[c]!;
      while (start < end && buffer[start]! <= 32) start += 1;
      while (end > start && buffer[end - 1]! <= 32) end -= 1;
      into[to] = start;
      endsInto[to] = end;
      to += BATCH_ROWS;
    }
  }
}

/** The row with its quotes that are written twice made one, in a buffer of its own. */
function unquote({ buffer, starts, ends, doubled, width, from, to }: ByteRow) {
  const copy = new Uint8Array(to - from);
  const newStarts = new Int32Array(width);
  const newEnds = new Int32Array(width);
  let at = 0;
  for (let c = 0; c < width; c++) {
    newStarts[c] = at;
    for (let i = starts[c]!; i < ends[c]!; i++) {
      copy[at++] = buffer[i]!;
      if (doubled[c] === 1 && buffer[i] === QUOTE) i += 1;
    }
    newEnds[c] = at;
  }
  return { buffer: copy, starts: newStarts, ends: newEnds };
}
