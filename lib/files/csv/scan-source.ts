import type { ByteSource } from '../text/byte-source.ts';
import { readTextNow, type TextOptions } from '../text/read-text.ts';
import { detectSeparator } from './detect-separator.ts';
import { type ByteRow, ByteScanner, type ReadPlainRow, type Separator } from './scan-bytes.ts';

export interface ScanOptions extends TextOptions {
  /** Told of the bytes as they stand in the file, for a hash. */
  readonly onBytes?: (block: Uint8Array) => void;
  /** Told before the rows' buffer is written to again. */
  readonly onPause?: () => void;
  /** Of `ByteScanner`, for the separator that was found. */
  readonly readPlainRows?: (separator: Separator) => ReadPlainRow;
}

/**
 * Reads the rows of a CSV file in blocks; memory does not grow with the file.
 *
 * @throws {InputError} when the bytes are no CSV text of the encoding; says where
 */
export function scanSource(
  source: ByteSource,
  options: ScanOptions,
  onRow: (row: ByteRow, separator: Separator) => void,
): Separator {
  const { separator, first, rest } = openText(source, options);
  const scanner = new ByteScanner(
    separator,
    (row) => onRow(row, separator),
    options.fileName,
    options.onPause,
    options.readPlainRows?.(separator),
  );
  scanner.push(first);
  for (const block of rest) scanner.push(block);
  scanner.end();
  return separator;
}

/** A CSV file as text: blocks of UTF-8, each good until the next one is asked for. */
export interface CsvText {
  readonly separator: Separator;
  /** Empty, when the file is. */
  readonly first: Uint8Array;
  readonly rest: Iterable<Uint8Array>;
}

/** @throws {InputError} when the bytes are no CSV text of the encoding; says where */
export function openText(source: ByteSource, options: TextOptions & Pick<ScanOptions, 'onBytes'>): CsvText {
  const blocks = readTextNow(source, options)[Symbol.iterator]();
  const { value: first = new Uint8Array(0) } = blocks.next();
  return {
    separator: detectSeparator(first, options.fileName),
    first,
    rest: { [Symbol.iterator]: () => blocks },
  };
}
