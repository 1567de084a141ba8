import { decodeCells } from '../csv/decode-cells.ts';
import { type ByteRow, endsOfCells, type Separator } from '../csv/scan-bytes.ts';

/** Knows the header of a table where it stands again among the rows, as it does when exports are put one behind the other. */
export class HeaderRepeats {
  readonly #header: readonly string[];
  /** A row that is the header begins with it, unless that is a quote or a space. */
  readonly firstByte: number;
  readonly #first: Uint8Array;
  readonly #ends: Uint8Array;

  /** @param header its cells, without space around them */
  constructor(header: readonly string[], separator: Separator) {
    this.#header = header;
    this.#first = new TextEncoder().encode(header[0]);
    this.firstByte = this.#first[0] ?? separator.charCodeAt(0);
    this.#ends = endsOfCells(separator);
  }

  /** Whether a row may be the header. @param start of its first cell, unquoted */
  mayBegin(bytes: Uint8Array, start: number): boolean {
    const first = this.#first;
    for (let i = 0; i < first.length; i++) if (bytes[start + i] !== first[i]) return false;
    return this.#ends[bytes[start + first.length]!] === 1;
  }

  /** Whether a row is the header. */
  isRepeat(row: ByteRow): boolean {
    const header = this.#header;
    if (row.width !== header.length || row.width < 2) return false;
    const { buffer } = row;
    let start = row.starts[0]!;
    const byte = buffer[start];
    if (byte !== this.firstByte && byte !== 32 && this.#first.length > 0) return false;
    while (buffer[start] === 32) start += 1;
    const first = this.#first;
    for (let i = 0; i < first.length; i++) if (buffer[start + i] !== first[i]) return false;
    return decodeCells(row).every((cell, i) => cell.trim() === header[i]);
  }
}
