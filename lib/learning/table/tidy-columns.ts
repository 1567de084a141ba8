import type { NamedColumns } from '../../files/table/name-columns.ts';
import { parseNumberWord } from '../../lead/value-words.ts';
import { quoteSome } from '../../quoting.ts';
import type { AnyColumn, Table } from './table.ts';

/** What is to be known of columns without a name of their own. */
export type Tidied = Pick<Table<AnyColumn>, 'columns' | 'leftOut' | 'repeated' | 'warnings'>;

/**
 * Leaves columns out that nobody can name: those without a name, of which the first is often the row index that a program has
 * written, and those that repeat another cell by cell. Columns of one name that differ stay, as `amount` and `amount#2`.
 */
export function tidyColumns(columns: readonly AnyColumn[], named: NamedColumns, rowCount: number): Tidied {
  const leftOut = new Map<string, string>();
  const repeated = new Map<string, readonly number[]>();
  const warnings = [...named.notes];
  const leave = (i: number, reason: string) => {
    const { name } = columns[i]!;
    leftOut.set(name, reason);
    warnings.push(
      name === `column ${i + 1}`
        ? `${name}: ${reason}, left out`
        : `“${name}” (column ${i + 1}): ${reason}, left out`,
    );
  };
  for (const i of named.unnamed) leave(i, explainUnnamed(columns[i]!, rowCount));
  for (const [name, places] of named.repeated) {
    if (places.some((i) => named.unnamed.has(i))) continue;
    const [first = 0, ...others] = places;
    const differing = others.filter((i) => !areEqual(columns[first]!, columns[i]!, rowCount));
    for (const i of others)
      if (!differing.includes(i)) leave(i, `the same as column ${first + 1}, “${name}”, in every row`);
    if (differing.length > 0)
      repeated.set(
        name,
        [first, ...differing].map((i) => i + 1),
      );
  }
  return { columns: columns.filter(({ name }) => !leftOut.has(name)), leftOut, repeated, warnings };
}

function explainUnnamed(column: AnyColumn, rowCount: number): string {
  if (column.kind === 'words' && column.words.every((word) => word === ''))
    return 'it has neither a name nor values';
  return countsRows(column, rowCount)
    ? 'the row index, without a name'
    : 'it has no name, so no lead can be asked for it';
}

/** 0, 1, 2 … or 1, 2, 3 …; exports that were put together begin anew. */
function countsRows(column: AnyColumn, rowCount: number): boolean {
  if (column.kind === 'text' || rowCount === 0) return false;
  const values = column.kind === 'words' ? column.words.map((word) => parseNumberWord(word)) : undefined;
  const at = (row: number) => (column.kind === 'words' ? values![column.codes[row]!] : column.values[row]);
  const start = at(0);
  if (start !== 0 && start !== 1) return false;
  for (let row = 1; row < rowCount; row++) {
    const value = at(row);
    if (value !== at(row - 1)! + 1 && value !== start) return false;
  }
  return true;
}

function areEqual(a: AnyColumn, b: AnyColumn, rowCount: number): boolean {
  if (a.kind === 'words' && b.kind === 'words') {
    for (let row = 0; row < rowCount; row++)
      if (a.words[a.codes[row]!] !== b.words[b.codes[row]!]) return false;
    return true;
  }
  if (a.kind !== 'numbers' || b.kind !== 'numbers') return false;
  for (let row = 0; row < rowCount; row++) if (!Object.is(a.values[row], b.values[row])) return false;
  return true;
}

/** Why columns of one name are not learned from. */
export const explainRepeated = (name: string, places: readonly number[]): string =>
  `${places.length} columns are called “${name}” (${places.join(' and ')}) and differ`;

/** The same as advice. */
export const adviseRepeated = (name: string, places: readonly number[]): string =>
  `${explainRepeated(name, places)}: none is learned from. Rename them, or --drop all but one: they are called ${quoteSome(
    places.map((_, i) => (i === 0 ? name : `${name}#${i + 1}`)),
  )} here`;

/** The columns of a repeated name that are not dropped, where they are several: nobody can tell which is meant. */
export function findAmbiguous(
  { columns, repeated }: Pick<Table<AnyColumn>, 'columns' | 'repeated'>,
  drop: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const name of repeated.keys()) {
    const isOne = (column: AnyColumn) =>
      column.name === name ||
      (column.name.startsWith(`${name}#`) && /^\d+$/.test(column.name.slice(name.length + 1)));
    const left = columns
      .filter((column) => isOne(column) && !drop.includes(column.name))
      .map((column) => column.name);
    if (left.length > 1) found.set(name, left);
  }
  return found;
}
