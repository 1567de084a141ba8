import { InputError } from '../errors.ts';
import { type Boundaries, describeTooLarge, MOST_RECORD_BYTES } from '../files/csv/cut-pieces.ts';
import { LineCounter } from '../files/text/line-ends.ts';
import type { ChunkStart } from './job-message.ts';

export interface Cut extends ChunkStart {
  /** Where it ends, in the file. */
  readonly to: number;
}

/** Within the longest record is looked for its end in steps of so many bytes. */
const STEP_BYTES = 1 << 16;

/**
 * Cuts a text between records. A chunk ends with the last record that ends within `chunkBytes` of its beginning (or, when
 * the first is longer, with the first): that depends on where it begins and on nothing else, so that whoever cuts again,
 * from any chunk on and reading in other blocks, finds the same ones.
 */
export class ChunkCutter {
  readonly #boundaries: Boundaries;
  readonly #fileName: string;
  readonly #chunkBytes: number;
  /** Where scanning began, in the file. */
  readonly #base: number;
  #start: ChunkStart;
  /** Since scanning began. */
  #seen = 0;
  /** Bytes seen when it is looked whether there is a chunk. */
  #stop: number;
  readonly #lines: LineCounter;
  #linesAtEnd: number;

  /** @param from where the first chunk begins */
  constructor(boundaries: Boundaries, fileName: string, chunkBytes: number, from: ChunkStart) {
    this.#boundaries = boundaries;
    this.#fileName = fileName;
    this.#chunkBytes = chunkBytes;
    this.#base = from.offset;
    this.#start = from;
    this.#stop = chunkBytes;
    this.#lines = new LineCounter(from.line);
    this.#linesAtEnd = from.line;
  }

  /** Where the next chunk begins. */
  get next(): ChunkStart {
    return this.#start;
  }

  /**
   * The chunks that the next bytes complete.
   *
   * @throws {InputError} a record is too long
   */
  *push(bytes: Uint8Array): Iterable<Cut> {
    for (let at = 0; at < bytes.length; ) {
      const before = this.#seen;
      const block = bytes.subarray(at, at + this.#stop - before);
      this.#scan(block);
      at += block.length;
      if (this.#seen < this.#stop) return;
      if (this.#base + this.#boundaries.end > this.#start.offset) yield this.#cut(this.#boundaries.end);
      else this.#lookFurther();
    }
  }

  /** The last chunk: the remaining bytes, possibly an incomplete record. Undefined: none remain, and it is not the first one. */
  end(): Cut | undefined {
    const { offset, number } = this.#start;
    return this.#base + this.#seen > offset || number === 1 ? this.#cut(this.#seen) : undefined;
  }

  #scan(block: Uint8Array): void {
    const before = this.#seen;
    const endBefore = this.#boundaries.end;
    this.#boundaries.scan(block);
    this.#seen += block.length;
    const { end } = this.#boundaries;
    if (end > endBefore && end >= before) {
      this.#lines.count(block.subarray(0, end - before));
      this.#linesAtEnd = this.#lines.lines;
      this.#lines.count(block.subarray(end - before));
    } else this.#lines.count(block);
  }

  #cut(end: number): Cut {
    const start = this.#start;
    const to = this.#base + end;
    this.#start = { offset: to, number: start.number + 1, line: this.#linesAtEnd };
    this.#stop = end + this.#chunkBytes;
    return { ...start, to };
  }

  #lookFurther(): void {
    const { offset, line } = this.#start;
    if (this.#base + this.#seen - offset >= Math.max(this.#chunkBytes, MOST_RECORD_BYTES)) {
      throw new InputError(`${this.#fileName}: ${describeTooLarge(`in line ${line}`)}`);
    }
    this.#stop += Math.min(STEP_BYTES, this.#chunkBytes);
  }
}
