import { InputError } from '../../errors.ts';
import { type Separator, scanCsv } from './scan-csv.ts';

const CANDIDATES: readonly Separator[] = [',', ';', '\t'];
const PROBED_ROWS = 50;

/**
 * The separator of a CSV text: the one that gives the header more than one cell (quoted cells count as one)
 * and the rows below it the same number. A text without any is one column.
 *
 * @throws {InputError} when the header has none but has another sign that looks like one
 */
export function detectSeparator(text: string, fileName: string): Separator {
  let best: Separator | undefined;
  let bestAgreement = 0;
  let mostCells = 1;
  for (const candidate of CANDIDATES) {
    const { cells, agreement } = probe(text, candidate);
    if (cells < 2) continue;
    if (agreement > bestAgreement || (agreement === bestAgreement && cells > mostCells)) {
      best = candidate;
      bestAgreement = agreement;
      mostCells = cells;
    }
  }
  if (best !== undefined) return best;
  const header = text.slice(0, 10_000).split(/[\r\n]/, 1)[0]!;
  if (header.includes('|')) {
    throw new InputError(
      `${fileName}: expected columns separated by comma, semicolon or tab, found “|” in line 1. ` +
        'Save the file with one of the three.',
    );
  }
  return ',';
}

/** How many cells the header has, and the share of the first rows that have as many. */
function probe(text: string, separator: Separator): { cells: number; agreement: number } {
  let cells = 0;
  let rows = 0;
  let equal = 0;
  try {
    scanCsv(text, separator, (row) => {
      if (rows === 0) cells = row.cells.length;
      if (row.cells.length === cells) equal += 1;
      rows += 1;
      return rows < PROBED_ROWS;
    });
  } catch (error) {
    // Quotes that make no sense with this separator; with the right one they may, or the reader will say so.
    if (!(error instanceof InputError)) throw error;
  }
  return { cells, agreement: rows === 0 ? 0 : equal / rows };
}
