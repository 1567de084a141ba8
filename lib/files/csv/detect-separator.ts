import { InputError } from '../../errors.ts';
import { LF } from '../text/bytes.ts';
import { ByteScanner, type Separator } from './scan-bytes.ts';

const CANDIDATES: readonly Separator[] = [',', ';', '\t'];
const PROBED_ROWS = 50;
/** Enough for the header and some rows. */
const PROBED_BYTES = 1 << 18;
const STEP_BYTES = 1 << 14;

/**
 * The separator of a CSV text: the one that gives the header more than one cell (quoted cells count as one)
 * and the rows below it the same number. A text without any is one column.
 *
 * @param beginning of the text, or all of it
 * @throws {InputError} when the header has none but has another sign that looks like one
 */
export function detectSeparator(beginning: Uint8Array, fileName: string): Separator {
  const text = wholeLines(beginning);
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
  const header = new TextDecoder().decode(text.subarray(0, 10_000)).split(/[\r\n]/, 1)[0]!;
  if (header.includes('|')) {
    throw new InputError(
      `${fileName}: expected columns separated by comma, semicolon or tab, found “|” in line 1. ` +
        'Save the file with one of the three.',
    );
  }
  return ',';
}

/** Of a long text the beginning, without a row that is cut off. */
function wholeLines(text: Uint8Array): Uint8Array {
  if (text.length <= PROBED_BYTES) return text;
  const probed = text.subarray(0, PROBED_BYTES);
  return probed.subarray(0, probed.lastIndexOf(LF) + 1 || PROBED_BYTES);
}

/** How many cells the header has, and the share of the first rows that have as many. */
function probe(text: Uint8Array, separator: Separator): { cells: number; agreement: number } {
  let cells = 0;
  let rows = 0;
  let equal = 0;
  const scanner = new ByteScanner(separator, ({ width }) => {
    if (rows === PROBED_ROWS) return;
    if (rows === 0) cells = width;
    if (width === cells) equal += 1;
    rows += 1;
  });
  try {
    for (let at = 0; at < text.length && rows < PROBED_ROWS; at += STEP_BYTES)
      scanner.push(text.subarray(at, at + STEP_BYTES));
    if (rows < PROBED_ROWS) scanner.end();
  } catch (error) {
    // Quotes that make no sense with this separator; with the right one they may, or the reader will say so.
    if (!(error instanceof InputError)) throw error;
  }
  return { cells, agreement: rows === 0 ? 0 : equal / rows };
}
