import type { ColumnSettings } from '../../contract/column-settings.ts';
import { InputError } from '../../errors.ts';
import { looksLikeNames } from '../../files/check-header.ts';
import { nearestName } from '../../lead/nearest-name.ts';
import { quoting } from '../../quoting.ts';
import { type AnyColumn, type Column, listNames, type Table } from './table.ts';

/** @throws {InputError} listing the columns and the nearest name when there is none of that name */
export function findColumn<C extends AnyColumn>(table: Table<C>, name: string, option: string): C {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  const names = table.columns.map((candidate) => candidate.name);
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? '' : `Did you mean “${nearest}”? `;
  // Of a first line of data it would be a cell.
  const tellable = hint === '' || looksLikeNames(names) ? hint : { text: hint, withoutCells: '' };
  throw new InputError(
    quoting`${table.fileName}: ${option}: expected one of its columns, got “${name}”. ${tellable}${listNames(names)}`,
  );
}

/** A column that was read with its words kept. */
export function findWords(table: Table<AnyColumn>, name: string, option: string): Column {
  const column = findColumn(table, name, option);
  if (column.kind !== 'words') throw new Error(`${option}: expected the words of ${name} to be kept`);
  return column;
}

/** @throws {InputError} something is said of a column that is not there */
export function checkTold(settings: ColumnSettings = {}, table: Table<AnyColumn>): void {
  for (const name of Object.keys(settings)) findColumn(table, name, 'what is said of columns');
}
