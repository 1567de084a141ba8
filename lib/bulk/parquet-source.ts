import {
  type AsyncBuffer,
  type ColumnData,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type SchemaElement,
} from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { compressors } from 'hyparquet-compressors';
import { formatCell } from '../csv/csv-cell.ts';
import { InputError, messageOf } from '../errors.ts';
import { compileParquetCell, isDecimal, PARQUET_PARSERS } from './parquet-cell.ts';

/** Rows that are decoded at a time; a page that is cut is decoded for each part. */
const SLICE_ROWS = 1 << 18;
/** Rows that are text at a time. */
const CHUNK_ROWS = 1 << 12;

/** What the text is written with. */
export const PARQUET_SEPARATOR = ',';

/**
 * The rows of a Parquet file as chunks of CSV text in UTF-8: comma and LF, a header line first. Numbers and booleans are
 * written as in JSON, decimals with all their digits, dates as 2026-01-31, timestamps as 2026-01-31T12:00:00.000Z (to the
 * millisecond, whatever zone was meant); null and NaN are empty cells. In memory is a row group as it stands in the file, and
 * the values of a quarter of a million rows.
 *
 * @param file read in any order: the end first
 * @param onRows told how many rows have been given, of how many
 * @throws {InputError} the file is damaged, or has columns of lists or records
 */
export async function* readParquet(
  file: AsyncBuffer,
  fileName: string,
  onRows: (rows: number, of: number) => void = () => {},
): AsyncIterable<Uint8Array> {
  try {
    const metadata = await parquetMetadataAsync(file, { parsers: PARQUET_PARSERS, geoparquet: false });
    const columns = listColumns(metadata, fileName);
    const cells = columns.map(compileParquetCell);
    yield Buffer.from(formatRow(columns.map(({ name }) => name)));
    const plain = withoutDecimals(metadata);
    const total = Number(metadata.num_rows);
    let groupStart = 0;
    for (const group of metadata.row_groups) {
      const groupEnd = groupStart + Number(group.num_rows);
      const inMemory = await holdGroup(file, group);
      for (let from = groupStart; from < groupEnd; from += SLICE_ROWS) {
        const to = Math.min(groupEnd, from + SLICE_ROWS);
        const slice = await readSlice(inMemory, plain, from, to);
        const readers = columns.map(({ name }) => new ColumnReader(name, slice));
        for (let at = from; at < to; at += CHUNK_ROWS) {
          const end = Math.min(to, at + CHUNK_ROWS);
          let text = '';
          for (let row = at; row < end; row++)
            text += formatRow(cells.map((cell, c) => cell(readers[c]!.read(row))));
          yield Buffer.from(text);
          onRows(end, total);
        }
      }
      groupStart = groupEnd;
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${fileName}: expected a Parquet file, found one that cannot be read (${messageOf(error)}). ` +
        'It may be cut off or damaged: copy it or write it again.',
    );
  }
}

/** @throws {InputError} a column holds more than one value a row */
function listColumns(metadata: FileMetaData, fileName: string): SchemaElement[] {
  return parquetSchema(metadata).children.map(({ element, children }) => {
    if (children.length > 0 || element.repetition_type === 'REPEATED') {
      throw new InputError(
        `${fileName}: expected columns of one value a row, found lists or records in “${element.name}”. ` +
          'Leave the column out, or spread it over columns of its own.',
      );
    }
    return element;
  });
}

/** Decimals are read as the whole numbers that they are kept as: as fractions their last digits would be wrong. */
const withoutDecimals = (metadata: FileMetaData): FileMetaData => ({
  ...metadata,
  schema: metadata.schema.map((element) => {
    if (!isDecimal(element)) return element;
    const { converted_type, logical_type, ...plain } = element;
    return plain;
  }),
});

/** The values of some rows, column by column and page by page: as rows they would take many times the memory. */
async function readSlice(
  file: AsyncBuffer,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
): Promise<readonly ColumnData[]> {
  const pages: ColumnData[] = [];
  await parquetRead({
    file,
    metadata,
    rowStart,
    rowEnd,
    compressors,
    utf8: false,
    parsers: PARQUET_PARSERS,
    onChunk: (page) => pages.push(page),
  });
  return pages;
}

/** Reads the values of a column, from the first row on. */
class ColumnReader {
  readonly #pages: readonly ColumnData[];
  #at = 0;

  constructor(name: string, slice: readonly ColumnData[]) {
    this.#pages = slice.filter(({ columnName }) => columnName === name);
  }

  read(row: number): unknown {
    for (;;) {
      const page = this.#pages[this.#at];
      if (page === undefined || row < page.rowStart) throw new Error(`the values of row ${row} are missing`);
      if (row < page.rowEnd) return page.columnData[row - page.rowStart];
      this.#at += 1;
    }
  }
}

/** The bytes of a row group, which is read in several slices, but once. */
async function holdGroup(
  file: AsyncBuffer,
  { columns }: FileMetaData['row_groups'][number],
): Promise<AsyncBuffer> {
  const chunks = columns.flatMap(({ meta_data: column }) => (column === undefined ? [] : [placeOf(column)]));
  const from = Math.min(...chunks.map((chunk) => chunk.begin));
  const to = Math.max(...chunks.map((chunk) => chunk.end));
  if (!(from >= 0 && from < to && to <= file.byteLength)) throw new Error('a row group lies beyond its end');
  const bytes = await file.slice(from, to);
  for (const { begin, end, values } of chunks) {
    checkPages(new DataView(bytes, begin - from, end - begin), values);
  }
  return {
    byteLength: file.byteLength,
    slice: (start, end = file.byteLength) =>
      start >= from && end <= to ? bytes.slice(start - from, end - from) : file.slice(start, end),
  };
}

/** Some write 0 where there is no dictionary. */
function placeOf(column: NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>) {
  const { dictionary_page_offset: dictionary, data_page_offset: data, total_compressed_size: size } = column;
  const begin = Number(dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data);
  return { begin, end: begin + Number(size), values: column.num_values };
}

/**
 * Checks the sizes that pages tell of themselves: with one that is wrong or left out the decoder may read for ever, since a
 * `DataView` takes a place that is no number for its first byte.
 */
function checkPages(view: DataView, values: bigint): void {
  const reader = { view, offset: 0 };
  let found = 0;
  while (reader.offset < view.byteLength - 1) {
    const { type, ...page } = parquetHeader(reader);
    reader.offset += page.compressed_page_size;
    const sizes = [page.compressed_page_size, page.uncompressed_page_size];
    if (type === 'DATA_PAGE') sizes.push(page.data_page_header?.num_values ?? -1);
    if (type === 'DATA_PAGE_V2') {
      const { data_page_header_v2: header } = page;
      sizes.push(header?.num_values ?? -1, header?.num_rows ?? -1, header?.num_nulls ?? -1);
      sizes.push(header?.definition_levels_byte_length ?? -1, header?.repetition_levels_byte_length ?? -1);
    }
    if (!sizes.every((size) => size >= 0) || reader.offset > view.byteLength) {
      throw new Error('a page does not end where it should');
    }
    // Of a dictionary there is none.
    found += sizes[2] ?? 0;
  }
  if (found !== Number(values))
    throw new Error('the pages of a column hold another number of values than it has');
}

function formatRow(cells: readonly string[]): string {
  // A row of one empty cell would be a blank line, which is no row.
  if (cells.length === 1 && cells[0] === '') return '""\n';
  return `${cells.map((cell) => formatCell(cell, PARQUET_SEPARATOR)).join(PARQUET_SEPARATOR)}\n`;
}
