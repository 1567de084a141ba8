import { setImmediate } from 'node:timers/promises';
import { formatRow } from '../csv/csv-cell.ts';
import { escapeFormula, type Formulas } from '../csv/formulas.ts';
import { textOfValue } from '../scoring/json-object.ts';
import { type CellType, ColumnTypes, type RowValue, toTyped } from './cell-type.ts';
import { type OpenBlocks, readCsvTable, readJsonTable, type TableRows } from './read-rows.ts';
import type { ResultFormat } from './result-format.ts';
import type { TypedColumn } from './write-parquet.ts';

export interface ConvertOptions {
  readonly from: 'csv' | 'jsonl';
  readonly to: ResultFormat;
  /** Name → the type that a column has where it comes from; it is taken where all values fit. */
  readonly types?: ReadonlyMap<string, CellType>;
  /** Of CSV. */
  readonly formulas?: Formulas;
}

/** Characters of text that are written at once. */
const BLOCK_LENGTH = 1 << 18;

/**
 * Writes a table of ours, in UTF-8, in another format. It is read twice: which type a column has shows when all of its values were
 * seen. Memory does not grow with the table.
 *
 * In JSON Lines every row has every column, null where its cell is empty.
 *
 * @param open the blocks of the table, from its beginning, as often as it is called
 * @throws {InputError} a line of JSON Lines is no object
 */
export async function convertTable(
  open: OpenBlocks,
  write: (block: Uint8Array) => void,
  { from, to, types, formulas = 'escape' }: ConvertOptions,
): Promise<void> {
  const table = from === 'csv' ? readCsvTable(open) : readJsonTable(open);
  if (to === 'csv') return writeText(write, csvLines(table, formulas));
  const columns = await chooseTypes(table, from, types);
  if (to === 'jsonl') return writeText(write, jsonLines(table.rows, columns));
  const { writeParquet } = await import('./write-parquet.ts');
  await writeParquet(write, columns, table.rows);
}

/** Rows after which a signal gets its turn. */
const PAUSE_ROWS = 1 << 14;

async function chooseTypes(
  { names, rows }: TableRows,
  from: 'csv' | 'jsonl',
  types: ReadonlyMap<string, CellType> | undefined,
): Promise<TypedColumn[]> {
  const found = names.map(() => new ColumnTypes(from === 'csv'));
  let read = 0;
  for (const row of rows) {
    for (let c = 0; c < names.length; c++) found[c]!.observe(row[c] ?? null);
    read += 1;
    if (read % PAUSE_ROWS === 0) await setImmediate();
  }
  return names.map((name, c) => ({ name, type: found[c]!.choose(types?.get(name)) }));
}

async function writeText(write: (block: Uint8Array) => void, lines: Iterable<string>): Promise<void> {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < BLOCK_LENGTH) continue;
    write(Buffer.from(text));
    text = '';
    await setImmediate();
  }
  if (text !== '') write(Buffer.from(text));
}

function* csvLines({ names, rows }: TableRows, formulas: Formulas): Generator<string> {
  const protect = formulas === 'escape' ? escapeFormula : (cell: string) => cell;
  const toLine = (cells: readonly string[]) =>
    // A row of one empty cell would be a blank line, which is no row.
    cells.length === 1 && cells[0] === '' ? '""\n' : `${formatRow(cells.map(protect), ',')}\n`;
  yield toLine(names);
  for (const row of rows) yield toLine(row.map(textOfValue));
}

function* jsonLines(rows: Iterable<readonly RowValue[]>, columns: readonly TypedColumn[]): Generator<string> {
  const keys = columns.map(({ name }) => `${JSON.stringify(name)}:`);
  for (const row of rows) {
    const members = columns.map(({ type }, c) => `${keys[c]}${toJson(row[c] ?? null, type)}`);
    yield `{${members.join(',')}}\n`;
  }
}

/** JSON has no dates: they stay as they are written. A number, too, with all its digits. */
function toJson(value: RowValue, type: CellType): string {
  if (type === 'whole' || type === 'number')
    return typeof value === 'string' ? value.replace(',', '.') : JSON.stringify(value);
  return JSON.stringify(type === 'boolean' ? toTyped(value, type) : value);
}
