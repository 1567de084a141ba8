/** Signs that nobody sees: controls, soft hyphen, zero-width signs, marks of direction, byte order marks. */
const INVISIBLE = /[\p{Cc}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;
const ODD_SPACE = /[\t\n\v\f\r\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/gu;

/**
 * The name of a column as it is compared: composed (Unicode NFC), without invisible signs, with plain spaces, none around it.
 *
 * @example cleanName('lead\u200b\u00a0id ') // 'lead id'
 */
export const cleanName = (name: string): string =>
  name.replace(ODD_SPACE, ' ').replace(INVISIBLE, '').trim().normalize('NFC');

/** A text for a message: signs that nobody sees stand as their code. @example showInvisible('lead\u200bid') // 'lead\\u200bid' */
export const showInvisible = (text: string): string =>
  text.replace(new RegExp(`${INVISIBLE.source}|${ODD_SPACE.source}`, 'gu'), (sign) =>
    [...sign].map((one) => `\\u${one.codePointAt(0)!.toString(16).padStart(4, '0')}`).join(''),
  );

/** The names of a table's columns, as every reader of it gives them. */
export interface NamedColumns {
  /** Each once: a column without a name is `column 3` by its place, the second of a name `amount#2`. */
  readonly names: readonly string[];
  /** Columns without a name; from 0. */
  readonly unnamed: ReadonlySet<number>;
  /** Name → the columns that have it, where there are several; from 0. */
  readonly repeated: ReadonlyMap<string, readonly number[]>;
  /** What is to be known about names that were cleaned. */
  readonly notes: readonly string[];
}

/** pandas writes an index without a name so, when it was read with one. */
const PANDAS_UNNAMED = /^Unnamed: \d+$/;

/** @param cells of the header, as they stand in the file */
export function nameColumns(cells: readonly string[]): NamedColumns {
  const notes: string[] = [];
  const unnamed = new Set<number>();
  const cleaned = cells.map((cell, i) => {
    const name = cleanName(cell);
    if (name === '' || PANDAS_UNNAMED.test(name)) {
      unnamed.add(i);
      return name === '' ? `column ${i + 1}` : name;
    }
    if (name !== cell.trim())
      notes.push(`the name of column ${i + 1}, “${showInvisible(cell.trim())}”, is read as “${name}”`);
    return name;
  });
  const places = new Map<string, number[]>();
  const taken = new Set(cleaned);
  const names = cleaned.map((name, i) => {
    const before = places.get(name);
    if (before === undefined) {
      places.set(name, [i]);
      return name;
    }
    before.push(i);
    let number = before.length;
    while (taken.has(`${name}#${number}`)) number += 1;
    taken.add(`${name}#${number}`);
    return `${name}#${number}`;
  });
  const repeated = new Map([...places].filter(([, columns]) => columns.length > 1));
  return { names, unnamed, repeated, notes };
}
