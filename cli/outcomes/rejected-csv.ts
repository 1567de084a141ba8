import { formatRow } from '../../lib/files/csv/csv-cell.ts';
import { escapeFormula } from '../../lib/files/csv/formulas.ts';
import { REJECTED_COLUMNS } from '../../lib/files/scoring/rejected-rows.ts';
import { describeErrors } from '../../lib/lead/describe-errors.ts';
import type { FieldError } from '../../lib/lead/schema.ts';
import type { TableRow } from '../../lib/outcomes/import/table-rows.ts';

/** The header of the rows that were set aside, as `scorelane score --rejected` writes them. */
export const rejectedHeader = (header: readonly string[]): string =>
  `${formatRow([...REJECTED_COLUMNS, ...header.map(escapeFormula)], ',')}\n`;

/** A row of them: its line and the reason before its cells. */
export const rejectedRow = ({ line, cells }: TableRow, errors: readonly FieldError[]): string =>
  `${formatRow([`${line}`, ...[describeErrors(errors), ...cells].map(escapeFormula)], ',')}\n`;
