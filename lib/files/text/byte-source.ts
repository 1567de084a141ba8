import { detectSeparator } from '../csv/detect-separator.ts';
import { type ByteRow, ByteScanner, type ReadPlainRow, type Separator } from '../csv/scan-bytes.ts';
import type { Encoding } from './decode-text.ts';
import { LineCounter, NotTextError, TextChecker } from './text-checker.ts';

/** A file that can be read in chunks, and again from its beginning. */
export interface ByteSource {
  /** Number of bytes, where it is known. */
  readonly size?: number;
  /**
   * A chunk is good until the next one is asked for.
   *
   * @param from bytes of the file to leave out
   */
  open(from?: number): Iterable<Uint8Array>;
}

/** A file whose bytes must be waited for: they are unpacked, or come from afar. */
export interface AsyncByteSource {
  /** What it differs in from a `ByteSource`. */
  readonly waits: true;
  /** It comes through a pipe and can be opened once only. */
  readonly once?: true;
  readonly size?: number;
  open(from?: number): AsyncIterable<Uint8Array>;
}

export type AnySource = ByteSource | AsyncByteSource;

/** The bytes of a file, its text, or a way to read it in chunks. */
export type CsvData = Uint8Array | string | ByteSource;

/** Of a file in memory. */
const CHUNK_BYTES = 1 << 20;

export function toByteSource(data: CsvData): ByteSource;
export function toByteSource(data: CsvData | AsyncByteSource): AnySource;
export function toByteSource(data: CsvData | AsyncByteSource): AnySource {
  if (typeof data !== 'string' && !(data instanceof Uint8Array)) return data;
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  return {
    size: bytes.length,
    *open(from = 0) {
      for (let at = from; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
    },
  };
}

export interface ScanOptions {
  readonly fileName: string;
  readonly encoding?: Encoding | undefined;
  /** Told of the bytes as they stand in the file, for a hash. */
  readonly onBytes?: (chunk: Uint8Array) => void;
  /** Told before the rows' buffer is written to again. */
  readonly onPause?: () => void;
  /** Of `ByteScanner`, for the separator that was found. */
  readonly readPlainRows?: (separator: Separator) => ReadPlainRow;
}

/**
 * Reads the rows of a CSV file in chunks; memory does not grow with the file.
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
  for (const chunk of rest) scanner.push(chunk);
  scanner.end();
  return separator;
}

/** A CSV file as text: chunks of UTF-8, each good until the next one is asked for. */
export interface CsvText {
  readonly separator: Separator;
  /** Empty, when the file is. */
  readonly first: Uint8Array;
  readonly rest: Iterable<Uint8Array>;
}

/** @throws {InputError} when the bytes are no CSV text of the encoding; says where */
export function openText(
  source: ByteSource,
  { fileName, encoding = 'utf-8', onBytes }: Pick<ScanOptions, 'fileName' | 'encoding' | 'onBytes'>,
): CsvText {
  const chunks = transcode(source, encoding, fileName, onBytes)[Symbol.iterator]();
  const { value: first = new Uint8Array(0) } = chunks.next();
  return {
    separator: detectSeparator(first, fileName),
    first,
    rest: { [Symbol.iterator]: () => chunks },
  };
}

/** Chunks of valid UTF-8, each ending with a whole character. */
function* transcode(
  source: ByteSource,
  encoding: Encoding,
  fileName: string,
  onBytes: ScanOptions['onBytes'],
): Iterable<Uint8Array> {
  const checker = new TextChecker(fileName, encoding);
  try {
    for (const chunk of source.open()) {
      onBytes?.(chunk);
      yield checker.push(chunk);
    }
    checker.end();
  } catch (error) {
    if (!(error instanceof NotTextError)) throw error;
    const counter = new LineCounter(error.offset);
    for (const chunk of source.open()) if (!counter.count(chunk)) break;
    throw error.explain(counter.lines);
  }
}

/**
 * The text of a file in chunks of valid UTF-8, each good until the next one is asked for.
 *
 * @param from where in the file to begin; only what can be opened there may be asked for more than 0
 * @throws {InputError} when the bytes are no text of the encoding; says where
 */
export async function* readText(
  source: AnySource,
  { fileName, encoding = 'utf-8' }: Pick<ScanOptions, 'fileName' | 'encoding'>,
  from = 0,
): AsyncIterable<Uint8Array> {
  const checker = new TextChecker(fileName, encoding);
  const passed = 'once' in source ? new LineCounter(Number.POSITIVE_INFINITY) : undefined;
  try {
    for await (const chunk of source.open(from)) {
      const text = checker.push(chunk);
      passed?.count(text);
      yield text;
    }
    checker.end();
  } catch (error) {
    if (!(error instanceof NotTextError)) throw error;
    if (passed !== undefined) throw error.explain(passed.lines);
    const counter = new LineCounter(from + error.offset);
    for await (const chunk of source.open()) if (!counter.count(chunk)) break;
    throw error.explain(counter.lines);
  }
}
