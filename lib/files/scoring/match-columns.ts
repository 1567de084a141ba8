import { InputError } from '../../errors.ts';
import { nameResults, noteRenamed } from '../../lead/name-results.ts';
import { nearestName } from '../../lead/nearest-name.ts';
import type { LeadSchema } from '../../lead/schema.ts';
import { cleanName, type NamedColumns, showInvisible } from '../table/name-columns.ts';

export interface MatchedColumns {
  /** Per field of the schema, its column; −1: there is none, and the value may be missing, or the model does not use it. */
  readonly columns: readonly number[];
  /** What the columns are called that scoring adds. */
  readonly added: readonly string[];
  readonly warnings: readonly string[];
}

/** Per field of the schema, its column; −1: there is none, or the model does not use the field. Of columns that have one name it is the first. */
export const findFields = ({ fields }: LeadSchema, { names, unnamed }: NamedColumns): number[] =>
  fields.map(({ name, unused }) => {
    if (unused === true) return -1;
    const cleaned = cleanName(name);
    return names.findIndex((other, i) => other === cleaned && !unnamed.has(i));
  });

/**
 * The column that a user names.
 *
 * @param what it holds, for messages
 * @throws {InputError} there is none of this name, or there are several
 */
export function findNamedColumn(
  { names, unnamed, repeated }: NamedColumns,
  name: string,
  what: string,
  fileName: string,
): number {
  const cleaned = cleanName(name);
  const places = repeated.get(cleaned);
  if (places !== undefined) {
    throw new InputError(
      `${fileName}: expected one column “${name}” for ${what}, found it as columns ${places.map((i) => i + 1).join(' and ')}.`,
    );
  }
  const column = names.findIndex((other, i) => other === cleaned && !unnamed.has(i));
  if (column >= 0) return column;
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? '' : ` Did you mean “${showInvisible(nearest)}”?`;
  throw new InputError(
    `${fileName}: expected a column “${name}” for ${what}.${hint} Its columns are: ${names.map(showInvisible).join(', ')}.`,
  );
}

/** Of fields whose column stands twice, which is read. */
export function tellRepeatedFields({ fields }: LeadSchema, { repeated }: NamedColumns): string[] {
  return fields.flatMap(({ name }) => {
    const places = repeated.get(cleanName(name))?.map((i) => i + 1);
    return places === undefined
      ? []
      : [`“${name}” stands in columns ${places.join(' and ')}: column ${places[0]} is read`];
  });
}

/**
 * Finds the model's fields among the columns of a file.
 *
 * @param added the columns that scoring adds
 * @throws {InputError} when a required one is not there, or none at all
 */
export function matchColumns(
  schema: LeadSchema,
  found: NamedColumns,
  added: readonly string[],
  fileName: string,
): MatchedColumns {
  const { names } = found;
  const columns = findFields(schema, found);
  const absent = schema.fields.filter(({ unused }, f) => columns[f] === -1 && unused !== true);
  const required = absent.filter((field) => field.required).map((field) => field.name);
  if (required.length > 0) {
    throw new InputError(
      `${fileName}: expected the ${required.length === 1 ? 'column' : 'columns'} ${quote(required)}, which the model requires; ` +
        `its columns are: ${names.map(showInvisible).join(', ')}.`,
    );
  }
  if (absent.length > 0 && columns.every((column) => column === -1)) {
    throw new InputError(
      `${fileName}: expected columns of the model (${quote(absent.map(({ name }) => name))}), found none of them; its columns are: ${names.join(', ')}.`,
    );
  }
  const unread = names.filter((_, c) => !columns.includes(c));
  const hint = (name: string): string => {
    const nearest = nearestName(name, unread);
    return nearest === undefined ? '' : `; is it “${nearest}”?`;
  };
  const named = nameResults(added, names);
  return {
    columns,
    added: named,
    warnings: [
      ...tellRepeatedFields(schema, found),
      ...absent.map(({ name }) => `no column “${name}”: taken as missing in every row${hint(name)}`),
      ...noteRenamed(added, named),
    ],
  };
}

const quote = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');
