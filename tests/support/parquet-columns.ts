import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { type ColumnMetaData, parquetMetadata, parquetSchema } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { getTreePath } from 'hyparquet/src/schema.js';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import type { ColumnDecoder } from '../../lib/files/parquet/parquet-page.ts';

type PageHeader = Parameters<typeof writePageHeader>[1];

/** A column chunk: its pages, and what is to be known to read them. */
export interface WrittenColumn {
  readonly bytes: Uint8Array;
  readonly decoder: ColumnDecoder;
  readonly rows: number;
}

/** How hyparquet-writer packs what it cannot pack itself. */
export const PACKERS = {
  ZSTD: (bytes: Uint8Array) => new Uint8Array(zstdCompressSync(bytes)),
  GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)),
  BROTLI: (bytes: Uint8Array) => new Uint8Array(brotliCompressSync(bytes)),
} as const;

type Source = Parameters<typeof parquetWriteBuffer>[0]['columnData'][number];

/** A column as hyparquet-writer writes it: pages of the second version. */
export function writeColumn(
  source: Source,
  options: { pageSize?: number; codec?: string } = {},
): WrittenColumn {
  const file = parquetWriteBuffer({
    columnData: [source],
    rowGroupSize: source.data.length,
    compressors: PACKERS,
    ...options,
  } as never);
  const metadata = parquetMetadata(file);
  const about = metadata.row_groups[0]!.columns[0]!.meta_data!;
  const begin = Number(about.dictionary_page_offset || about.data_page_offset);
  const bytes = new Uint8Array(file, begin, Number(about.total_compressed_size));
  return { bytes: bytes.slice(), decoder: decoderOf(metadata, about), rows: source.data.length };
}

const decoderOf = (metadata: ReturnType<typeof parquetMetadata>, about: ColumnMetaData): ColumnDecoder => {
  const schemaPath = getTreePath(parquetSchema(metadata), about.path_in_schema);
  const { type, codec, path_in_schema: pathInSchema } = about;
  const element = schemaPath.at(-1)!.element;
  return { pathInSchema, schemaPath, element, type, codec, parsers: DEFAULT_PARSERS, utf8: false };
};

/** One page after the other. */
export function writePages(
  ...pages: readonly { readonly header: PageHeader; readonly bytes: Uint8Array }[]
): Uint8Array {
  const writer = new ByteWriter();
  for (const { header, bytes } of pages) {
    writePageHeader(writer as never, header);
    writer.appendBytes(bytes);
  }
  return new Uint8Array(writer.getBytes()).slice();
}

/** The same column in pages of the first version, which most other writers write. @param column that is not packed */
export function toFirstVersion({ bytes, decoder, rows }: WrittenColumn): WrittenColumn {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  const pages = [];
  while (reader.offset < bytes.length - 1) {
    const header = parquetHeader(reader);
    const page = bytes.subarray(reader.offset, reader.offset + header.compressed_page_size);
    reader.offset += header.compressed_page_size;
    const v2 = header.data_page_header_v2;
    if (v2 === undefined) {
      pages.push({ header, bytes: page });
      continue;
    }
    const levels = v2.definition_levels_byte_length;
    const length = new Uint8Array(new Uint32Array([levels]).buffer);
    const isOptional = decoder.element.repetition_type !== 'REQUIRED';
    const whole = Buffer.concat(isOptional ? [length, page] : [page]);
    const { num_values, encoding } = v2;
    const data_page_header = {
      num_values,
      encoding,
      definition_level_encoding: 'RLE',
      repetition_level_encoding: 'RLE',
    } as const;
    pages.push({
      header: {
        type: 'DATA_PAGE',
        compressed_page_size: whole.length,
        uncompressed_page_size: whole.length,
        data_page_header,
      } as PageHeader,
      bytes: whole,
    });
  }
  return { bytes: writePages(...pages), decoder, rows };
}
