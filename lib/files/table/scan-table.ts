import { decodeCells } from '../csv/decode-cells.ts';
import { type ByteRow, ByteScanner, type ReadPlainRow, type Separator } from '../csv/scan-bytes.ts';
import type { ByteSource } from '../text/byte-source.ts';
import type { Encoding } from '../text/encoding.ts';
import { readTextNow, type TextOptions } from '../text/read-text.ts';
import { findTable, type TableStart } from './find-table.ts';
import { HeaderRepeats } from './header-repeats.ts';
import {
  addLeftOut,
  type LeftOutLines,
  moveTail,
  NONE_LEFT_OUT,
  tellRepeatedHeaders,
  tellTail,
  tellTitles,
} from './left-out-lines.ts';
import { TailHolder } from './table-tail.ts';

export interface ScanOptions extends TextOptions {
  /** Of the text; `withEncoding` decides it. */
  readonly encoding: Encoding | undefined;
  /** Told of the bytes as they stand in the file, for a hash. */
  readonly onBytes?: (block: Uint8Array) => void;
  /** Told before the rows' buffer is written to again. */
  readonly onPause?: () => void;
  /** Of `ByteScanner`, for the separator that was found. */
  readonly readPlainRows?: (separator: Separator) => ReadPlainRow;
}

/** What is to be known of a table that was read. */
export interface ScannedTable {
  readonly separator: Separator;
  /** What was left out, with its lines: titles, repeated headers, totals, text below. */
  readonly notes: readonly string[];
}

/**
 * Reads the rows of a CSV file in blocks, the header first; memory does not grow with the file. Titles above the header, the header
 * where it stands again, totals and text below the table are left out and told.
 *
 * @throws {InputError} when the bytes are no CSV text of the encoding; says where
 */
export function scanTable(
  source: ByteSource,
  options: ScanOptions,
  onRow: (row: ByteRow, separator: Separator) => void,
): ScannedTable {
  const steps = scanInSteps(source, options, onRow);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** `scanTable` that pauses after each block, so that the rows so far can be waited for. */
export function* scanInSteps(
  source: ByteSource,
  options: ScanOptions,
  onRow: (row: ByteRow, separator: Separator) => void,
): Generator<undefined, ScannedTable> {
  const { separator, line, offset, titles, width, first, rest } = openText(source, options);
  let repeats: HeaderRepeats | undefined;
  let repeated: LeftOutLines = NONE_LEFT_OUT;
  const readPlain = options.readPlainRows?.(separator);
  const scanner = new ByteScanner(
    separator,
    (row) => {
      if (repeats === undefined) {
        const header = decodeCells(row).map((cell) => cell.trim());
        repeats = new HeaderRepeats(header, separator);
      } else if (repeats.isRepeat(row)) {
        repeated = addLeftOut(repeated, { count: 1, lines: [row.line] });
        return;
      }
      onRow(row, separator);
    },
    options.fileName,
    options.onPause,
    readPlain &&
      ((bytes, start) =>
        bytes[start] === repeats?.firstByte && repeats?.mayBegin(bytes, start) === true
          ? -1
          : readPlain(bytes, start)),
  );
  if (offset > 0) scanner.resume(line);
  const holder = new TailHolder(separator, width);
  const push = (block: Uint8Array) => {
    for (const part of holder.push(block)) scanner.push(part);
  };
  push(first.subarray(offset));
  yield;
  for (const block of rest) {
    push(block);
    yield;
  }
  scanner.push(holder.end());
  scanner.end();
  const notes = [
    ...tellTitles(titles),
    ...tellRepeatedHeaders(repeated),
    ...tellTail(moveTail(holder.tail, scanner.line - 1)),
  ];
  return { separator, notes };
}

/** A CSV file as text: blocks of UTF-8, each good until the next one is asked for. */
export interface CsvText extends TableStart {
  /** Empty, when the file is; titles stand in it, too. */
  readonly first: Uint8Array;
  readonly rest: Iterable<Uint8Array>;
}

/** @throws {InputError} when the bytes are no CSV text of the encoding; says where */
export function openText(source: ByteSource, options: TextOptions & Pick<ScanOptions, 'onBytes'>): CsvText {
  const blocks = readTextNow(source, options)[Symbol.iterator]();
  const { value: first = new Uint8Array(0) } = blocks.next();
  return { ...findTable(first, options.fileName), first, rest: { [Symbol.iterator]: () => blocks } };
}
