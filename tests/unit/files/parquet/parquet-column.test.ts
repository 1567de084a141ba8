import { brotliCompressSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { readColumn } from 'hyparquet/src/column.js';
import { compressors } from 'hyparquet-compressors';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { deltaBinaryPack } from 'hyparquet-writer/src/delta.js';
import { ParquetColumn } from '../../../../lib/files/parquet/parquet-column.ts';
import { ParquetMemory } from '../../../../lib/files/parquet/parquet-memory.ts';
import {
  toFirstVersion,
  type WrittenColumn,
  writeColumn,
  writePages,
} from '../../../support/parquet-columns.ts';

function valuesOf({ bytes, decoder, rows }: WrittenColumn): unknown[] {
  const column = new ParquetColumn(bytes, decoder, rows, new ParquetMemory('a.parquet', 3));
  const values = Array.from({ length: rows }, () => column.read());
  column.end();
  return values;
}

/** The same by the library's own reader, which trusts the file. */
function oracleOf({ bytes, decoder, rows }: WrittenColumn): unknown[] {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  const group = { groupStart: 0, selectStart: 0, selectEnd: rows, groupRows: rows };
  return readColumn(reader, group, { ...decoder, compressors }).data.flatMap((page) => [...page]);
}

const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 4 });
const KINDS: readonly (readonly [string, string, fc.Arbitrary<unknown>, readonly string[]])[] = [
  [
    'texts',
    'STRING',
    fc.string({ maxLength: 12 }),
    ['PLAIN', 'RLE_DICTIONARY', 'DELTA_LENGTH_BYTE_ARRAY', 'DELTA_BYTE_ARRAY'],
  ],
  ['few texts', 'STRING', fc.constantFrom('web', 'fair', 'é'), ['RLE_DICTIONARY', 'DELTA_BYTE_ARRAY']],
  ['numbers', 'DOUBLE', fc.double({ noNaN: true }), ['PLAIN', 'RLE_DICTIONARY', 'BYTE_STREAM_SPLIT']],
  ['short numbers', 'FLOAT', fc.float({ noNaN: true }), ['PLAIN', 'RLE_DICTIONARY', 'BYTE_STREAM_SPLIT']],
  [
    'whole numbers',
    'INT32',
    fc.integer(),
    ['PLAIN', 'RLE_DICTIONARY', 'DELTA_BINARY_PACKED', 'BYTE_STREAM_SPLIT'],
  ],
  [
    'large numbers',
    'INT64',
    fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
    ['PLAIN', 'RLE_DICTIONARY', 'DELTA_BINARY_PACKED', 'BYTE_STREAM_SPLIT'],
  ],
  ['flags', 'BOOLEAN', fc.boolean(), ['PLAIN', 'RLE']],
];

test.each(
  KINDS.flatMap(([what, type, value, encodings]) =>
    encodings.map((encoding) => [what, encoding, type, value] as const),
  ),
)(
  '%s in %s: as the library reads them, in pages of either version, packed or not',
  (_, encoding, type, value) => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(value, { minLength: 1, maxLength: 300 }),
          fc.array(nullable(value), { minLength: 1, maxLength: 300 }),
        ),
        fc.constantFrom('UNCOMPRESSED', 'SNAPPY', 'ZSTD', 'GZIP', 'BROTLI'),
        fc.constantFrom(64, 1000, 1 << 20),
        (data, codec, pageSize) => {
          const source = { name: 'a', data, type, encoding } as Parameters<typeof writeColumn>[0];
          const written = writeColumn(source, { codec, pageSize });
          const expected = oracleOf(written).map((found) => found ?? undefined);
          expect(valuesOf(written)).toEqual(expected);
          const plain = toFirstVersion(writeColumn(source, { codec: 'UNCOMPRESSED', pageSize }));
          expect(valuesOf(plain)).toEqual(expected);
          expect(oracleOf(plain).map((found) => found ?? undefined)).toEqual(expected);
        },
      ),
      { numRuns: 10 },
    );
  },
);

