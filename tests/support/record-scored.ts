import { RowScorer } from '../../lib/files/scoring/row-scorer.ts';
import { SkewCounter } from '../../lib/files/scoring/skew.ts';
import type { LeadSchema, LeadValue } from '../../lib/lead/schema.ts';

/**
 * Does something that scores files by a schema, as the command and the jobs do.
 *
 * @returns per field the values that were scored, in the file's order
 */
export async function recordScored(
  schema: LeadSchema,
  act: () => Promise<unknown>,
): Promise<Record<string, LeadValue[]>> {
  const rows: LeadValue[][] = [];
  const { read } = RowScorer.prototype;
  const spies = [
    // Of CSV.
    jest.spyOn(RowScorer.prototype, 'read').mockImplementation(function (this: RowScorer, row) {
      const fits = read.call(this, row);
      if (fits) rows.push([...this.values]);
      return fits;
    }),
    // Of JSON Lines.
    jest.spyOn(SkewCounter.prototype, 'count').mockImplementation((values) => {
      rows.push([...values]);
    }),
  ];
  try {
    await act();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return Object.fromEntries(schema.fields.map(({ name }, f) => [name, rows.map((values) => values[f]!)]));
}
