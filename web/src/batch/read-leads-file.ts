import { InputError } from '../../../lib/errors.ts';
import { scanCells } from '../../../lib/files/csv/decode-cells.ts';
import type { Separator } from '../../../lib/files/csv/scan-bytes.ts';
import { isJsonObject } from '../../../lib/files/scoring/json-object.ts';
import { findTable } from '../../../lib/files/table/find-table.ts';
import {
  addLeftOut,
  moveTail,
  NONE_LEFT_OUT,
  tellRepeatedHeaders,
  tellTail,
  tellTitles,
} from '../../../lib/files/table/left-out-lines.ts';
import { nameColumns } from '../../../lib/files/table/name-columns.ts';
import { findTail, TAIL_BYTES } from '../../../lib/files/table/table-tail.ts';
import { decideEncoding, findUtf16 } from '../../../lib/files/text/decide-encoding.ts';
import { decodeText, NotUtf8Error, recogniseFormat } from '../../../lib/files/text/decode-text.ts';
import { isUtf8Label } from '../../../lib/files/text/encoding.ts';
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

/** @throws {InputError} it is no CSV file, too large for a page, or its encoding is not clear, in words */
export async function readLeadsFile(file: File): Promise<LeadsFile> {
  const { name } = file;
  if (file.size > MOST_BYTES) throw tooLarge(name);
  const bytes = new Uint8Array(await file.arrayBuffer());
  refuseFormats(bytes, name);
  const { text, notes: decided } = toUtf8(bytes, name);
  const { separator, offset, line: first, width, titles } = findTable(text, name);
  const table = text.subarray(offset);
  const beyond = Math.max(0, table.length - TAIL_BYTES);
  const { end, tail } = findTail(table.subarray(beyond), separator, width);
  let header: string[] | undefined;
  let repeated = NONE_LEFT_OUT;
  let last = 0;
  const rows: FileRow[] = [];
  scanCells(
    table.subarray(0, beyond + end),
    separator,
    (cells, at) => {
      const trimmed = cells.map(toWord);
      const line = first - 1 + at;
      last = line;
      if (header === undefined) header = trimmed;
      else if (trimmed.length > 1 && trimmed.join('\0') === header.join('\0'))
        repeated = addLeftOut(repeated, { count: 1, lines: [line] });
      else rows.push({ line, cells: trimmed });
      if (rows.length > MOST_ROWS) throw tooLarge(name);
    },
    name,
  );
  if (header === undefined || rows.length === 0)
    throw new InputError(
      `${name}: expected a header and rows below it, found ${header === undefined ? 'an empty file' : 'a header only'}.`,
    );
  const named = nameColumns(header);
  const notes = [
    ...decided,
    ...tellTitles(titles),
    ...tellRepeatedHeaders(repeated),
    ...tellTail(moveTail(tail, last)),
    ...named.notes,
  ];
  return { name, separator, columns: named.names, rows, notes };
}

const PARQUET = 'PAR1';
const SPACE = /^\ufeff?\s*/;

/** @throws {InputError} it is of a format that the command reads and the page does not */
function refuseFormats(bytes: Uint8Array, name: string): void {
  if (findUtf16(bytes) !== undefined) return;
  const beginning = new TextDecoder().decode(bytes.subarray(0, SAMPLE_BYTES)).replace(SPACE, '');
  const found = beginning.startsWith(PARQUET)
    ? 'a Parquet file'
    : isJsonObject(beginning.split('\n', 1)[0]!)
      ? 'JSON Lines'
      : recogniseFormat(bytes)?.found;
  if (found === undefined) return;
  throw new InputError(
    `${name}: expected a CSV file here, found ${found}. Save it as “CSV UTF-8”, or score it with “scorelane score”, which reads gzip, JSON Lines, Parquet and .xlsx.`,
  );
}

/** Enough to tell how a file is encoded; what is no UTF-8 only further down is told by all of it. */
const SAMPLE_BYTES = 1 << 18;

function toUtf8(bytes: Uint8Array, name: string) {
  const read = (sample: Uint8Array) => {
    const { encoding, notes } = decideEncoding(sample, name, false);
    const text = decodeText(bytes, name, encoding);
    return { text: isUtf8Label(encoding) ? bytes : new TextEncoder().encode(text), notes };
  };
  try {
    return read(bytes.subarray(0, SAMPLE_BYTES));
  } catch (error) {
    if (!(error instanceof NotUtf8Error)) throw error;
    return read(bytes);
  }
}

const tooLarge = (name: string): InputError =>
  new InputError(
    `${name}: expected at most ${MOST_ROWS.toLocaleString('en-US')} rows and 50 MB here. Score larger files with “scorelane score”.`,
  );
