import { InputError } from '../../errors.ts';
import { BYTE_ORDER_MARK, CR, LF, makeRoom, QUOTE, startsWithMark } from '../text/bytes.ts';
import { countLineEnds } from '../text/line-ends.ts';
import { describeTooLarge, MOST_RECORD_BYTES } from './cut-pieces.ts';

export type Separator = ',' | ';' | '\t';

/**
 * The cells of one row as spans of bytes in `buffer`; everything is reused for the next row.
 *
 * A quoted cell's span is what stands between its quotes; a quote inside is still written twice.
 */
export interface ByteRow {
  buffer: Uint8Array;
  /** Number of cells. */
  width: number;
  /** Of cell i: buffer[starts[i]] … buffer[ends[i] − 1]. */
  starts: Int32Array;
  ends: Int32Array;
  /** Cell i holds quotes that are written twice. */
  doubled: Uint8Array<ArrayBuffer>;
  /** Any cell does. */
  escaped: boolean;
  /** The line the row begins on, from 1, as an editor counts. */
  line: number;
  /** The row's bytes, without its line end: buffer[from] … buffer[to − 1]. */
  from: number;
  to: number;
}

/**
 * Reads plain rows its own, faster way: of the expected width, no cell in quotes, ended by a line feed.
 *
 * @returns where the next row begins, or −1 when the row must be read the usual way; nothing has come of it then
 */
export type ReadPlainRow = (bytes: Uint8Array, start: number) => number;

const MOST_CHARACTER_BYTES = 4;

/**
 * Reads the rows of a CSV text (RFC 4180; lines may end with LF, CR LF or CR, mixed) from blocks of UTF-8 bytes, cut
 * anywhere. Blank lines are no rows; a quote inside an unquoted cell is an ordinary character.
 *
 * @example
 * const scanner = new ByteScanner(',', (row) => console.log(row.line, decodeCells(row)));
 * scanner.push(new TextEncoder().encode('source,visits\nweb,"1,5"\n'));
 * scanner.end(); // 1 ['source', 'visits'], 2 ['web', '1,5']
 */
