import { InputError } from '../../errors.ts';
import { nearestName } from '../../lead/nearest-name.ts';
import type { Column, Table } from './table.ts';

/** @throws {InputError} listing the columns and the nearest name when there is none of that name */
export function findColumn(table: Table, name: string, option: string): Column {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column !== undefined) return column;
  const names = table.columns.map((candidate) => candidate.name);
  const nearest = nearestName(name, names);
  throw new InputError(
    `${table.fileName}: ${option}: expected one of its columns, got “${name}”. ` +
      `${nearest === undefined ? '' : `Did you mean “${nearest}”? `}Its columns are: ${names.join(', ')}.`,
  );
}
