import type { LeadSchema, LeadValue } from '../../lib/lead/schema.ts';
import { type LeadRow, type LeadRows, readLeadRows } from '../predictions/read-lead-rows.ts';

export interface ReplayedLeads {
  /** As the present model reads the rows that it can read. */
  readonly present: readonly Readonly<Record<string, LeadValue>>[];
  /** The same rows, as the next model reads them. */
  readonly next: readonly Readonly<Record<string, LeadValue>>[];
}

/**
 * The leads of a CSV file as each of two models reads them: the next one may know columns that the present one does not, or
 * read one as another type. A cell that the next model cannot read stays text, so that the replay counts its lead as refused.
 *
 * @throws {InputError} there is no lead in it
 */
export function readReplayedLeads(
  bytes: Uint8Array,
  fileName: string,
  present: LeadSchema,
  next: LeadSchema,
): ReplayedLeads {
  const before = readLeadRows(bytes, fileName, present);
  const after = readLeadRows(bytes, fileName, next);
  const readable = before.rows.flatMap((row, i) => (row.errors.length === 0 ? [i] : []));
  return {
    present: readable.map((i) => before.rows[i]!.values),
    next: readable.map((i) => withWords(after, after.rows[i]!)),
  };
}

const withWords = ({ header }: LeadRows, { values, cells, errors }: LeadRow) =>
  errors.length === 0
    ? values
    : {
        ...values,
        ...Object.fromEntries(errors.map(({ field }) => [field, cells[header.indexOf(field)]!])),
      };