describe('a page that says more than it should', () => {
  const texts = writeColumn({ name: 'a', data: ['x'], type: 'STRING', nullable: false, encoding: 'PLAIN' });
  const numbers = writeColumn({ name: 'a', data: [1], type: 'INT32', nullable: false, encoding: 'PLAIN' });
  const optional = writeColumn({ name: 'a', data: [1, null], type: 'INT32', encoding: 'PLAIN' });
  const page = (bytes: Uint8Array, about: object, sizes: object = {}) => ({
    header: {
      type: 'DATA_PAGE',
      compressed_page_size: bytes.length,
      uncompressed_page_size: bytes.length,
      data_page_header: { definition_level_encoding: 'RLE', repetition_level_encoding: 'RLE', ...about },
      ...sizes,
    } as never,
    bytes,
  });
  const dictionary = (bytes: Uint8Array, num_values: number, sizes: object = {}) => ({
    header: {
      type: 'DICTIONARY_PAGE',
      compressed_page_size: bytes.length,
      uncompressed_page_size: bytes.length,
      dictionary_page_header: { num_values, encoding: 'PLAIN' },
      ...sizes,
    } as never,
    bytes,
  });
  const first =
    (column: WrittenColumn, rows: number, bytes: Uint8Array, codec = 'UNCOMPRESSED') =>
    () =>
      new ParquetColumn(
        bytes,
        { ...column.decoder, codec } as never,
        rows,
        new ParquetMemory('a.parquet', 3),
      ).read();
  const word = new Uint8Array([1, 0, 0, 0, 120]);
  /** Header of a run of so many equal values, as a varint. */
  const run = (count: number) => {
    const bytes: number[] = [];
    for (let rest = 2 * count; ; rest = Math.floor(rest / 128)) {
      if (rest < 128) return [...bytes, rest];
      bytes.push((rest % 128) + 128);
    }
  };
  const REFUSED =
    /^a\.parquet: expected pages that take at most 768 MiB of memory at a time, found [\d,]+ MiB in row group 3, [\d,]+ MiB of it in a page of “a”\. Write the file with smaller pages and row groups/;

  test('bytes, when it is unpacked', () => {
    const packed = new Uint8Array(zstdCompressSync(word));
    const lying = page(packed, { num_values: 1, encoding: 'PLAIN' }, { uncompressed_page_size: 2e9 });
    expect(first(texts, 1, writePages(lying), 'ZSTD')).toThrow(REFUSED);
    const large = dictionary(packed, 1, { uncompressed_page_size: 1e9 });
    expect(first(texts, 1, writePages(large), 'ZSTD')).toThrow(REFUSED);
  });

  test('fewer bytes than it has, when it is unpacked', () => {
    const packed = new Uint8Array(zstdCompressSync(Buffer.alloc(1_000_000)));
    const lying = page(packed, { num_values: 1, encoding: 'PLAIN' }, { uncompressed_page_size: 100 });
    for (const codec of ['ZSTD', 'BROTLI']) {
      const bytes = codec === 'ZSTD' ? packed : new Uint8Array(brotliCompressSync(Buffer.alloc(1_000_000)));
      const pages = writePages({
        ...lying,
        bytes,
        header: { ...(lying.header as object), compressed_page_size: bytes.length } as never,
      });
      // It stops where the header ends.
      expect(first(texts, 1, pages, codec)).toThrow('Cannot create a Buffer larger than 100 bytes');
    }
  });

  test('values', () => {
    const codes = writePages(
      dictionary(word, 1),
      page(new Uint8Array([1, 2, 0]), { num_values: 4e8, encoding: 'RLE_DICTIONARY' }),
    );
    expect(first(texts, 4e8, codes)).toThrow(REFUSED);
    const entries = writePages(dictionary(word, 5e7));
    expect(first(texts, 1, entries)).toThrow(REFUSED);
    const deltas = page(new Uint8Array([0, 0, 0, 0]), { num_values: 3e8, encoding: 'DELTA_BINARY_PACKED' });
    expect(first(numbers, 3e8, writePages(deltas))).toThrow(REFUSED);
    const split = page(new Uint8Array([0]), { num_values: 1e7, encoding: 'BYTE_STREAM_SPLIT' });
    expect(first(numbers, 1e7, writePages(split))).toThrow('a page does not end where it should');
  });

  test('values in a run', () => {
    const longRun = new Uint8Array([1, ...run(2 ** 30), 0]);
    const codes = writePages(
      dictionary(word, 1),
      page(longRun, { num_values: 2, encoding: 'RLE_DICTIONARY' }),
    );
    expect(first(texts, 2, codes)).toThrow('a run is longer than its page');
    const levels = run(2 ** 30);
    const bytes = new Uint8Array([levels.length + 1, 0, 0, 0, ...levels, 1, 7, 0, 0, 0]);
    expect(first(optional, 2, writePages(page(bytes, { num_values: 2, encoding: 'PLAIN' })))).toThrow(
      'a run is longer than its page',
    );
  });

  test('places beyond its dictionary', () => {
    for (const code of [1, 255]) {
      const codes = new Uint8Array([8, ...run(2), code]);
      const pages = writePages(
        dictionary(word, 1),
        page(codes, { num_values: 2, encoding: 'RLE_DICTIONARY' }),
      );
      expect(first(texts, 2, pages)).toThrow('a value is not in the dictionary of its column');
    }
    const cutOff = new Uint8Array([16, ...run(2), 0, 1]);
    const pages = writePages(
      dictionary(word, 1),
      page(cutOff, { num_values: 2, encoding: 'RLE_DICTIONARY' }),
    );
    expect(first(texts, 2, pages)).toThrow('a value is not in the dictionary of its column');
  });

  test('what stands before, again and again', () => {
    // The first text has a megabyte; all others repeat it.
    const [rows, length] = [1000, 1_000_000];
    const bytes = new ByteWriter();
    for (const [first, others] of [
      [0, length],
      [length, 0],
    ] as const)
      deltaBinaryPack(bytes, [first, ...Array<number>(rows - 1).fill(others)], 'INT32');
    bytes.appendBytes(new Uint8Array(length));
    const plain = new Uint8Array(bytes.getBuffer());
    const packed = new Uint8Array(zstdCompressSync(plain));
    expect(packed.length).toBeLessThan(1000);
    const deltas = page(
      packed,
      { num_values: rows, encoding: 'DELTA_BYTE_ARRAY' },
      { uncompressed_page_size: plain.length },
    );
    expect(first(texts, rows, writePages(deltas), 'ZSTD')).toThrow(REFUSED);
  });

  test('more or fewer rows than there are', () => {
    const two = page(new Uint8Array([1, 0, 0, 0, 2, 0, 0, 0]), { num_values: 2, encoding: 'PLAIN' });
    const columnOf = (rows: number) => ({ bytes: writePages(two), decoder: numbers.decoder, rows });
    expect(valuesOf({ ...columnOf(2), decoder: { ...numbers.decoder, codec: 'UNCOMPRESSED' } })).toEqual([
      1, 2,
    ]);
    const read = (rows: number) => () =>
      valuesOf({ ...columnOf(rows), decoder: { ...numbers.decoder, codec: 'UNCOMPRESSED' } });
    expect(read(1)).toThrow('the pages of a column hold more values than it has');
    expect(read(3)).toThrow('the pages of a column hold fewer values than it has');
  });

  test('a page that ends is not held any more', () => {
    const memory = new ParquetMemory('a.parquet', 1);
    const data = Array.from({ length: 50 }, (_, i) => `${i}`.repeat(1000));
    const { bytes, decoder } = writeColumn(
      { name: 'a', data, type: 'STRING', encoding: 'PLAIN' },
      { pageSize: 1000 },
    );
    const column = new ParquetColumn(bytes, decoder, data.length, memory);
    expect(Array.from(data, () => column.read())).toEqual(data);
    column.end();
    // All of it is given back.
    expect(() => memory.hold('a', 768 * 2 ** 20)).not.toThrow();
    expect(() => memory.hold('a', 1)).toThrow('at most 768 MiB');
  });
});
