import { InputError } from '../../errors.ts';
import { UNSEEN } from '../made-of.ts';

const EACH_UNSEEN = new RegExp(UNSEEN, 'gu');

/** Whether PostgreSQL has such a text: it is UTF-8 without the character NUL. A level that is not cannot occur in a table. */
export const isSqlText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/**
 * A text as a constant. One with a backslash is written so that it means the same whatever `standard_conforming_strings` is.
 *
 * @param text `isSqlText`
 */
export function sqlText(text: string): string {
  const quoted = text.replaceAll("'", "''");
  if (!UNSEEN.test(text) && !text.includes('\\')) return `'${quoted}'`;
  const escaped = quoted
    .replaceAll('\\', '\\\\')
    .replaceAll(EACH_UNSEEN, (character) =>
      character > '\uffff' || character.length > 1
        ? `\\U${hexOf(character, 8)}`
        : `\\u${hexOf(character, 4)}`,
    );
  return `E'${escaped}'`;
}

/** A name as an identifier. @throws {InputError} PostgreSQL can have no such name */
export function sqlName(name: string, what = 'a field'): string {
  if (name === '' || !isSqlText(name)) {
    throw new InputError(
      `${what}: expected a name that a column of PostgreSQL can have, got ${name === '' ? 'an empty one' : JSON.stringify(name)}. Rename the column, and train again.`,
    );
  }
  const quoted = name.replaceAll('"', '""');
  if (!UNSEEN.test(name)) return `"${quoted}"`;
  const escaped = quoted
    .replaceAll('\\', '\\\\')
    .replaceAll(EACH_UNSEEN, (character) => `\\+${hexOf(character, 6)}`);
  return `U&"${escaped}"`;
}

const hexOf = (character: string, digits: number): string =>
  character.codePointAt(0)!.toString(16).padStart(digits, '0');

/**
 * The name of a table: `leads`, `crm.leads`; a part with a dot in quotation marks.
 *
 * @throws {InputError}
 */
export function sqlTable(table: string): string {
  const parts = [...table.matchAll(/(?:"((?:[^"]|"")+)"|([^".]+))(?:\.|$)/gy)];
  const read = parts.map(([all]) => all).join('');
  if (parts.length === 0 || parts.length > 3 || read !== table || table.endsWith('.')) {
    throw new InputError(
      `--table: expected a name such as leads or crm.leads, got ${JSON.stringify(table)}.`,
    );
  }
  return parts
    .map(([, quoted, plain]) => sqlName(quoted?.replaceAll('""', '"') ?? plain!, '--table'))
    .join('.');
}

/** A number as a constant. */
export const sqlNumber = (x: number): string =>
  Number.isFinite(x) ? String(x) : `'${x > 0 ? 'Infinity' : '-Infinity'}'::float8`;

/** The same, of 64 bits: one of them in a CASE makes all of its branches so. */
export const sqlDouble = (x: number | null): string =>
  x === null ? 'NULL::float8' : Number.isFinite(x) ? `${x}::float8` : sqlNumber(x);

/** A CASE with a line per branch, where it has many. @param otherwise undefined: NULL */
export function sqlCase(branches: readonly string[], otherwise?: string): string {
  const all = otherwise === undefined ? branches : [...branches, `ELSE ${otherwise}`];
  const [before, between, after] = all.length > 5 ? ['\n      ', '\n      ', '\n    '] : [' ', ' ', ' '];
  return `CASE${before}${all.join(between)}${after}END`;
}
