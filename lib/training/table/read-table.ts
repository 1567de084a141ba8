import { decodeText, type Encoding } from '../../csv/decode-text.ts';
import { detectSeparator } from '../../csv/detect-separator.ts';
import { type CsvRow, scanCsv } from '../../csv/scan-csv.ts';
import { InputError } from '../../errors.ts';
import { checkHeader } from './check-header.ts';
import { type Column, count, type Table } from './table.ts';

export interface ReadTableOptions {
  /** For messages. */
  readonly fileName?: string;
  readonly encoding?: Encoding;
  /** Accept a header without rows. */
  readonly allowNoRows?: boolean;
  /** Told of the header (first) and of every row, as they stand in the text. */
  readonly onRow?: (row: CsvRow) => void;
}

/**
 * Reads a CSV file into a column table. Separator: comma, semicolon or tab. The space around a cell is
 * dropped; nothing else is changed.
 *
 * @param input the bytes of the file, or its text
 * @throws {InputError} naming what was expected, what came, where, and what to do
 */
export function readTable(input: Uint8Array | string, options: ReadTableOptions = {}): Table {
  const fileName = options.fileName ?? 'the table';
  const text = typeof input === 'string' ? input : decodeText(input, fileName, options.encoding);
  const separator = detectSeparator(text, fileName);
  let header: string[] | undefined;
  let builders: ColumnBuilder[] = [];
  const ragged = { rows: 0, line: 0, found: 0 };
  let rowCount = 0;
  scanCsv(
    text,
    separator,
    (row) => {
      const { cells, line } = row;
      options.onRow?.(row);
      if (header === undefined) {
        header = cells.map((cell) => cell.trim());
        builders = header.map((name) => new ColumnBuilder(name));
        return;
      }
      rowCount += 1;
      if (cells.length !== header.length) {
        ragged.rows += 1;
        if (ragged.rows === 1) Object.assign(ragged, { line, found: cells.length });
        return;
      }
      for (let i = 0; i < cells.length; i++) builders[i]!.add(trimCell(cells[i]!));
    },
    fileName,
  );
  if (header === undefined) {
    throw new InputError(
      `${fileName}: expected a CSV file with a header line and rows of data, found an empty file.`,
    );
  }
  const table: Table = { fileName, separator, rowCount, columns: builders.map((builder) => builder.build()) };
  checkHeader(table);
  if (ragged.rows > 0) throw raggedError(table, ragged);
  if (rowCount === 0 && options.allowNoRows !== true) {
    throw new InputError(
      `${fileName}: expected rows of data below the header line, found none. Its columns are: ${header.join(', ')}.`,
    );
  }
  return table;
}

function raggedError(table: Table, ragged: { rows: number; line: number; found: number }): InputError {
  const expected = table.columns.length;
  const inAll =
    ragged.rows === 1
      ? 'It is the only such row'
      : `${count(ragged.rows, 'row')} of ${table.rowCount.toLocaleString('en-US')} differ`;
  const advice =
    ragged.found > expected
      ? 'A cell that contains the separator must stand in quotes.'
      : 'Fill up the missing cells (they may be empty), or remove what is not a row of the table.';
  return new InputError(
    `${table.fileName}: expected ${count(expected, 'cell')} in every row, as in the header; ` +
      `found ${ragged.found} in line ${ragged.line}. ${inAll}. ${advice}`,
  );
}

/** Most cells have no space around them: look at both ends before calling trim. */
export function trimCell(cell: string): string {
  const { length } = cell;
  if (length === 0 || (isInk(cell.charCodeAt(0)) && isInk(cell.charCodeAt(length - 1)))) return cell;
  return cell.trim();
}

const isInk = (code: number): boolean => code > 32 && code < 128;

/** Collects a column's words into a dictionary and the rows' codes into a growing typed array. */
class ColumnBuilder {
  readonly #name: string;
  readonly #codeOf = new Map<string, number>();
  #codes = new Int32Array(1024);
  #rows = 0;

  constructor(name: string) {
    this.#name = name;
  }

  add(word: string): void {
    let code = this.#codeOf.get(word);
    if (code === undefined) {
      code = this.#codeOf.size;
      this.#codeOf.set(word, code);
    }
    if (this.#rows === this.#codes.length) {
      const larger = new Int32Array(2 * this.#rows);
      larger.set(this.#codes);
      this.#codes = larger;
    }
    this.#codes[this.#rows] = code;
    this.#rows += 1;
  }

  build(): Column {
    return {
      kind: 'words',
      name: this.#name,
      words: [...this.#codeOf.keys()],
      codes: this.#codes.slice(0, this.#rows),
    };
  }
}