export class ByteScanner {
  readonly #separator: number;
  readonly #endsCell: Uint8Array;
  readonly #readPlainRow: ReadPlainRow | undefined;
  readonly #fileName: string;
  readonly #onRow: (row: ByteRow) => void;
  readonly #onPause: () => void;
  /** What was not read yet, at the beginning; one buffer for all blocks. */
  #buffer = new Uint8Array(1 << 16);
  #kept = 0;
  #line = 1;
  #begun = false;
  readonly #row: ByteRow = {
    buffer: this.#buffer,
    width: 0,
    starts: new Int32Array(64),
    ends: new Int32Array(64),
    doubled: new Uint8Array(64),
    escaped: false,
    line: 1,
    from: 0,
    to: 0,
  };

  /**
   * @param onRow told of every row that is not a blank line
   * @param onPause told before the rows' buffer is written to again
   * @param readPlainRow asked first for every row that a line feed ends within the buffer
   */
  constructor(
    separator: Separator,
    onRow: (row: ByteRow) => void,
    fileName = 'CSV',
    onPause = () => {},
    readPlainRow?: ReadPlainRow,
  ) {
    this.#separator = separator.charCodeAt(0);
    this.#endsCell = endsOfCells(separator);
    this.#onRow = onRow;
    this.#readPlainRow = readPlainRow;
    this.#onPause = onPause;
    this.#fileName = fileName;
  }

  /** What is pushed next is not the beginning of the text: it begins with a record, on this line. */
  resume(line: number): void {
    this.#begun = true;
    this.#line = line;
  }

  /** The line that the next row begins on, from 1. */
  get line(): number {
    return this.#line;
  }

  /** @throws {InputError} for text behind a closing quote, and for a row of more than 16 MB */
  push(block: Uint8Array): void {
    const kept = this.#kept;
    const length = kept + block.length;
    this.#buffer = makeRoom(this.#buffer, length);
    this.#buffer.set(block, kept);
    this.#kept = length;
    if (!this.#begun && length < BYTE_ORDER_MARK.length) return;
    const done = this.#scan(this.#buffer.subarray(0, length), false);
    this.#buffer.copyWithin(0, done, length);
    this.#kept = length - done;
    if (this.#kept > MOST_RECORD_BYTES)
      throw new InputError(`${this.#fileName}: ${describeTooLarge(`in line ${this.#line}`)}`);
  }

  /** @throws {InputError} for a quote that is never closed, and for text behind a closing quote */
  end(): void {
    this.#scan(this.#buffer.subarray(0, this.#kept), true);
    this.#kept = 0;
  }

  /** Reads whole rows; returns where the first unfinished one begins. */
  #scan(bytes: Uint8Array, last: boolean): number {
    const row = this.#row;
    row.buffer = bytes;
    let at = 0;
    if (!this.#begun) {
      this.#begun = true;
      if (startsWithMark(bytes)) at = BYTE_ORDER_MARK.length;
    }
    const lastLineFeed = this.#readPlainRow === undefined ? -1 : bytes.lastIndexOf(LF);
    for (;;) {
      const start = at;
      const line = this.#line;
      if (start <= lastLineFeed) {
        const next = this.#readPlainRow!(bytes, start);
        if (next >= 0) {
          this.#line += 1;
          at = next;
          continue;
        }
      }
      at = this.#readRow(bytes, at, last);
      if (at < 0) {
        this.#line = line;
        this.#onPause();
        return start;
      }
      if (row.to > row.from) this.#onRow(row);
    }
  }

  /** Reads one row into `#row`; returns where the next begins, or −1 when the bytes end within it. */
  #readRow(bytes: Uint8Array, start: number, last: boolean): number {
    const row = this.#row;
    const separator = this.#separator;
    const endsCell = this.#endsCell;
    const { length } = bytes;
    if (start >= length) return -1;
    let { starts, ends, doubled } = row;
    let at = start;
    let width = 0;
    row.line = this.#line;
    row.from = start;
    row.escaped = false;
    for (;;) {
      if (width === starts.length) {
        this.#growRow();
        ({ starts, ends, doubled } = row);
      }
      if (bytes[at] === QUOTE) {
        const close = this.#findClosingQuote(bytes, at, width);
        if (close < 0 || (close + 1 >= length && !last)) {
          if (last) throw unclosedQuote(this.#fileName, this.#line);
          return -1;
        }
        starts[width] = at + 1;
        ends[width] = close;
        this.#line += countLineEnds(bytes, at + 1, close);
        at = close + 1;
        const next = bytes[at];
        if (at < length && next !== separator && next !== LF && next !== CR) {
          // The message shows the whole character, which may be cut here.
          if (at + MOST_CHARACTER_BYTES > length && !last) return -1;
          throw textBehindQuote(this.#fileName, this.#line, bytes, at);
        }
      } else {
        const from = at;
        while (at < length && endsCell[bytes[at]!] === 0) at += 1;
        starts[width] = from;
        ends[width] = at;
        doubled[width] = 0;
      }
      width += 1;
      if (at >= length) {
        if (!last) return -1;
        break;
      }
      if (bytes[at] !== separator) break;
      at += 1;
      // A separator is the last byte there is: an empty cell follows, or more bytes do.
      if (at >= length && !last) return -1;
    }
    row.width = width;
    row.to = at;
    this.#line += 1;
    if (at >= length) return length;
    if (bytes[at] === CR) {
      // Whether a LF belongs to this line end is not known before it is there.
      if (at + 1 >= length && !last) {
        this.#line -= 1;
        return -1;
      }
      return bytes[at + 1] === LF ? at + 2 : at + 1;
    }
    return at + 1;
  }

  #findClosingQuote(bytes: Uint8Array, open: number, cell: number): number {
    this.#row.doubled[cell] = 0;
    let at = bytes.indexOf(QUOTE, open + 1);
    while (at >= 0 && bytes[at + 1] === QUOTE) {
      this.#row.doubled[cell] = 1;
      this.#row.escaped = true;
      at = bytes.indexOf(QUOTE, at + 2);
    }
    return at;
  }

  #growRow(): void {
    const row = this.#row;
    const length = 2 * row.starts.length;
    [row.starts, row.ends] = [makeRoom(row.starts, length), makeRoom(row.ends, length)];
    row.doubled = makeRoom(row.doubled, length);
  }
}

/**
 * Reads the rows of a CSV text that is in memory.
 *
 * @param onRow told of every row, and the line that the next one begins on
 * @param line that the text begins on; above 1 it is not the beginning of its file
 * @returns the line behind it
 * @throws {InputError} as `ByteScanner`
 */
export function scanBytes(
  text: Uint8Array,
  separator: Separator,
  onRow: (row: ByteRow, nextLine: number) => void,
  fileName?: string,
  line = 1,
): number {
  const scanner = new ByteScanner(separator, (row) => onRow(row, scanner.line), fileName);
  if (line > 1) scanner.resume(line);
  scanner.push(text);
  scanner.end();
  return scanner.line;
}

/** Byte → 1 when it ends a cell that is not quoted. */
export function endsOfCells(separator: Separator): Uint8Array {
  const ends = new Uint8Array(256);
  for (const byte of [separator.charCodeAt(0), LF, CR]) ends[byte] = 1;
  return ends;
}

const unclosedQuote = (fileName: string, line: number): InputError =>
  new InputError(
    `${fileName}: expected a closing quote (") for the cell that opens in line ${line}, found the end of the ` +
      'file. A quote inside a quoted cell is written twice ("").',
  );

function textBehindQuote(fileName: string, line: number, bytes: Uint8Array, at: number): InputError {
  // The whole character, which may be several bytes.
  const found = [...new TextDecoder().decode(bytes.subarray(at, at + MOST_CHARACTER_BYTES))][0] ?? '';
  return new InputError(
    `${fileName}: expected the separator or the end of the line after a closing quote in line ${line}, found ` +
      `“${found}”. A quote inside a quoted cell is written twice ("").`,
  );
}
