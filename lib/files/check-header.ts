import { InputError } from '../errors.ts';
import { isDateWord, looksLikeNumber, parseNumberWord } from '../lead/value-words.ts';
import { cells, quoteSome, quoting } from '../quoting.ts';

/** A column's name and, of a training file, its different words. */
type NamedColumn =
  | { readonly kind: 'words'; readonly name: string; readonly words: readonly string[] }
  | { readonly kind: 'numbers'; readonly name: string }
  | { readonly kind: 'text'; readonly name: string };

/**
 * Checks that the first line of a table names its columns.
 *
 * @param columns by the names that stand there; empty, where there is none
 * @throws {InputError} for a first line of data
 */
export function checkHeader({
  fileName,
  columns,
}: {
  readonly fileName: string;
  readonly columns: readonly NamedColumn[];
}): void {
  const names = columns.map((column) => column.name);
  if (looksLikeData(columns)) {
    throw new InputError(
      quoting`${fileName}: expected the names of the columns in line 1, found what looks like data: ${cells(quoteSome(names))}. Put a line with the names above it.`,
    );
  }
}

/**
 * Data, when every name is a number or a date; or when most names occur as values of their own column (or are
 * dates above dates) and no column speaks for a header by having a word above numbers or dates. One such
 * column alone proves nothing: `y` above y and n is a fine name.
 */
function looksLikeData(columns: readonly NamedColumn[]): boolean {
  const named = columns.filter((column) => column.name !== '');
  if (named.length === 0) return false;
  if (named.every((column) => isNumberOrDate(column.name))) return true;
  let against = 0;
  for (const column of named) {
    // More different values than a dictionary holds: a name among them would be a great coincidence.
    if (column.kind === 'text') continue;
    if (column.kind === 'numbers') {
      if (!isNumberOrDate(column.name)) return false;
      continue;
    }
    const values = column.words.filter((word) => word !== '');
    const measured = values.filter(isNumberOrDate).length;
    const mostlyMeasured = values.length > 0 && measured >= 0.9 * values.length;
    if (mostlyMeasured && !isNumberOrDate(column.name)) return false;
    const dateAboveDates = mostlyMeasured && isDateWord(column.name);
    if (dateAboveDates || values.includes(column.name)) against += 1;
  }
  return 2 * against > named.length;
}

/** Whether none is an address, a number, a date or without a letter, as there mostly is one in a first line of data. */
export const looksLikeNames = (names: readonly string[]): boolean =>
  names.every((name) => /\p{L}/u.test(name) && !name.includes('@') && !isNumberOrDate(name));

/** A number such as `1.234,50 €`; with letters it may as well be a name, such as `V1`. */
const isNumberOrDate = (word: string): boolean =>
  parseNumberWord(word) !== undefined || (!/\p{L}/u.test(word) && looksLikeNumber(word)) || isDateWord(word);
