import { cleanName } from '../../files/table/name-columns.ts';
import { namesToDrop, type ToldColumns } from '../../lead/told-columns.ts';
import type { AnyColumn, Table } from './table.ts';

/** Why a column is not learned from, as the lineage says it; read again by whoever trains the next version. */
export const DROPPED = 'named by --drop';
export const GROUPED_BY = 'the column of --group';
/** Between the words that mean "converted", where there are several. */
export const POSITIVES_JOIN = ' or ';

/** Columns that are not to be learned from: those that were named, and of those that may be missing what is there. */
export const listDropped = (
  { columns }: Pick<Table<AnyColumn>, 'columns'>,
  {
    drop = [],
    dropIfThere = [],
    told,
  }: {
    readonly drop?: readonly string[];
    readonly dropIfThere?: readonly string[];
    readonly told?: ToldColumns;
  },
): string[] => {
  const isThere = (name: string) => columns.some((column) => column.name === cleanName(name));
  return [...new Set([...drop, ...[...dropIfThere, ...namesToDrop(told)].filter(isThere)])];
};
