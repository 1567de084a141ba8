import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetSchema,
  type SchemaElement,
} from 'hyparquet';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { getTreePath } from 'hyparquet/src/schema.js';
import { InputError, messageOf } from '../../errors.ts';
import { formatRow } from '../csv/csv-cell.ts';
import { MOST_RECORD_BYTES } from '../csv/cut-pieces.ts';
import { compileParquetCell, isDecimal, PARQUET_PARSERS } from './parquet-cell.ts';
import { ParquetColumn } from './parquet-column.ts';
import { ParquetMemory } from './parquet-memory.ts';
import type { ColumnDecoder } from './parquet-page.ts';

/** Rows that are text at a time, unless they are long. */
const BLOCK_ROWS = 1 << 12;
/** Characters of text from which on it is handed over. */
const BLOCK_LENGTH = 1 << 20;

/** What the text is written with. */
export const PARQUET_SEPARATOR = ',';

/**
 * The rows of a Parquet file as blocks of CSV text in UTF-8: comma and LF, a header line first. Numbers and booleans are
 * written as in JSON, decimals with all their digits, dates as 2026-01-31, timestamps as 2026-01-31T12:00:00.000Z (to the
 * millisecond, whatever zone was meant); null and NaN are empty cells. In memory is a row group as it stands in the file, and
 * a page of every column, however little they take in the file: 768 MiB of them at most.
 *
 * @param file read in any order: the end first
 * @param onRows told how many rows have been given, of how many
 * @throws {InputError} the file is damaged, has columns of lists or records, pages that are too large to be held, or a row of
 * more than 16 MB
 */
export async function* readParquet(
  file: AsyncBuffer,
  fileName: string,
  onRows: (rows: number, of: number) => void = () => {},
): AsyncIterable<Uint8Array> {
  try {
    const metadata = await parquetMetadataAsync(file, { parsers: PARQUET_PARSERS, geoparquet: false });
    const elements = listColumns(metadata, fileName);
    const cells = elements.map(compileParquetCell);
    yield Buffer.from(toLine(elements.map(({ name }) => name)));
    const plain = withoutDecimals(metadata);
    const total = Number(metadata.num_rows);
    let row = 0;
    for (const [i, group] of metadata.row_groups.entries()) {
      if (group.num_rows === 0n) continue;
      const columns = await openGroup(file, plain, i, new ParquetMemory(fileName, i + 1));
      const end = row + Number(group.num_rows);
      let text = '';
      for (let rows = 1; row < end; rows++) {
        const words: string[] = [];
        let length = 0;
        for (let c = 0; c < columns.length; c++) {
          const word = cells[c]!(columns[c]!.read());
          length += word.length;
          if (length > MOST_RECORD_BYTES) throw tooLong(fileName, row + 1);
          words.push(word);
        }
        text += toLine(words);
        row += 1;
        if (rows % BLOCK_ROWS === 0 || text.length >= BLOCK_LENGTH || row === end) {
          yield Buffer.from(text);
          text = '';
          onRows(row, total);
        }
      }
      for (const column of columns) column.end();
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${fileName}: expected a Parquet file, found one that cannot be read (${messageOf(error)}). ` +
        'It may be cut off or damaged: copy it or write it again.',
    );
  }
}

const tooLong = (fileName: string, row: number): InputError =>
  new InputError(
    `${fileName}: expected rows of at most ${MOST_RECORD_BYTES >> 20} MB as text, found a larger one: row ${row}. ` +
      'Leave out the column that is so long.',
  );

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

/** The columns of a row group, whose bytes are read once, and all at once. @param i of the group */
async function openGroup(
  file: AsyncBuffer,
  metadata: FileMetaData,
  i: number,
  memory: ParquetMemory,
): Promise<ParquetColumn[]> {
  const { columns, num_rows: rows } = metadata.row_groups[i]!;
  const tree = parquetSchema(metadata);
  const found = new Map(
    columns.flatMap(({ meta_data: about }) =>
      about === undefined ? [] : [[about.path_in_schema.join('.'), about]],
    ),
  );
  const places = tree.children.map(({ element }) => {
    const about = found.get(element.name);
    if (about === undefined) throw new Error(`a row group has no column “${element.name}”`);
    if (about.num_values !== rows)
      throw new Error(`the column “${element.name}” has another number of values than there are rows`);
    return { element, about, ...placeOf(about) };
  });
  const from = Math.min(...places.map(({ begin }) => begin));
  const to = Math.max(...places.map(({ end }) => end));
  if (!(from >= 0 && from < to && to <= file.byteLength)) throw new Error('a row group lies beyond its end');
  const bytes = new Uint8Array(await file.slice(from, to));
  return places.map(({ element, about, begin, end }) => {
    const { type, codec, path_in_schema: pathInSchema } = about;
    const decoder: ColumnDecoder = {
      pathInSchema,
      schemaPath: getTreePath(tree, pathInSchema),
      element,
      type,
      codec,
      parsers: { ...DEFAULT_PARSERS, ...PARQUET_PARSERS },
      utf8: false,
    };
    return new ParquetColumn(bytes.subarray(begin - from, end - from), decoder, Number(rows), memory);
  });
}

type ColumnMetaData = NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>;

/** Some write 0 where there is no dictionary. */
function placeOf(column: ColumnMetaData): { readonly begin: number; readonly end: number } {
  const { dictionary_page_offset: dictionary, data_page_offset: data, total_compressed_size: size } = column;
  const begin = Number(dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data);
  return { begin, end: begin + Number(size) };
}

function toLine(cells: readonly string[]): string {
  // A row of one empty cell would be a blank line, which is no row.
  if (cells.length === 1 && cells[0] === '') return '""\n';
  return `${formatRow(cells, PARQUET_SEPARATOR)}\n`;
}
