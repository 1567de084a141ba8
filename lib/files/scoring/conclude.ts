import { count } from '../../count.ts';
import { InputError } from '../../errors.ts';
import { describeErrors } from '../../lead/describe-errors.ts';
import { checkRagged } from '../csv/ragged-rows.ts';
import { describeSkew, listSkew } from './describe-skew.ts';
import type { ScoredFile } from './options.ts';
import { columnsOf, type RewritePlan } from './rewrite-plan.ts';
import { MOST_NAMED, type Tally } from './tally.ts';

export const emptyFile = (fileName: string, format: RewritePlan['format'] = 'csv'): InputError => {
  const expected =
    format === 'csv'
      ? 'a CSV file with a header line and rows of data'
      : 'JSON Lines, a lead per line as a JSON object';
  return new InputError(`${fileName}: expected ${expected}, found an empty file.`);
};

/**
 * What came of a file. Of rows that are unlike the training leads the warnings tell.
 *
 * @throws {InputError} rows differ in length, or, unless told otherwise, do not fit
 */
export function conclude(plan: RewritePlan, { rows, badRows, bad, grades, ragged, skew }: Tally): ScoredFile {
  const { fileName, artifact } = plan;
  if (plan.format === 'csv') checkRagged(ragged, fileName, plan.width, rows, 'Nothing was written. ');
  if (badRows > 0 && plan.badRows === 'stop') throw badRowsError(fileName, rows, badRows, bad);
  const scored = rows - badRows;
  return {
    rows,
    badRows,
    grades,
    skew: listSkew(artifact, skew, scored),
    warnings: describeSkew(artifact, skew, scored, columnsOf(plan)),
  };
}

function badRowsError(fileName: string, rows: number, badRows: number, bad: Tally['bad']): InputError {
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
