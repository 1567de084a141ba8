import { checkHeader } from '../../learning/table/check-header.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { decodeCells } from '../csv/decode-cells.ts';
import { escapeRow } from '../csv/formulas.ts';
import type { ByteRow, Separator } from '../csv/scan-bytes.ts';
import { matchColumns, NEW_COLUMNS } from './match-columns.ts';
import type { ScoreCsvOptions } from './options.ts';
import type { CsvPlan } from './rewrite-plan.ts';
import type { RowWriter } from './row-writer.ts';

export const MOST_REASONS = 3;

/** @throws {InputError} a required column is missing, a name is taken or stands twice */
export function planRewrite(
  artifact: ModelArtifact,
  header: ByteRow,
  separator: Separator,
  { fileName, decimal = '.', reasons = MOST_REASONS, badRows = 'stop', formulas = 'escape' }: ScoreCsvOptions,
): { readonly plan: CsvPlan; readonly warnings: readonly string[] } {
  const { width, buffer, to } = header;
  const names = decodeCells(header).map((cell) => cell.trim());
  checkHeader({ fileName, columns: names.map((name) => ({ kind: 'text', name })) });
  const added = namesAdded(reasons);
  const { columns, warnings } = matchColumns(artifact.schema, names, added, fileName);
  // The line end of the header is that of all.
  const lineEnd = buffer[to] === 13 && buffer[to + 1] === 10 ? '\r\n' : '\n';
  const plan: CsvPlan = {
    format: 'csv',
    artifact,
    fileName,
    separator,
    decimal,
    reasons,
    width,
    columns,
    added: added.length,
    lineEnd,
    badRows,
    formulas,
  };
  return { plan, warnings };
}

const namesAdded = (reasons: number): readonly string[] =>
  NEW_COLUMNS.slice(0, NEW_COLUMNS.length - MOST_REASONS + reasons);

/** The header of the file, as the result and the rejected rows have it. */
export const headerBytes = (header: ByteRow, formulas: CsvPlan['formulas']): Uint8Array =>
  (formulas === 'escape' ? escapeRow(header) : undefined) ?? header.buffer.subarray(header.from, header.to);

export function writeHeader(
  writer: RowWriter,
  header: ByteRow,
  { separator, lineEnd, reasons, formulas }: CsvPlan,
): void {
  writer.lineEnd = lineEnd;
  const bytes = headerBytes(header, formulas);
  writer.begin({ buffer: bytes, from: 0, to: bytes.length }, separator);
  for (const name of namesAdded(reasons)) writer.cell(name);
  writer.end();
}
