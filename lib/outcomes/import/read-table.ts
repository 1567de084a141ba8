import { count } from '../../count.ts';
import { InputError } from '../../errors.ts';
import type { Encoding } from '../../files/text/encoding.ts';
import { withEncoding } from '../../files/text/with-encoding.ts';
import type { CellError } from './cell-readers.ts';
import type { OpenRows, ReadRow, RowDecision, RowKind } from './row-kind.ts';
import { readTableRows, type Table, type TableRow } from './table-rows.ts';

/** What was made of a row. */
export interface RowItem<T> {
  readonly row: TableRow;
  readonly item: T;
}

/** What is known of a table when all of its rows were looked at. */
export interface Survey<T> {
  readonly encoding: Encoding | undefined;
  readonly header: readonly string[];
  readonly rows: number;
  readonly notes: readonly string[];
  readonly decision: RowDecision<T>;
}

/**
 * Looks at all rows. Whether a file is UTF-8 shows at its end only: then it begins anew.
 *
 * @param told the encoding, where the user says it
 * @throws {InputError} it is no table, it has no rows, or its columns are not what they should be
 */
export function surveyTable<T>(table: Table, told: Encoding | undefined, open: OpenRows<T>): Survey<T> {
  const { data, fileName } = table;
  return withEncoding(data, { fileName, encoding: told }, ({ encoding, notes }) => {
    let kind: RowKind<T> | undefined;
    let header: readonly string[] = [];
    let rows = 0;
    const steps = readTableRows(table, encoding, {
      onHeader(columns, cells) {
        header = cells;
        kind = open(columns);
      },
      onRow({ cells }) {
        rows += 1;
        if (cells.length === header.length) kind!.look(cells);
      },
    });
    const scanned = drain(steps);
    if (kind === undefined || rows === 0)
      throw new InputError(`${fileName}: expected a header line and at least one row, found none.`);
    // An encoding that turns out to be another one is found by then: what is decided holds.
    return { ...{ encoding, header, rows }, notes: [...notes, ...scanned.notes], decision: kind.decide() };
  });
}

function drain<R>(steps: Generator<undefined, R>): R {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** Reads every row once more, and pauses after each block of the table. */
export function eachRow<T>(
  table: Table,
  { encoding, header }: Pick<Survey<T>, 'encoding' | 'header'>,
  read: (cells: readonly string[]) => ReadRow<T>,
  on: {
    readonly onGood: (item: RowItem<T>) => void;
    readonly onLeftOut?: (row: TableRow) => void;
    readonly onBad: (row: TableRow, errors: readonly CellError[]) => void;
    readonly onBytes?: (bytes: number) => void;
  },
): Generator<undefined, unknown> {
  return readTableRows(table, encoding, {
    onHeader() {},
    onRow(row) {
      if (row.cells.length !== header.length) {
        const found = `expected ${count(header.length, 'cell')} as in the header, found ${row.cells.length}`;
        return on.onBad(row, [{ field: '', message: found }]);
      }
      const one = read(row.cells);
      if (one === undefined) on.onLeftOut?.(row);
      else if ('errors' in one) on.onBad(row, one.errors);
      else on.onGood({ row, item: one.item });
    },
    ...(on.onBytes === undefined ? {} : { onBytes: on.onBytes }),
  });
}
