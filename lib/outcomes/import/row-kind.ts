import type { NamedColumns } from '../../files/table/name-columns.ts';
import type { CellError } from './cell-readers.ts';

/** What a command makes of the rows of a table: first it looks at all of them, then it reads each. */
export interface RowKind<T> {
  /** Looks at a row, as long as the header: how a column is written is decided by all of its words. */
  readonly look: (cells: readonly string[]) => void;
  /** Called once, after all rows were looked at. @throws {InputError} the columns are not what they should be; says what to do */
  readonly decide: () => RowDecision<T>;
}

export interface RowDecision<T> {
  readonly read: (cells: readonly string[]) => ReadRow<T>;
  /** How the columns are read, for the user. */
  readonly notes: readonly string[];
}

/** A row read, or all that is wrong with it; undefined: it is left out, as the user said. */
export type ReadRow<T> = { readonly item: T } | { readonly errors: readonly CellError[] } | undefined;

/** Prepares for the rows below a header. @throws {InputError} a column is not there */
export type OpenRows<T> = (columns: NamedColumns) => RowKind<T>;
