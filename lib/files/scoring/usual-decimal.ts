import type { LeadSchema } from '../../lead/schema.ts';

/**
 * The decimal sign that most numbers of a file have, so that what is written beside them has it, too.
 *
 * @param columns per field of the schema, its column; −1: the file has none
 */
export function usualDecimal({ fields }: LeadSchema, columns: readonly number[]): '.' | ',' {
  const read = fields.flatMap((field, f) =>
    field.type === 'number' && columns[f] !== -1 ? [field.form?.decimal] : [],
  );
  const commas = read.filter((decimal) => decimal === ',').length;
  return 2 * commas > read.length ? ',' : '.';
}
