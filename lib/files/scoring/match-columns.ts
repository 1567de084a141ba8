import { InputError } from '../../errors.ts';
import type { LeadSchema } from '../../lead/schema.ts';
import { cleanName, type NamedColumns, showInvisible } from '../table/name-columns.ts';

/** The columns that scoring adds. */
export const NEW_COLUMNS = ['probability', 'score', 'grade', 'reason_1', 'reason_2', 'reason_3'] as const;

export interface MatchedColumns {
  /** Per field of the schema, its column; −1: there is none, and the value may be missing. */
  readonly columns: readonly number[];
  readonly warnings: readonly string[];
}

/** Per field of the schema, its column; −1: there is none. Of columns that have one name it is the first. */
export const findFields = ({ fields }: LeadSchema, { names, unnamed }: NamedColumns): number[] =>
  fields.map(({ name }) => {
    const cleaned = cleanName(name);
    return names.findIndex((other, i) => other === cleaned && !unnamed.has(i));
  });

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
 * @throws {InputError} when a required one is not there, or a name is taken
 */
export function matchColumns(
  schema: LeadSchema,
  named: NamedColumns,
  added: readonly string[],
  fileName: string,
): MatchedColumns {
  const { names } = named;
  const columns = findFields(schema, named);
  const absent = schema.fields.filter((_, f) => columns[f] === -1);
  const required = absent.filter((field) => field.required).map((field) => field.name);
  if (required.length > 0) {
    throw new InputError(
      `${fileName}: expected the ${required.length === 1 ? 'column' : 'columns'} ${quote(required)}, which the model requires; ` +
        `its columns are: ${names.map(showInvisible).join(', ')}.`,
    );
  }
  const taken = added.filter((name) => names.includes(name));
  if (taken.length > 0) {
    throw new InputError(
      `${fileName}: expected no column named ${quote(taken)}, because scoring adds it. Rename or remove it.`,
    );
  }
  return {
    columns,
    warnings: [
      ...tellRepeatedFields(schema, named),
      ...absent.map(({ name }) => `no column “${name}”: taken as missing in every row`),
    ],
  };
}

const quote = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ');
