import type { ColumnSettings } from '../../contract/column-settings.ts';
import { InputError } from '../../errors.ts';
import { looksLikeNames } from '../../files/check-header.ts';
import { cleanName, showInvisible } from '../../files/table/name-columns.ts';
import { nearestName } from '../../lead/nearest-name.ts';
import { quoting } from '../../quoting.ts';
import { type AnyColumn, type Column, listNames, type Table } from './table.ts';

/** @throws {InputError} listing the columns and the nearest name when there is none of that name */
export function findColumn<C extends AnyColumn>(table: Table<C>, name: string, option: string): C {
  const cleaned = cleanName(name);
  const column = table.columns.find((candidate) => candidate.name === cleaned);
  const places = option === '--drop' ? undefined : table.repeated.get(cleaned);
  if (places !== undefined) {
    throw new InputError(
      `${table.fileName}: ${option}: expected one column called “${cleaned}”, found ${places.length}, columns ${places.join(' and ')}, that differ. Rename or remove one.`,
    );
  }
  if (column !== undefined) return column;
  const gone = table.leftOut.get(cleaned);
  if (gone !== undefined) {
    throw new InputError(
      `${table.fileName}: ${option}: expected a column that is read, got “${cleaned}”, which is left out: ${gone}.`,
    );
  }
  const names = table.columns.map((candidate) => candidate.name);
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? '' : `Did you mean “${nearest}”? `;
  // Of a first line of data it would be a cell.
  const tellable = hint === '' || looksLikeNames(names) ? hint : { text: hint, withoutCells: '' };
  throw new InputError(
    quoting`${table.fileName}: ${option}: expected one of its columns, got “${showInvisible(name)}”. ${tellable}${listNames(names)}`,
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
  for (const name of Object.keys(settings))
    if (!table.leftOut.has(cleanName(name))) findColumn(table, name, 'what is said of columns');
}

/** The columns of --drop by their names in the table; one that is left out anyway may be named. @throws {InputError} there is none */
export const findDropped = (table: Table<AnyColumn>, names: readonly string[]): string[] =>
  names.map((name) =>
    table.leftOut.has(cleanName(name)) ? cleanName(name) : findColumn(table, name, '--drop').name,
  );
