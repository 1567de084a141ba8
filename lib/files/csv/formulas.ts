import type { FORMULAS } from '../../contract/words.ts';
import type { ByteRow } from './scan-bytes.ts';

/** Whether cells that a spreadsheet takes for formulas are made text, or stay as they are. */
export type Formulas = (typeof FORMULAS)[number];

const tableOf = (bytes: Iterable<number>): Uint8Array => {
  const table = new Uint8Array(256);
  for (const byte of bytes) table[byte] = 1;
  return table;
};
const encoder = new TextEncoder();

/** = + - @ tab LF CR, and the first byte of the full-width ＝＋－＠ (OWASP, CSV Injection). */
const STARTS = tableOf([...encoder.encode('=+-@\t\n\r'), 0xef]);
const FULL_WIDTH: ReadonlySet<string> = new Set(['＝', '＋', '－', '＠']);
/** Signed numbers, dates and telephone numbers are made of these; no function, no cell and no program can be named with them. */
const HARMLESS = tableOf(encoder.encode('0123456789 .,()/%+-'));
const POWER_OF_TEN = /^[+-](?:\d+[.,]?\d*|[.,]\d+)e[+-]?\d+$/i;

const PLUS = 43;
const MINUS = 45;
const FULL_WIDTH_START = 0xef;
const APOSTROPHE = 39;

/** Whether a spreadsheet takes the cell in bytes[start] … bytes[end − 1], UTF-8, for a formula. A signed number is none. */
export function isFormula(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start]!;
  if (start >= end || STARTS[first] === 0) return false;
  if (first === FULL_WIDTH_START)
    return FULL_WIDTH.has(new TextDecoder().decode(bytes.subarray(start, start + 3)));
  if (first !== PLUS && first !== MINUS) return true;
  let at = start + 1;
  while (at < end && HARMLESS[bytes[at]!] === 1) at += 1;
  return at < end && !POWER_OF_TEN.test(new TextDecoder().decode(bytes.subarray(start, end)));
}

/** A text that no spreadsheet takes for a formula: an apostrophe goes before one that is (OWASP, CSV Injection). */
export function escapeFormula(text: string): string {
  // Nearly all texts begin with a letter: only one that may be a formula is worth the encoding.
  const first = text.charCodeAt(0);
  if (first < 128 ? STARTS[first] === 0 : !FULL_WIDTH.has(text[0]!)) return text;
  const bytes = encoder.encode(text);
  return isFormula(bytes, 0, bytes.length) ? `'${text}` : text;
}

/** The bytes of a row whose formulas have an apostrophe before them; undefined: it has none, and stays as it is. */
export function escapeRow({ buffer, from, to, starts, ends, width }: ByteRow): Uint8Array | undefined {
  let found = 0;
  // Nearly all rows have none: they are looked at in one tight loop.
  for (let c = 0; c < width; c++) {
    const start = starts[c]!;
    if (STARTS[buffer[start]!] === 1 && isFormula(buffer, start, ends[c]!)) found += 1;
  }
  if (found === 0) return undefined;
  const escaped = new Uint8Array(to - from + found);
  let [read, written] = [from, 0];
  for (let c = 0; c < width; c++) {
    const start = starts[c]!;
    if (!isFormula(buffer, start, ends[c]!)) continue;
    escaped.set(buffer.subarray(read, start), written);
    written += start - read;
    escaped[written++] = APOSTROPHE;
    read = start;
  }
  escaped.set(buffer.subarray(read, to), written);
  return escaped;
}
