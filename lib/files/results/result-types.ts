import type { LeadSchema } from '../../lead/schema.ts';
import type { CellType } from './cell-type.ts';

/** Also where no lead could be scored, so that the column has one type in every file. */
const ADDED: readonly (readonly [string, CellType])[] = [
  ['probability', 'number'],
  ['score', 'whole'],
];

/**
 * What the columns of a result are: a field that the model takes as a category is text, such as a postal code, also where all of its
 * values look like numbers.
 *
 * @param decimal what `--decimal` says
 * @param known what the columns of the input are, where its format says it; that goes first
 */
export const resultTypes = (
  { fields }: LeadSchema,
  known: Iterable<readonly [string, CellType]> = [],
  decimal?: '.' | ',',
): Map<string, CellType> =>
  new Map([
    ...ADDED,
    ...fields.flatMap((field): (readonly [string, CellType])[] => {
      if (field.type === 'category') return [[field.name, 'text']];
      // With a decimal comma its values look like texts.
      const comma = field.type === 'number' && (decimal ?? field.form?.decimal) === ',';
      return comma ? [[field.name, 'number']] : [];
    }),
    ...known,
  ]);
