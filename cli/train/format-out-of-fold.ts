import { gzipSync } from 'node:zlib';
import { formatRow } from '../../lib/files/csv/csv-cell.ts';
import { escapeFormula, type Formulas } from '../../lib/files/csv/formulas.ts';
import type { OutOfFold, OutOfFoldCell } from '../../lib/learning/out-of-fold.ts';

/**
 * Predictions out of fold as a file: JSON Lines where the name ends in `.jsonl` or `.ndjson`, else CSV; in gzip where it ends
 * in `.gz`. Probabilities stand to the last bit, so that figures made of them are those of `metrics.json`.
 */
export function formatOutOfFold(oof: OutOfFold, name: string, formulas: Formulas): Uint8Array {
  const plain = name.replace(/\.gz$/i, '');
  const lines = /\.(jsonl|ndjson)$/i.test(plain) ? jsonLines(oof) : csvLines(oof, formulas);
  const bytes = Buffer.from(`${[...lines].join('\n')}\n`);
  return plain === name ? bytes : gzipSync(bytes);
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
