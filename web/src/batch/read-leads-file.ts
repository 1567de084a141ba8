import { InputError } from '../../../lib/errors.ts';
import { scanCells } from '../../../lib/files/csv/decode-cells.ts';
import { detectSeparator } from '../../../lib/files/csv/detect-separator.ts';
import type { Separator } from '../../../lib/files/csv/scan-bytes.ts';
import { decodeText } from '../../../lib/files/text/decode-text.ts';
import { toWord } from '../../../lib/to-word.ts';

/** A CSV file as it was dropped. */
export interface LeadsFile {
  readonly name: string;
  readonly separator: Separator;
  readonly columns: readonly string[];
  readonly rows: readonly FileRow[];
  /** What is to be known about how it was read. */
  readonly notes: readonly string[];
}

export interface FileRow {
  /** As an editor counts. */
  readonly line: number;
  readonly cells: readonly string[];
}

const MOST_BYTES = 50_000_000;
const MOST_ROWS = 20_000;

/** @throws {InputError} it is no CSV file, or too large for a page, in words */
export async function readLeadsFile(file: File): Promise<LeadsFile> {
  if (file.size > MOST_BYTES) throw tooLarge(file.name);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const notes: string[] = [];
  const text = toUtf8(bytes, file.name, notes);
  const separator = detectSeparator(text, file.name);
  let columns: string[] | undefined;
  const rows: FileRow[] = [];
  scanCells(
    text,
    separator,
    (cells, line) => {
      const trimmed = cells.map(toWord);
      if (columns === undefined) columns = trimmed;
      else rows.push({ line, cells: trimmed });
      if (rows.length > MOST_ROWS) throw tooLarge(file.name);
    },
    file.name,
  );
  if (columns === undefined || rows.length === 0)
    throw new InputError(
      `${file.name}: expected a header and rows below it, found ${columns === undefined ? 'an empty file' : 'a header only'}.`,
    );
  return { name: file.name, separator, columns, rows, notes };
}

function toUtf8(bytes: Uint8Array, name: string, notes: string[]): Uint8Array {
  try {
    decodeText(bytes, name);
    return bytes;
  } catch (error) {
    // Excel writes Windows-1252 where it is not told otherwise. What is no text at all is refused here again.
    const text = decodeText(bytes, name, 'latin1');
    if (!(error instanceof InputError)) throw error;
    notes.push('It is not UTF-8, so it was read as Windows-1252: look at the letters with accents.');
    return new TextEncoder().encode(text);
  }
}

const tooLarge = (name: string): InputError =>
  new InputError(
    `${name}: expected at most ${MOST_ROWS.toLocaleString('en-US')} rows and 50 MB here. Score larger files with “scorelane score”.`,
  );
