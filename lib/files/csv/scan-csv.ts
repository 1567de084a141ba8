import { InputError } from '../../errors.ts';

export type Separator = ',' | ';' | '\t';

/** One row as it stands in the text. `cells` is reused for the next row: copy what you keep. */
export interface CsvRow {
  readonly cells: readonly string[];
  /** The line the row begins on, from 1, as an editor counts. */
  readonly line: number;
  /** The row's text is `text.slice(start, end)`, without its line end. */
  readonly start: number;
  readonly end: number;
}

const QUOTE = 34;
const LF = 10;
const CR = 13;

/**
 * Calls `onRow` for every row of a CSV text (RFC 4180; lines may end with LF, CR LF or CR, mixed). Blank lines
 * are no rows. A quote inside an unquoted cell is an ordinary character. Stops when `onRow` returns false.
 *
 * Our own and not udsv's: udsv needs every row to have as many cells as the header: it merges a short row
 * with its successor and loops for ever when the last row is short (0.7.3), so a strict pass had to come
 * first, and that pass is the parser.
 *
 * @throws {InputError} for a quote that is never closed, and for text after a closing quote
 */
export function scanCsv(
  text: string,
  separator: Separator,
  onRow: (row: CsvRow) => boolean | undefined,
  fileName = 'CSV',
): void {
  const separatorCode = separator.charCodeAt(0);
  const { length } = text;
  const cells: string[] = [];
  const row = { cells, line: 1, start: 0, end: 0 };
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;

  while (at < length) {
    row.start = at;
    row.line = line;
    let width = 0;
    for (;;) {
      if (text.charCodeAt(at) === QUOTE) {
        const close = findClosingQuote(text, at);
        if (close < 0) throw unclosedQuote(fileName, line);
        const cell = text.slice(at + 1, close);
        cells[width++] = cell.includes('"') ? cell.replaceAll('""', '"') : cell;
        line += countLineEnds(cell);
        at = close + 1;
        const next = text.charCodeAt(at);
        if (at < length && next !== separatorCode && next !== LF && next !== CR) {
          throw textBehindQuote(fileName, line, text.charAt(at));
        }
      } else {
        const from = at;
        let code = text.charCodeAt(at);
        while (at < length && code !== separatorCode && code !== LF && code !== CR) {
          at += 1;
          code = text.charCodeAt(at);
        }
        cells[width++] = text.slice(from, at);
      }
      if (at >= length || text.charCodeAt(at) !== separatorCode) break;
      at += 1;
    }
    if (cells.length > width) cells.length = width;
    row.end = at;
    if (text.charCodeAt(at) === CR) at += 1;
    // A lone CR ends a line too; a LF is part of the same line end only right behind its CR.
    if (text.charCodeAt(at) === LF && (at === row.end || text.charCodeAt(at - 1) === CR)) at += 1;
    line += 1;
    if (row.end > row.start && onRow(row) === false) return;
  }
}

/** The index of the quote that closes the one at `open`, or −1. */
function findClosingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) close = text.indexOf('"', close + 2);
  return close;
}

const unclosedQuote = (fileName: string, line: number): InputError =>
  new InputError(
    `${fileName}: expected a closing quote (") for the cell that opens in line ${line}, found the end of the ` +
      'file. A quote inside a quoted cell is written twice ("").',
  );

const textBehindQuote = (fileName: string, line: number, found: string): InputError =>
  new InputError(
    `${fileName}: expected the separator or the end of the line after a closing quote in line ${line}, found ` +
      `“${found}”. A quote inside a quoted cell is written twice ("").`,
  );

function countLineEnds(cell: string): number {
  let count = 0;
  for (let i = 0; i < cell.length; i++) {
    const code = cell.charCodeAt(i);
    if (code === LF || (code === CR && cell.charCodeAt(i + 1) !== LF)) count++;
  }
  return count;
}
