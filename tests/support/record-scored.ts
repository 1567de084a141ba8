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
  const count = jest.spyOn(SkewCounter.prototype, 'count').mockImplementation((values) => {
    rows.push([...values]);
  });
  try {
    await act();
  } finally {
    count.mockRestore();
  }
  return Object.fromEntries(schema.fields.map(({ name }, f) => [name, rows.map((values) => values[f]!)]));
}
