import type { Separator } from '../../files/csv/scan-bytes.ts';
import { endsOfCells } from '../../files/csv/scan-bytes.ts';
import { CR, LF } from '../../files/text/bytes.ts';
import type { ColumnBuilder } from './column-builder.ts';

/** After so many rows that were not plain, and when they are most, no more are tried. */
const ENOUGH = 4096;

/**
 * Reads the rows that are plain, which in most files are nearly all, in one pass from the bytes into the columns: no
 * list of cells in between. Every other row is left to `ByteScanner`, which can read any.
 */
export class PlainRows {
  readonly #separator: number;
  readonly #ends: Uint8Array;
  #plain = 0;
  #others = 0;

  constructor(separator: Separator) {
    this.#separator = separator.charCodeAt(0);
    this.#ends = endsOfCells(separator);
  }

  /** Whether there were plain rows enough to go on. */
  get worthwhile(): boolean {
    return this.#others < ENOUGH || this.#others < this.#plain;
  }

  /**
   * @param row the row's number; its cells count when the whole row was plain
   * @param bytes with a line feed at or after `start`
   * @returns as `ReadPlainRow`
   */
  read(builders: readonly ColumnBuilder[], bytes: Uint8Array, start: number, row: number): number {
    const next = this.#read(builders, bytes, start, row);
    if (next < 0) this.#others += 1;
    else this.#plain += 1;
    return next;
  }

  #read(builders: readonly ColumnBuilder[], bytes: Uint8Array, start: number, row: number): number {
    const last = builders.length - 1;
    // The header is read the usual way, and a blank line is no row.
    if (last < 0 || bytes[start] === LF || bytes[start] === CR) return -1;
    let at = start;
    for (let c = 0; c < last; c++) {
      at = builders[c]!.readCell(bytes, at, row, this.#ends);
      if (at < 0 || bytes[at] !== this.#separator) return -1;
      at += 1;
    }
    at = builders[last]!.readCell(bytes, at, row, this.#ends);
    if (at < 0) return -1;
    if (bytes[at] === LF) return at + 1;
    return bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : -1;
  }
}
