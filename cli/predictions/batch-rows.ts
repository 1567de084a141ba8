import { InputError } from '../../lib/errors.ts';
import { formatRow } from '../../lib/files/csv/csv-cell.ts';
import { escapeFormula, type Formulas } from '../../lib/files/csv/formulas.ts';
import { REJECTED_COLUMNS } from '../../lib/files/scoring/rejected-rows.ts';
import { describeErrors } from '../../lib/lead/describe-errors.ts';
import { nameResults, noteRenamed } from '../../lib/lead/name-results.ts';
import type { FieldError, LeadSchema } from '../../lib/lead/schema.ts';
import { validateLead } from '../../lib/lead/validate-lead.ts';
import type { RowResult } from './predict-rows.ts';
import type { LeadRow, LeadRows } from './read-lead-rows.ts';

/** A row that does not fit the model. */
export interface BadRow {
  readonly row: LeadRow;
  readonly errors: readonly FieldError[];
}

const MOST_NAMED = 5;

/** The rows that fit the model, and the others with what is wrong with them. */
export function checkRows(
  { rows }: LeadRows,
  schema: LeadSchema,
): { readonly good: readonly LeadRow[]; readonly bad: readonly BadRow[] } {
  const good: LeadRow[] = [];
  const bad: BadRow[] = [];
  for (const row of rows) {
    const checked = validateLead(schema, row.values);
    // What cannot be read stands as null in the values: it is not reported as missing, too.
    const others = checked.ok
      ? []
      : checked.errors.filter((error) => !row.errors.some(({ field }) => field === error.field));
    const errors = [...row.errors, ...others];
    if (errors.length === 0) good.push(row);
    else bad.push({ row, errors });
  }
  return { good, bad };
}

/** @throws {InputError} there are such rows */
export function refuseBadRows(file: string, { rows }: LeadRows, bad: readonly BadRow[]): void {
  if (bad.length === 0) return;
  const named = bad
    .slice(0, MOST_NAMED)
    .map(({ row, errors }) => `line ${row.line}: ${describeErrors(errors)}`);
  throw new InputError(
    `${file}: ${bad.length} of ${rows.length} rows do not fit the model. Nothing was submitted. ` +
      `Fix them, or set them aside with --rejected <file>.\n  ${named.join('\n  ')}`,
  );
}

/** The rows that were set aside as CSV, each behind its line and the reason, as `scorelane score --rejected` writes them. */
export function rejectedCsv(header: readonly string[], bad: readonly BadRow[], formulas: Formulas): string {
  const write = formulas === 'escape' ? escapeFormula : (cell: string) => cell;
  const lines = bad.map(({ row, errors }) =>
    formatRow([`${row.line}`, write(describeErrors(errors)), ...row.cells.map(write)], ','),
  );
  const names = [...REJECTED_COLUMNS, ...header.map(write)];
  return `${[formatRow(names, ','), ...lines].join('\n')}\n`;
}

const REASON_COLUMNS = ['reason_1', 'reason_2', 'reason_3'];

/** What a batch adds to each row. @param reasons 0–3 */
const resultColumns = (reasons: number): readonly string[] => [
  ...['prediction_id', 'status', 'probability', 'score', 'grade'],
  ...REASON_COLUMNS.slice(0, reasons),
  'model_version',
];

/** Tells which of the added columns are called otherwise, because the file has one of the name. */
export const noteRenamedResults = (header: readonly string[], reasons: number): string[] =>
  noteRenamed(resultColumns(reasons), nameResults(resultColumns(reasons), header));

/** The rows with their results. @param reasons of each row, 0–3 */
export function toCsv(
  { header, rows }: Pick<LeadRows, 'header' | 'rows'>,
  results: readonly RowResult[],
  version: string,
  formulas: Formulas,
  reasons = 3,
): string {
  const write = formulas === 'escape' ? escapeFormula : (cell: string) => cell;
  const lines = rows.map(({ cells }, i) => {
    const { id, status, prediction } = results[i]!;
    const texts = REASON_COLUMNS.slice(0, reasons).map((_, k) => prediction?.reasons[k]?.text ?? '');
    const numbers =
      prediction === null
        ? ['', '', '']
        : [prediction.probability.toFixed(6), `${prediction.score}`, prediction.grade];
    return formatRow([...cells.map(write), id, status, ...numbers, ...texts.map(write), version], ',');
  });
  const names = [...header.map(write), ...nameResults(resultColumns(reasons), header)];
  return `${[formatRow(names, ','), ...lines].join('\n')}\n`;
}
