import { count } from '../count.ts';
import { RaggedRows } from '../csv/ragged-rows.ts';
import { InputError } from '../errors.ts';
import type { ScoredCsv } from './options.ts';
import { describeErrors } from './rejected-rows.ts';
import { MOST_NAMED, type RewritePlan, type Rewritten } from './row-rewriter.ts';

export const emptyFile = (fileName: string): InputError =>
  new InputError(
    `${fileName}: expected a CSV file with a header line and rows of data, found an empty file.`,
  );

/**
 * What came of a file, from what came of its pieces, in their order.
 *
 * @throws {InputError} rows differ in length, or, unless told otherwise, do not fit
 */
export function conclude(
  { fileName, width, badRows: then }: RewritePlan,
  pieces: readonly Rewritten[],
): Omit<ScoredCsv, 'warnings'> {
  const sum = (read: (piece: Rewritten) => number) => pieces.reduce((all, piece) => all + read(piece), 0);
  const [rows, badRows] = [sum((piece) => piece.rows), sum((piece) => piece.badRows)];
  const ragged = new RaggedRows();
  const bad: Rewritten['bad'][number][] = [];
  let before = 0;
  for (const piece of pieces) {
    const { rows, line, width: found } = piece.ragged;
    if (rows > 0) ragged.add({ rows, line: before + line, width: found });
    if (bad.length <= MOST_NAMED)
      bad.push(...piece.bad.map(({ line, errors }) => ({ line: before + line, errors })));
    before += piece.lines;
  }
  ragged.check(fileName, width, rows, 'Nothing was written. ');
  if (badRows > 0 && then === 'stop') throw badRowsError(fileName, rows, badRows, bad);
  return {
    rows,
    badRows,
    grades: {
      A: sum(({ grades }) => grades.A),
      B: sum(({ grades }) => grades.B),
      C: sum(({ grades }) => grades.C),
      D: sum(({ grades }) => grades.D),
    },
  };
}

function badRowsError(fileName: string, rows: number, badRows: number, bad: Rewritten['bad']): InputError {
  const [first] = bad;
  const problems = describeErrors(first!.errors);
  const more = bad.slice(1, MOST_NAMED).map(({ line }) => line);
  const others = more.length === 0 ? '' : ` Also line ${more.join(', ')}${badRows > MOST_NAMED ? ' …' : ''}.`;
  return new InputError(
    `${fileName}: ${badRows.toLocaleString('en-US')} of ${count(rows, 'row')} do not fit the model. ` +
      `Line ${first!.line}: ${problems}.${others}\n` +
      'Nothing was written. Correct the rows, or pass --keep-bad-rows to leave their results empty, or --rejected FILE to set them aside.',
  );
}
