import { brotliDecompressSync } from 'node:zlib';
import type { Compressors, PageHeader } from 'hyparquet';
import type { readColumn } from 'hyparquet/src/column.js';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { readVarInt } from 'hyparquet/src/thrift.js';
import { compressors } from 'hyparquet-compressors';
import { unpackZstd } from './unpack-zstd.ts';

/** What is to be known of a column to read its values. */
export type ColumnDecoder = Parameters<typeof readColumn>[2];

/** Where in bytes is read. */
export interface PageReader {
  readonly view: DataView;
  offset: number;
}

/** A page of a column of one value a row, as its header says. */
export interface Page {
  readonly type: 'DICTIONARY_PAGE' | 'DATA_PAGE' | 'DATA_PAGE_V2';
  readonly encoding: string;
  /** Missing ones too. */
  readonly values: number;
  /** Of a page of the second version. */
  readonly levelBytes: number;
  readonly nulls: number;
  /** Behind the header. */
  readonly packedBytes: number;
  readonly bytes: number;
  /** Levels of the second version are not. */
  readonly packed: boolean;
}

/** @throws when the header says what cannot be: the decoder takes a place that is no number for its first byte */
export function readPageHeader(header: PageHeader, left: number, { codec }: ColumnDecoder): Page {
  const { type, data_page_header: v1, data_page_header_v2: v2, dictionary_page_header: dictionary } = header;
  if (type === 'INDEX_PAGE') throw new Error('a page of an index stands among the values');
  const about = type === 'DATA_PAGE' ? v1 : type === 'DATA_PAGE_V2' ? v2 : dictionary;
  const levelBytes = v2?.definition_levels_byte_length ?? 0;
  const page: Page = {
    type,
    encoding: about?.encoding ?? '',
    values: about?.num_values ?? -1,
    levelBytes,
    nulls: v2?.num_nulls ?? 0,
    packedBytes: header.compressed_page_size,
    bytes: header.uncompressed_page_size,
    packed: codec !== 'UNCOMPRESSED' && v2?.is_compressed !== false,
  };
  const { values, nulls, packedBytes, bytes } = page;
  const sizes = [values, nulls, levelBytes, packedBytes, bytes, v2?.repetition_levels_byte_length ?? 0];
  const isSound =
    sizes.every((size) => Number.isSafeInteger(size) && size >= 0) &&
    nulls <= values &&
    levelBytes <= Math.min(packedBytes, bytes) &&
    packedBytes <= left;
  if (!isSound) throw new Error('a page does not end where it should');
  return page;
}

/** The library's own trust what a page says of itself, and not the header: with theirs a page may grow a thousand times. */
const COMPRESSORS: Compressors = {
  ...compressors,
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
  ZSTD: unpackZstd,
};

/** The bytes of a page as they were before they were packed: levels of the second version, then the others. */
export function unpackPage(bytes: Uint8Array, page: Page, { codec }: ColumnDecoder): PageReader {
  const { levelBytes } = page;
  if (!page.packed) return { view: viewOf(bytes), offset: 0 };
  const values = decompressPage(bytes.subarray(levelBytes), page.bytes - levelBytes, codec, COMPRESSORS);
  if (levelBytes === 0) return { view: viewOf(values), offset: 0 };
  const whole = new Uint8Array(levelBytes + values.length);
  whole.set(bytes.subarray(0, levelBytes));
  whole.set(values, levelBytes);
  return { view: viewOf(whole), offset: 0 };
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

type Codes = Uint8Array | Uint16Array | Uint32Array;

/** 1 where a row has a value, 0 where it has none; undefined: every row has one. */
export function readLevels(reader: PageReader, page: Page): Uint8Array | undefined {
  const isV2 = page.type === 'DATA_PAGE_V2';
  if (isV2 && page.levelBytes === 0) return undefined;
  const length = isV2 ? page.levelBytes : reader.view.getUint32(reader.offset, true);
  const from = isV2 ? 0 : reader.offset + 4;
  const levels = readRuns({ view: reader.view, offset: from }, 1, length, new Uint8Array(page.values));
  reader.offset = from + length;
  return levels.includes(0) ? levels : undefined;
}

/** Places in a dictionary of so many entries. */
export function readCodes(reader: PageReader, count: number, entries: number): Codes {
  const width = reader.view.getUint8(reader.offset++);
  const codes: Codes =
    entries <= 1 << 8
      ? new Uint8Array(count)
      : entries <= 1 << 16
        ? new Uint16Array(count)
        : new Uint32Array(count);
  if (width === 0 || count === 0) return codes;
  // What is beyond the dictionary must not become what is in it by being cut off.
  const wide =
    1 << Math.min(width, 30) <= entries || codes instanceof Uint32Array ? codes : new Uint32Array(count);
  readRuns(reader, width, reader.view.byteLength - reader.offset, wide);
  for (const code of wide)
    if (code >= entries) throw new Error('a value is not in the dictionary of its column');
  if (wide !== codes) codes.set(wide);
  return codes;
}

/** Values that are true or false, in runs, behind their length. */
export function readFlags(reader: PageReader, count: number): Uint8Array {
  const length = reader.view.getUint32(reader.offset, true);
  reader.offset += 4;
  return readRuns(reader, 1, length, new Uint8Array(count));
}

/** Runs are padded to a multiple of eight; some writers pad the last one to 63 of them. */
const MOST_PADDING = 8 * 63;

/**
 * Reads runs of values (Parquet, Encodings, "Run Length Encoding / Bit-Packing Hybrid"). The decoder would write as many
 * values as a run says that it has, two billion in five bytes.
 */
function readRuns<T extends Codes>(reader: PageReader, width: number, length: number, into: T): T {
  const end = reader.offset + length;
  if (end > reader.view.byteLength) throw new Error('a page does not end where it should');
  const at = { view: reader.view, offset: reader.offset };
  for (let seen = 0; seen < into.length; ) {
    const header = readVarInt(at);
    const isPacked = (header & 1) === 1;
    const count = isPacked ? 8 * (header >>> 1) : header >>> 1;
    if (count > into.length - seen + MOST_PADDING) throw new Error('a run is longer than its page');
    at.offset += isPacked ? (count / 8) * width : (width + 7) >> 3;
    seen += count;
  }
  readRleBitPackedHybrid(reader, width, into as unknown as number[], length);
  return into;
}

/**
 * How many bytes the texts of a page take that say only what differs from the one before (DELTA_BYTE_ARRAY): each may
 * repeat all of it.
 */
export function measureDeltas({ view, offset }: PageReader, count: number): number {
  const at = { view, offset };
  let bytes = 0;
  // What is repeated, then what is added.
  for (const lengths of [new Int32Array(count), new Int32Array(count)]) {
    if (count > 0) deltaBinaryUnpack(at, count, lengths);
    for (const length of lengths) {
      if (length < 0) throw new Error('a text has fewer than no bytes');
      bytes += length;
    }
  }
  return bytes;
}
