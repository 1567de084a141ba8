import type { DecodedArray } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { convert } from 'hyparquet/src/convert.js';
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import type { ParquetMemory } from './parquet-memory.ts';
import {
  type ColumnDecoder,
  measureDeltas,
  type Page,
  type PageReader,
  readCodes,
  readFlags,
  readLevels,
  readPageHeader,
  unpackPage,
} from './parquet-page.ts';

/** Values that are made at a time of what is kept as bytes. */
const BLOCK = 1024;
/** What a value takes that is an object of its own, about. */
const OBJECT_BYTES = 100;
const FLAGS = [false, true];

/** Gives values one after the other, in arrays. */
type Blocks = () => DecodedArray;

/** Reads the values of a column of a row group, from the first to the last: in memory is a page, and its dictionary. */
export class ParquetColumn {
  readonly #decoder: ColumnDecoder;
  readonly #name: string;
  readonly #memory: ParquetMemory;
  readonly #bytes: Uint8Array;
  readonly #reader: PageReader;
  /** Rows whose pages are not read yet. */
  #rowsLeft: number;
  #dictionary: DecodedArray | undefined;
  /** Of the page that is read: bytes held, rows left, which of them have a value, and the values. */
  #held = 0;
  #left = 0;
  #row = 0;
  #levels: Uint8Array | undefined;
  #next: Blocks = () => [];
  #block: DecodedArray = [];
  #at = 0;

  /**
   * @param bytes of the column, its dictionary first
   * @param rows that the row group has
   */
  constructor(bytes: Uint8Array, decoder: ColumnDecoder, rows: number, memory: ParquetMemory) {
    this.#bytes = bytes;
    this.#reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
    this.#decoder = decoder;
    this.#name = decoder.element.name;
    this.#rowsLeft = rows;
    this.#memory = memory;
  }

  /** The value of the next row; undefined: it has none. */
  read(): unknown {
    while (this.#left === 0) this.#readPage();
    this.#left -= 1;
    if (this.#levels !== undefined && this.#levels[this.#row++] === 0) return undefined;
    if (this.#at === this.#block.length) {
      this.#block = this.#next();
      this.#at = 0;
    }
    return this.#block[this.#at++];
  }

  /** All rows are read. @throws when there are pages of others */
  end(): void {
    while (this.#hasPages()) this.#readPage();
    this.#memory.release(this.#held);
  }

  #hasPages(): boolean {
    return this.#reader.offset < this.#reader.view.byteLength - 1;
  }

  #readPage(): void {
    const reader = this.#reader;
    if (!this.#hasPages()) throw new Error('the pages of a column hold fewer values than it has');
    const header = parquetHeader(reader);
    const page = readPageHeader(header, reader.view.byteLength - reader.offset, this.#decoder);
    const packed = this.#bytes.subarray(reader.offset, reader.offset + page.packedBytes);
    reader.offset += page.packedBytes;
    if (page.type === 'DICTIONARY_PAGE') this.#readDictionary(packed, page);
    else this.#openPage(packed, page);
  }

  #readDictionary(packed: Uint8Array, page: Page): void {
    // Bytes, and the texts that are made of them.
    this.#memory.hold(this.#name, 2 * page.bytes + OBJECT_BYTES * page.values);
    const reader = unpackPage(packed, page, this.#decoder);
    this.#dictionary = convert(this.#readPlain(reader, page.values), this.#decoder);
  }

  #openPage(packed: Uint8Array, page: Page): void {
    if (page.values > this.#rowsLeft) throw new Error('the pages of a column hold more values than it has');
    this.#rowsLeft -= page.values;
    this.#memory.release(this.#held);
    this.#held = 0;
    this.#block = [];
    this.#at = 0;
    this.#row = 0;
    // A place in the dictionary has four bytes at most, and a level has one.
    this.#hold((page.packed ? page.bytes : 0) + 5 * page.values);
    const reader = unpackPage(packed, page, this.#decoder);
    const isOptional = this.#decoder.element.repetition_type !== 'REQUIRED';
    this.#levels = isOptional ? readLevels(reader, page) : undefined;
    reader.offset = Math.max(reader.offset, page.levelBytes);
    this.#next = this.#openValues(reader, page, this.#levels === undefined ? page.values : sum(this.#levels));
    this.#left = page.values;
  }

  #hold(bytes: number): void {
    this.#memory.hold(this.#name, bytes);
    this.#held += bytes;
  }

  /** @param count of the rows that have a value */
  #openValues(reader: PageReader, page: Page, count: number): Blocks {
    const { type, element } = this.#decoder;
    switch (page.encoding) {
      case 'PLAIN': {
        let left = count;
        return () => {
          const values = this.#readPlain(reader, Math.min(BLOCK, left));
          left -= values.length;
          return convert(values, this.#decoder);
        };
      }
      case 'RLE':
      case 'PLAIN_DICTIONARY':
      case 'RLE_DICTIONARY': {
        const dictionary = type === 'BOOLEAN' ? FLAGS : this.#dictionary;
        if (dictionary === undefined) throw new Error('a column has no dictionary, but places in it');
        const codes =
          type === 'BOOLEAN' ? readFlags(reader, count) : readCodes(reader, count, dictionary.length);
        return cutBlocks(codes as Uint32Array, (block) =>
          Array.from(block as Uint32Array, (code) => dictionary[code]),
        );
      }
      case 'DELTA_BINARY_PACKED': {
        this.#hold(8 * count);
        const values = type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count);
        if (count > 0) deltaBinaryUnpack(reader, count, values);
        return this.#convertBlocks(values);
      }
      case 'DELTA_LENGTH_BYTE_ARRAY':
      case 'DELTA_BYTE_ARRAY': {
        this.#hold(OBJECT_BYTES * count);
        const values = new Array<Uint8Array>(count);
        if (page.encoding === 'DELTA_BYTE_ARRAY') {
          this.#hold(measureDeltas(reader, count));
          if (count > 0) deltaByteArray(reader, count, values);
        } else if (count > 0) deltaLengthByteArray(reader, count, values);
        return this.#convertBlocks(values);
      }
      case 'BYTE_STREAM_SPLIT': {
        const width = type === 'FIXED_LEN_BYTE_ARRAY' ? (element.type_length ?? 0) : 1;
        if (count * width > reader.view.byteLength) throw new Error('a page does not end where it should');
        this.#hold((type === 'FIXED_LEN_BYTE_ARRAY' ? OBJECT_BYTES + width : 8) * count);
        return this.#convertBlocks(byteStreamSplit(reader, count, type, element.type_length));
      }
      default:
        throw new Error(`its pages are encoded as ${page.encoding}`);
    }
  }

  #readPlain(reader: PageReader, count: number): DecodedArray {
    const { type, element } = this.#decoder;
    const values = readPlain(reader, type, count, element.type_length);
    // Numbers are read where they stand, behind the end of a page too.
    if (reader.offset > reader.view.byteLength) throw new Error('a page does not end where it should');
    return values;
  }

  #convertBlocks = (values: DecodedArray): Blocks =>
    cutBlocks(values, (block) => convert(block, this.#decoder));
}

function cutBlocks(values: DecodedArray, make: (block: DecodedArray) => DecodedArray): Blocks {
  let at = 0;
  return () => {
    const block = values.slice(at, at + BLOCK) as DecodedArray;
    at += block.length;
    return make(block);
  };
}

const sum = (levels: Uint8Array): number => {
  let count = 0;
  for (const level of levels) count += level;
  return count;
};
