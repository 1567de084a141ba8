import { InputError } from '../../errors.ts';
import { parseBooleanWord, parseNumberWord } from '../../lead/value-words.ts';
import { quoteSome } from '../../quoting.ts';
import type { LeadsValues } from '../read-options.ts';

/** A column of the model, as far as it tells which words its codes stand for. */
export interface CodedColumn {
  readonly name: string;
  /** What the file says of its training values; `none`: of no use to the model. */
  readonly kind: 'codes' | 'numbers' | 'none';
  /** Of codes and of numbers. */
  readonly largest: number;
  readonly isWhole: boolean;
  /** What the leads have there, where they are given. */
  readonly values?: LeadsValues;
}

/**
 * Finds out which columns the lists of `pandas_categorical` belong to. LightGBM writes one list per category column of the table, in
 * their order, and no names: also for ordered categories, which trees split as numbers, and for columns that are of no use; columns of
 * whole numbers that were named as categories have none.
 *
 * @param lacking columns that leads are given without
 * @returns per column its list
 * @throws {InputError} there is no way, or more than one
 */
export function assignCategories(
  lists: readonly (readonly unknown[])[],
  columns: readonly CodedColumn[],
  fileName: string,
  lacking: readonly string[] = [],
): ReadonlyMap<string, readonly unknown[]> {
  const ways: number[][] = [];
  // Whether lists from `list` on fit columns from `column` on.
  const known = new Map<string, boolean>();
  const fitsRest = (list: number, column: number): boolean => {
    if (column === columns.length) return list === lists.length;
    const key = `${list} ${column}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const result =
      (list < lists.length && fits(lists[list]!, columns[column]!) && fitsRest(list + 1, column + 1)) ||
      (canLack(columns[column]!) && fitsRest(list, column + 1));
    known.set(key, result);
    return result;
  };
  const walk = (list: number, column: number, way: readonly number[]): void => {
    if (ways.length > 1 || !fitsRest(list, column)) return;
    if (column === columns.length) {
      ways.push([...way]);
      return;
    }
    if (list < lists.length && fits(lists[list]!, columns[column]!))
      walk(list + 1, column + 1, [...way, column]);
    if (canLack(columns[column]!)) walk(list, column + 1, way);
  };
  const coded = columns.flatMap(({ kind }, i) => (kind === 'codes' ? [i] : []));
  const isUsual =
    coded.length === lists.length &&
    coded.every((column, list) => fits(lists[list]!, columns[column]!)) &&
    columns.every((column, i) => coded.includes(i) || canLack(column));
  if (isUsual) ways.push(coded);
  else walk(0, 0, []);
  if (ways.length === 1)
    return new Map(ways[0]!.map((column, list) => [columns[column]!.name, lists[list]!]));
  throw new InputError(
    `${fileName}: pandas_categorical: expected ${lists.length} lists of categories that fit the model’s columns in one way, found ${ways.length === 0 ? 'none' : 'several'}${tellLeads(columns, lacking)}. ${
      ways.length === 0
        ? 'Give the leads as the model saw them, or name the words of its codes: --categories.'
        : 'Give raw leads with all of the model’s columns: --leads.'
    }`,
  );
}

function tellLeads(columns: readonly CodedColumn[], lacking: readonly string[]): string {
  const words = columns.filter((column) => !canLack(column)).map(({ name }) => name);
  return [
    ...(words.length === 0 ? [] : [`; of the leads, ${quoteSome(words)} are words`]),
    ...(lacking.length === 0 ? [] : [`; the leads lack ${quoteSome(lacking)}`]),
  ].join('');
}

/** A column of words has codes that a list explains. */
const canLack = ({ values }: CodedColumn): boolean => values?.areWords !== true;

/** Of the values that leads have, most are among the categories. */
const MOST = 0.5;

function fits(list: readonly unknown[], { kind, largest, isWhole, values }: CodedColumn): boolean {
  if (kind !== 'none' && !(isWhole && largest < list.length)) return false;
  if (values === undefined) return true;
  const known = new Set(list);
  const isKnown = (word: string) =>
    known.has(word) || known.has(parseNumberWord(word)) || known.has(parseBooleanWord(word));
  return values.words.filter(isKnown).length > MOST * values.words.length;
}
