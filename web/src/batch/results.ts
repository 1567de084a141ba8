import type { BatchResult, PredictionResult } from '../../../lib/client/index.ts';
import { formatRow } from '../../../lib/files/csv/csv-cell.ts';
import { escapeFormula } from '../../../lib/files/csv/formulas.ts';
import { describeWarnings } from '../../../lib/files/scoring/describe-warnings.ts';
import { describeErrors } from '../../../lib/lead/describe-errors.ts';
import { nameResults } from '../../../lib/lead/name-results.ts';
import type { DecimalMark } from '../../../lib/lead/number-form.ts';
import type { LeadSchema } from '../../../lib/lead/schema.ts';
import type { CheckedRow } from './check-rows.ts';
import type { LeadsFile } from './read-leads-file.ts';

/** A row of the file with what came of it. */
export interface ScoredRow {
  /** Of the file, from 0. */
  readonly row: number;
  readonly result?: PredictionResult;
  /** Why there is no result. */
  readonly error?: string;
}

/** Joins the rows of the file with the results of those that were sent, which have the same order. */
export function joinResults(checked: readonly CheckedRow[], results: readonly BatchResult[]): ScoredRow[] {
  let next = 0;
  return checked.map((check): ScoredRow => {
    if ('errors' in check) return { row: check.row, error: describeErrors(check.errors) };
    const result = results[next++];
    if (result !== undefined && 'prediction' in result && result.prediction !== null)
      return { row: check.row, result: result.prediction };
    const error =
      result === undefined
        ? 'not sent'
        : 'error' in result && result.error !== undefined
          ? result.error.message
          : result.status;
    return { row: check.row, error };
  });
}

/** How the scored leads are unlike those of training, in sentences. */
export const warnOf = (
  schema: LeadSchema,
  checked: readonly CheckedRow[],
  scored: readonly ScoredRow[],
): readonly string[] =>
  describeWarnings(
    schema,
    scored.flatMap(({ result }, i) => {
      const row = checked[i]!;
      return result === undefined || !('lead' in row)
        ? []
        : [{ values: row.lead, warnings: result.warnings }];
    }),
  ).sentences;

export type Order = 'line' | 'score' | 'grade' | 'probability';

/** Rows without a result come last, whichever way it is sorted. */
export function sortRows(rows: readonly ScoredRow[], order: Order, descending: boolean): ScoredRow[] {
  const sign = descending ? -1 : 1;
  const compare = (a: PredictionResult, b: PredictionResult) =>
    order === 'grade'
      ? b.grade.localeCompare(a.grade) || a.probability - b.probability
      : order === 'score'
        ? a.score - b.score || a.probability - b.probability
        : a.probability - b.probability;
  return [...rows].sort((a, b) => {
    if (order === 'line') return sign * (a.row - b.row);
    if (a.result === undefined || b.result === undefined)
      return Number(a.result === undefined) - Number(b.result === undefined) || a.row - b.row;
    return sign * compare(a.result, b.result) || a.row - b.row;
  });
}

const ADDED = ['probability', 'score', 'grade', 'reason_1', 'reason_2', 'reason_3', 'error'] as const;

/** The file with what came of each row, in the file's own form, its decimal mark included. */
export function writeResults(
  { columns, separator, rows }: LeadsFile,
  scored: readonly ScoredRow[],
  decimal: DecimalMark = '.',
): string {
  const added = nameResults(ADDED, columns);
  const line = (cells: readonly string[]) => formatRow(cells.map(escapeFormula), separator);
  const lines = scored.map(({ row, result, error }) => {
    const { cells } = rows[row]!;
    const figures =
      result === undefined
        ? ['', '', '', '', '', '']
        : [
            result.probability.toFixed(6).replace('.', decimal),
            String(result.score),
            result.grade,
            ...[0, 1, 2].map((i) => result.reasons[i]?.text ?? ''),
          ];
    return line([...columns.map((_, c) => cells[c] ?? ''), ...figures, error ?? '']);
  });
  return `${[line([...columns, ...added]), ...lines].join('\r\n')}\r\n`;
}
