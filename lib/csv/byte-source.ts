import { isUtf8 } from 'node:buffer';
import { decodeText, type Encoding } from './decode-text.ts';
import { detectSeparator } from './detect-separator.ts';
import { holdsByte } from './holds-byte.ts';
import { type ByteRow, ByteScanner, type ReadPlainRow } from './scan-bytes.ts';
import type { Separator } from './scan-csv.ts';

/** A file that can be read in chunks, and again from its beginning. */
export interface ByteSource {
  /** Number of bytes, where it is known. */
  readonly size?: number;
  /** A chunk is good until the next one is asked for. */
  open(): Iterable<Uint8Array>;
}

/** The bytes of a file, its text, or a way to read it in chunks. */
export type CsvData = Uint8Array | string | ByteSource;

/** Of a file in memory. */
const CHUNK_BYTES = 1 << 20;
/** Enough for the header and some rows. */
const PROBED_BYTES = 1 << 18;

export function toByteSource(data: CsvData): ByteSource {
  if (typeof data !== 'string' && !(data instanceof Uint8Array)) return data;
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  return {
    size: bytes.length,
    *open() {
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
    },
  };
}

export interface ScanOptions {
  readonly fileName: string;
  readonly encoding?: Encoding | undefined;
  /** Told of the bytes as they stand in the file, for a hash. */
  readonly onBytes?: (chunk: Uint8Array) => void;
  /** Told of the first chunk. */
  readonly onStart?: (chunk: Uint8Array) => void;
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
  options.onStart?.(first);
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
    separator: detectSeparator(probe(first), fileName),
    first,
    rest: { [Symbol.iterator]: () => chunks },
  };
}

/** The beginning of a file as text, without a row that is cut off. */
function probe(chunk: Uint8Array): string {
  const text = new TextDecoder().decode(chunk.subarray(0, PROBED_BYTES));
  return chunk.length > PROBED_BYTES ? text.slice(0, text.lastIndexOf('\n') + 1) || text : text;
}

/** Chunks of valid UTF-8, each ending with a whole character. */
function* transcode(
  source: ByteSource,
  encoding: Encoding,
  fileName: string,
  onBytes: ScanOptions['onBytes'],
): Iterable<Uint8Array> {
  const windows1252 = encoding === 'latin1' ? new TextDecoder('windows-1252') : undefined;
  const encoder = new TextEncoder();
  /** The first bytes of a character that the last chunk cut. */
  let cut = new Uint8Array(0);
  let first = true;
  for (const chunk of source.open()) {
    onBytes?.(chunk);
    // What the bytes are instead is told by their beginning; of everything else the whole file says where.
    if (first) decodeText(chunk.subarray(0, 4), fileName, 'latin1');
    first = false;
    if (holdsByte(chunk, 0)) explainBytes(source, fileName, encoding);
    if (windows1252 !== undefined) {
      yield encoder.encode(windows1252.decode(chunk));
      continue;
    }
    const bytes = cut.length === 0 ? chunk : join(cut, chunk);
    const end = wholeCharacters(bytes);
    if (!isUtf8(bytes.subarray(0, end))) explainBytes(source, fileName, encoding);
    cut = bytes.slice(end);
    yield bytes.subarray(0, end);
  }
  if (cut.length > 0) explainBytes(source, fileName, encoding);
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

/** Where the last character that the bytes hold whole ends; a character has at most four bytes. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** Reads the whole file to say what is wrong with it, and where. */
function explainBytes(source: ByteSource, fileName: string, encoding: Encoding): never {
  const chunks = Array.from(source.open(), (chunk) => chunk.slice());
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  decodeText(all, fileName, encoding);
  throw new Error(`${fileName}: expected bytes that cannot be read, found that they can`);
}
