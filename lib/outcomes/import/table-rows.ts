import { decodeCells } from '../../files/csv/decode-cells.ts';
import { type NamedColumns, nameColumns } from '../../files/table/name-columns.ts';
import { type ScannedTable, scanInSteps } from '../../files/table/scan-table.ts';
import type { ByteSource } from '../../files/text/byte-source.ts';
import type { Encoding } from '../../files/text/encoding.ts';
import { toWord } from '../../to-word.ts';

/** A table that can be read again from its beginning. */
export interface Table {
  readonly data: ByteSource;
  /** For messages. */
  readonly fileName: string;
}

/** A row below the header. */
export interface TableRow {
  /** In the file, from 1, as an editor counts. */
  readonly line: number;
  /** Without the space around them; as many as the row has, which may be more or fewer than the header. */
  readonly cells: readonly string[];
}

export interface TableReader {
  /** Called once, before the rows. */
  readonly onHeader: (columns: NamedColumns, header: readonly string[]) => void;
  readonly onRow: (row: TableRow) => void;
  /** Of the file as it stands, told as it is read. */
  readonly onBytes?: (bytes: number) => void;
}

/** Reads the rows of a table, and pauses after each block of it: memory does not grow with the file. @throws {InputError} it is no table */
export function* readTableRows(
  { data, fileName }: Table,
  encoding: Encoding | undefined,
  { onHeader, onRow, onBytes }: TableReader,
): Generator<undefined, ScannedTable> {
  let isHeader = true;
  let read = 0;
  const options = {
    ...{ fileName, encoding },
    onBytes: (block: Uint8Array) => {
      read += block.length;
      onBytes?.(read);
    },
  };
  return yield* scanInSteps(data, options, (row) => {
    const cells = decodeCells(row).map(toWord);
    if (!isHeader) return onRow({ line: row.line, cells });
    isHeader = false;
    onHeader(nameColumns(cells), cells);
  });
}
