import { type ByteRow, ByteScanner, type Separator } from './scan-bytes.ts';

/** The mark is dropped at the beginning of a text only, where the scanner does. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Quotes that are written twice are one. */
const unquote = (text: string, doubled: number | undefined): string =>
  doubled === 1 ? text.replaceAll('""', '"') : text;

/** The text of a cell, as it was meant. */
export const decodeCell = ({ buffer, starts, ends, doubled }: ByteRow, cell: number): string =>
  unquote(decoder.decode(buffer.subarray(starts[cell]!, ends[cell]!)), doubled[cell]);

/** All cells of a row. */
export const decodeCells = (row: ByteRow): string[] =>
  Array.from({ length: row.width }, (_, i) => decodeCell(row, i));

/** So much is decoded at once: a call of the decoder costs more than most cells. */
const BLOCK_BYTES = 1 << 18;

/**
 * Reads a whole CSV text, row by row, as text.
 *
 * @param text valid UTF-8
 * @throws {InputError} as `ByteScanner`
 */
export function scanCells(
  text: Uint8Array,
  separator: Separator,
  onRow: (cells: string[], line: number) => void,
  fileName?: string,
): void {
  let decoded: string | undefined;
  /** Where in `decoded` a byte stands: they are asked for in their order. */
  let [byte, unit] = [0, 0];
  const unitAt = (buffer: Uint8Array, at: number): number => {
    let units = unit;
    for (let i = byte; i < at; i++) {
      const first = buffer[i]!;
      // Bytes that continue a character count nothing; a character of four bytes is two units of UTF-16.
      if (first < 0x80) units += 1;
      else if (first >= 0xc0) units += first >= 0xf0 ? 2 : 1;
    }
    byte = at;
    unit = units;
    return unit;
  };
  const scanner = new ByteScanner(
    separator,
    ({ buffer, starts, ends, doubled, width, line }) => {
      decoded ??= decoder.decode(buffer);
      const ascii = decoded.length === buffer.length;
      const cells: string[] = [];
      for (let i = 0; i < width; i++) {
        const [start, end] = [starts[i]!, ends[i]!];
        const cell = ascii
          ? decoded.slice(start, end)
          : decoded.slice(unitAt(buffer, start), unitAt(buffer, end));
        cells.push(unquote(cell, doubled[i]));
      }
      onRow(cells, line);
    },
    fileName,
    () => {
      decoded = undefined;
      [byte, unit] = [0, 0];
    },
  );
  for (let at = 0; at < text.length; at += BLOCK_BYTES) scanner.push(text.subarray(at, at + BLOCK_BYTES));
  scanner.end();
}
