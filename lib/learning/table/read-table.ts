import { InputError } from '../../errors.ts';
import { checkHeader } from '../../files/check-header.ts';
import { decodeCells } from '../../files/csv/decode-cells.ts';
import { addRagged, checkRagged, NO_RAGGED } from '../../files/csv/ragged-rows.ts';
import { RowBatch } from '../../files/csv/row-batch.ts';
import type { ByteRow } from '../../files/csv/scan-bytes.ts';
import { scanSource } from '../../files/csv/scan-source.ts';
import { type ByteSource, type CsvData, toByteSource } from '../../files/text/byte-source.ts';
import type { Encoding } from '../../files/text/decode-text.ts';
import { rulesOf, type ToldColumns } from '../../lead/told-columns.ts';
import { makeWordRules, type WordRules } from '../../lead/value-words.ts';
import { quoting } from '../../quoting.ts';
import { createSha256 } from '../../sha256.ts';
import { toWord } from '../../to-word.ts';
import { ColumnBuilder, NotNumbersError, type Tried } from './column-builder.ts';
import { PlainRows } from './plain-rows.ts';
import { type AnyColumn, type Column, listNames, type Table } from './table.ts';

export interface ReadTableOptions {
  /** For messages. */
  readonly fileName?: string | undefined;
  readonly encoding?: Encoding | undefined;
  /** Accept a header without rows. */
  readonly allowNoRows?: boolean;
  /** Keep the words of a column however many they are, unless they are numbers. */
  readonly keepText?: boolean;
  /** What the user says of columns. */
  readonly told?: ToldColumns | undefined;
}

/**
 * Reads a CSV file into a table of words. Separator: comma, semicolon or tab. The space around a cell is dropped;
 * nothing else is changed.
 *
 * @throws {InputError} naming what was expected, what came, where, and what to do
 */
export const readTable = (data: CsvData, options: ReadTableOptions = {}): Table =>
  readColumns(data, { ...options, keepWords: () => true, rules: makeWordRules() }) as Table<Column>;

/**
 * Reads a CSV file into columns of numbers and of words: a million rows of 18 columns take about 100 MB. Columns
 * of many different numbers become numbers, those of more than 65,535 different words keep none.
 *
 * @param keep columns whose words are kept, however many they are
 */
export const readMixedTable = (
  data: CsvData,
  options: ReadTableOptions,
  rules: WordRules,
  keep: readonly string[],
): Table<AnyColumn> => readColumns(data, { ...options, keepWords: (name) => keep.includes(name), rules });

interface Wanted extends ReadTableOptions {
  readonly keepWords: (name: string) => boolean;
  readonly rules: WordRules;
}

function readColumns(data: CsvData, wanted: Wanted): Table<AnyColumn> {
  const source = toByteSource(data);
  const tried = new Map<number, Tried>();
  for (;;) {
    try {
      return readOnce(source, wanted, tried);
    } catch (error) {
      if (!(error instanceof NotNumbersError)) throw error;
      tried.set(error.column, error.tried);
    }
  }
}

function readOnce(
  source: ByteSource,
  { fileName = 'the table', encoding, keepText = false, allowNoRows, keepWords, rules, told }: Wanted,
  tried: ReadonlyMap<number, Tried>,
): Table<AnyColumn> {
  const hash = createSha256();
  let header: string[] | undefined;
  let builders: ColumnBuilder[] = [];
  let batch: RowBatch | undefined;
  let ragged = NO_RAGGED;
  let rowCount = 0;
  /** Rows that stand in the columns. */
  let done = 0;
  let bytesRead = 0;
  /** Of the whole file, judged by its beginning, with a little to spare. */
  const expectRows = () =>
    source.size === undefined ? 0 : Math.ceil((1.01 * rowCount * source.size) / bytesRead);
  const separator = scanSource(
    source,
    {
      fileName,
      ...(encoding === undefined ? {} : { encoding }),
      onBytes: (block) => {
        bytesRead += block.length;
        hash.update(block);
      },
      onPause: () => batch?.flush(),
      readPlainRows: (separator) => {
        const plain = new PlainRows(separator);
        return (bytes, start) => {
          if (!plain.worthwhile) return -1;
          // Rows that were read the usual way come before.
          batch?.flush();
          const next = plain.read(builders, bytes, start, done);
          if (next < 0) return -1;
          done += 1;
          rowCount += 1;
          return next;
        };
      },
    },
    (row) => {
      if (batch === undefined) {
        header = readHeader(row);
        builders = header.map(
          (name, i) =>
            new ColumnBuilder(name, i, {
              words: rulesOf(rules, told?.get(name)),
              told: told?.get(name),
              keepWords: keepWords(name),
              keepText,
              tried: tried.get(i),
              expectRows,
            }),
        );
        batch = new RowBatch(row.width, (rows) => {
          for (const builder of builders) builder.add(rows, done);
          done += rows.count;
        });
        return;
      }
      rowCount += 1;
      if (row.width === batch.width) {
        batch.add(row);
        return;
      }
      ragged = addRagged(ragged, { rows: 1, line: row.line, width: row.width });
    },
  );
  if (header === undefined) {
    throw new InputError(
      `${fileName}: expected a CSV file with a header line and rows of data, found an empty file.`,
    );
  }
  const columns = builders.map((builder) => builder.build(done));
  const table: Table<AnyColumn> = { fileName, separator, rowCount, sha256: hash.digest(), columns };
  checkHeader(table);
  checkRagged(ragged, fileName, columns.length, rowCount);
  if (rowCount === 0 && allowNoRows !== true) {
    throw new InputError(
      quoting`${fileName}: expected rows of data below the header line, found none. ${listNames(header as string[])}`,
    );
  }
  return table;
}

const readHeader = (row: ByteRow): string[] => decodeCells(row).map(toWord);
