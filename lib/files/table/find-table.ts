import { InputError } from '../../errors.ts';
import { looksLikeNames } from '../check-header.ts';
import { decodeCells } from '../csv/decode-cells.ts';
import { detectSeparator } from '../csv/detect-separator.ts';
import { ByteScanner, type Separator } from '../csv/scan-bytes.ts';
import { CR, LF } from '../text/bytes.ts';
import { type LeftOutLines, NONE_LEFT_OUT } from './left-out-lines.ts';

/** Where a table begins in its text. */
export interface TableStart {
  readonly separator: Separator;
  /** Bytes before the header; 0: nothing stands above it. */
  readonly offset: number;
  /** The line that what is read first begins on: the header's, but for blank lines above it. */
  readonly line: number;
  /** Cells of the header. */
  readonly width: number;
  /** What stands above the header. */
  readonly titles: LeftOutLines;
}

/** Titles stand in so many lines at most. */
const MOST_TITLES = 20;
const PROBED_ROWS = 60;
const PROBED_BYTES = 1 << 18;
const STEP_BYTES = 1 << 14;

/**
 * Finds the header of a CSV text: the first row, unless titles stand above the table, or a line such as `sep=;`, which Excel reads.
 * A title is a row of much fewer cells than the rows below it.
 *
 * @param beginning of the text; enough for its first rows, or all of it
 * @param known the separator, where it is told
 * @throws {InputError} columns are separated by another sign
 */
export function findTable(beginning: Uint8Array, fileName: string, known?: Separator): TableStart {
  const told = known === undefined ? readSeparatorLine(beginning, fileName) : undefined;
  const from = told?.offset ?? 0;
  const text = beginning.subarray(from);
  const sure = known ?? told?.separator;
  const plain = sure ?? detectSeparator(text, fileName);
  const first = findHeader(text, plain);
  // Below titles, quoted cells make no sense by another separator.
  const others = sure === undefined && first?.broken !== false ? tryOthers(text, plain) : undefined;
  const found = others ?? first;
  const separator = found?.separator ?? plain;
  const before = told === undefined ? 0 : 1;
  const titles = found?.titles ?? [];
  return {
    separator,
    offset: from + (found?.offset ?? 0),
    line: before + (found?.line ?? 1),
    width: found?.width ?? 0,
    titles:
      titles.length === 0 ? NONE_LEFT_OUT : { count: titles.length, lines: titles.map((l) => before + l) },
  };
}

/** Whether a text begins as Excel is told the separator. */
const SEPARATOR_LINE = /^\ufeff?"?sep=(.|\\t)"?(\r\n|\n|\r)/i;

function readSeparatorLine(text: Uint8Array, fileName: string) {
  const match = SEPARATOR_LINE.exec(
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(text.subarray(0, 32)),
  );
  if (match === null) return undefined;
  const sign = match[1] === '\\t' ? '\t' : match[1]!;
  if (![',', ';', '\t'].includes(sign)) {
    throw new InputError(
      `${fileName}: expected columns separated by comma, semicolon or tab, found “sep=${sign}” in line 1. Save the file with one of the three.`,
    );
  }
  return { separator: sign as Separator, offset: new TextEncoder().encode(match[0]).length };
}

interface ProbedRow {
  readonly cells: readonly string[];
  readonly line: number;
  /** Of its bytes in the text. */
  readonly from: number;
  /** Blank lines stand above it. */
  readonly afterBlank: boolean;
}

interface Header {
  readonly separator: Separator;
  readonly offset: number;
  readonly line: number;
  readonly width: number;
  readonly titles: readonly number[];
  /** Quotes below it make no sense by this separator. */
  readonly broken: boolean;
}

/** The header by one separator; undefined: its first row is none, and no row below is either. */
function findHeader(text: Uint8Array, separator: Separator): Header | undefined {
  const { rows, broken } = probe(text, separator);
  const [first] = rows;
  if (first === undefined) return undefined;
  const width = usualWidth(rows);
  const plain = { separator, offset: 0, line: 1, width: first.cells.length, titles: [], broken };
  const at = rows.slice(0, MOST_TITLES + 1).findIndex((row) => isHeader(row.cells, width));
  if (at < 0) return undefined;
  if (at === 0) return plain;
  const header = rows[at]!;
  const above = rows.slice(0, at);
  const follow = rows.length - at - 1;
  const isTitle = (row: ProbedRow) => filled(row.cells) <= Math.max(1, Math.floor(width / 4));
  if (!above.every(isTitle) || follow === 0) return undefined;
  // Of two columns a title may be a row whose second cell is missing: only a blank line tells them apart.
  const certain = width >= 3 || header.afterBlank;
  if (!certain || !looksLikeNames(header.cells.filter((cell) => cell !== ''))) return undefined;
  const titles = above.filter(({ cells }) => filled(cells) > 0).map(({ line }) => line);
  return { separator, offset: header.from, line: header.line, width: header.cells.length, titles, broken };
}

/** When the first row, or most, do not fit the separator found by it, titles may have misled. */
function tryOthers(text: Uint8Array, but: Separator): Header | undefined {
  const others = ([',', ';', '\t'] as const).filter((separator) => separator !== but);
  const found = others.flatMap((separator) => findHeader(text, separator) ?? []);
  return found.filter(({ titles }) => titles.length > 0).sort((a, b) => b.width - a.width)[0];
}

function probe(
  text: Uint8Array,
  separator: Separator,
): { readonly rows: readonly ProbedRow[]; readonly broken: boolean } {
  const rows: ProbedRow[] = [];
  let broken = false;
  const bytes = wholeLines(text);
  let next = 1;
  let pushed = 0;
  const scanner: ByteScanner = new ByteScanner(separator, (row) => {
    if (rows.length >= PROBED_ROWS) return;
    const from = pushed - row.buffer.length + row.from;
    rows.push({
      cells: decodeCells(row).map((cell) => cell.trim()),
      line: row.line,
      from,
      afterBlank: row.line > next,
    });
    next = scanner.line;
  });
  try {
    while (pushed < bytes.length && rows.length < PROBED_ROWS) {
      const step = bytes.subarray(pushed, pushed + STEP_BYTES);
      pushed += step.length;
      scanner.push(step);
    }
    if (rows.length < PROBED_ROWS) scanner.end();
  } catch (error) {
    // Quotes that make no sense; the reader will say so.
    if (!(error instanceof InputError)) throw error;
    broken = true;
  }
  return { rows, broken };
}

function wholeLines(text: Uint8Array): Uint8Array {
  if (text.length <= PROBED_BYTES) return text;
  const probed = text.subarray(0, PROBED_BYTES);
  const end = Math.max(probed.lastIndexOf(LF), probed.lastIndexOf(CR));
  return probed.subarray(0, end + 1 || PROBED_BYTES);
}

/** The width of most rows; of the first, when none is more usual. */
function usualWidth(rows: readonly ProbedRow[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  let [best, most] = [rows[0]!.cells.length, 0];
  for (const [width, n] of counts) if (n > most) [best, most] = [width, n];
  return best;
}

const filled = (cells: readonly string[]): number => cells.filter((cell) => cell !== '').length;

/** As many cells as the rows have, most of them filled. */
const isHeader = (cells: readonly string[], width: number): boolean =>
  cells.length === width && (width < 3 || filled(cells) > Math.max(1, Math.floor(width / 4)));
