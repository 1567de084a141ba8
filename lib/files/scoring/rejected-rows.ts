import { formatCell } from '../csv/csv-cell.ts';
import { escapeFormula } from '../csv/formulas.ts';
import { isJsonObject } from './json-object.ts';
import type { CsvPlan, RewritePlan } from './rewrite-plan.ts';

/** A row that was set aside. */
export interface RejectedRow {
  readonly line: number;
  readonly reason: string;
  /** Its bytes as they stand, without the line end. */
  readonly row: Uint8Array;
}

/** The columns before those of the file. */
export const REJECTED_COLUMNS = ['rejected_line', 'rejected_reason'] as const;

/** A row of the file of rejected ones: its line and the reason, and then the row as it stands. */
export const formatRejected = (plan: RewritePlan, rejected: RejectedRow): Uint8Array =>
  plan.format === 'csv' ? formatCsv(plan, rejected) : formatJson(rejected);

function formatCsv(
  { separator, lineEnd, formulas }: CsvPlan,
  { line, reason, row }: RejectedRow,
): Uint8Array {
  // It begins with the name of a column.
  const shown = formulas === 'escape' ? escapeFormula(reason) : reason;
  return Buffer.concat([
    Buffer.from(`${line}${separator}${formatCell(shown, separator)}${separator}`),
    row,
    Buffer.from(lineEnd),
  ]);
}

/** A line that is no JSON object stands as a text. */
function formatJson({ line, reason, row }: RejectedRow): Uint8Array {
  const text = new TextDecoder().decode(row);
  const rest = isJsonObject(text) ? `"row":${text.trim()}` : `"text":${JSON.stringify(text)}`;
  return Buffer.from(`{"line":${line},"reason":${JSON.stringify(reason)},${rest}}\n`);
}
