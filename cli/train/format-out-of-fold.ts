import { formatRow } from '../../lib/files/csv/csv-cell.ts';
import { escapeFormula, type Formulas } from '../../lib/files/csv/formulas.ts';
import type { ResultForm } from '../../lib/files/results/result-format.ts';
import type { OutOfFold, OutOfFoldCell } from '../../lib/learning/out-of-fold.ts';
import { encodeResult } from '../files/result-writer.ts';

/** Predictions out of fold as a file. Probabilities stand to the last bit, so that figures made of them are those of `metrics.json`. */
export function formatOutOfFold(oof: OutOfFold, form: ResultForm, formulas: Formulas): Promise<Uint8Array> {
  const [from, lines] =
    form.format === 'csv'
      ? (['csv', csvLines(oof, formulas)] as const)
      : (['jsonl', jsonLines(oof)] as const);
  return encodeResult(`${[...lines].join('\n')}\n`, { form, from });
}

function* csvLines({ header, rows, own }: OutOfFold, formulas: Formulas) {
  const show = (cell: OutOfFoldCell, column: number): string => {
    const text = cell === undefined ? '' : String(cell);
    // What is ours begins with a letter or a digit.
    return formulas === 'escape' && column >= 1 && column <= own ? escapeFormula(text) : text;
  };
  yield formatRow(header.map(show), ',');
  for (const row of rows()) yield formatRow(row.map(show), ',');
}

function* jsonLines({ header, rows }: OutOfFold) {
  for (const row of rows())
    yield JSON.stringify(Object.fromEntries(header.map((name, column) => [name, row[column] ?? null])));
}
