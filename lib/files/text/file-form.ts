import { constants, gunzipSync } from 'node:zlib';
import { InputError } from '../../errors.ts';
import { findUtf16 } from './decide-encoding.ts';
import { recogniseFormat } from './decode-text.ts';

/** How the leads of a file stand in it, once it is unpacked. */
export type TextFormat = 'csv' | 'json lines';
export type FileFormat = TextFormat | 'parquet' | 'xlsx';

/** How the leads of a file stand in it. */
export interface FileForm {
  /** By gzip; what is within is of the format. */
  readonly compressed: boolean;
  readonly format: FileFormat;
}

/** Of a compressed file, so many bytes are unpacked to see what it holds: a few megabytes at most. */
const UNPACKED_BYTES = 1 << 12;

/**
 * The form of a file, judged by its first bytes. The name says what was meant: a file that is something else is refused, and
 * one whose name says nothing is what it is.
 *
 * @param beginning of the file, some kilobytes; an empty file is what its name says, or CSV
 * @throws {InputError} the file is not what its name says, or nothing that can be scored
 */
export function detectForm(beginning: Uint8Array, fileName: string): FileForm {
  const compressed = beginning[0] === 0x1f && beginning[1] === 0x8b;
  const { meant, meantCompressed } = readName(fileName);
  if (meantCompressed && !compressed) {
    throw new InputError(
      `${fileName}: expected a gzip archive, as its name says, found ${describe(beginning)}. ` +
        'Compress it with gzip, or take .gz off its name.',
    );
  }
  if (compressed && !meantCompressed && meant !== undefined) {
    throw new InputError(
      `${fileName}: expected ${NAMES[meant]}, as its name says, found a gzip archive. ` +
        `Name it ${fileName}.gz, or unpack it first.`,
    );
  }
  const bytes = compressed ? unpackBeginning(beginning, fileName) : beginning;
  const found = judge(bytes);
  if (compressed && (found === 'parquet' || found === 'xlsx')) {
    throw new InputError(
      `${fileName}: expected CSV or JSON Lines in a gzip archive, found ${NAMES[found]}. Unpack it first.`,
    );
  }
  const [fits, , advice] = FOUND[found];
  const format = found === 'nothing' ? (meant ?? 'csv') : fits;
  if (format === undefined || (meant !== undefined && meant !== format)) {
    const expected =
      meant === undefined
        ? 'CSV, JSON Lines, Parquet or an Excel workbook'
        : `${NAMES[meant]}, as its name says`;
    const hint = format === undefined ? (recogniseFormat(bytes)?.advice ?? advice) : advice;
    throw new InputError(`${fileName}: expected ${expected}, found ${describe(bytes)}. ${hint}`);
  }
  return { compressed, format };
}

/** @param given an option of CSV only, as it was given; undefined: none was. @throws {InputError} the file is of another format */
export function refuseCsvOption(format: FileFormat, fileName: string, given: string | undefined): void {
  if (format === 'csv' || given === undefined) return;
  const name = { parquet: 'Parquet', xlsx: 'an Excel workbook', 'json lines': 'JSON Lines' }[format];
  throw new InputError(
    `${fileName}: expected a CSV file with ${given}, found ${name}, which says itself what its bytes mean. Leave the option out.`,
  );
}

const NAMES: Readonly<Record<FileFormat, string>> = {
  csv: 'CSV text',
  'json lines': 'JSON Lines',
  parquet: 'a Parquet file',
  xlsx: 'an Excel workbook',
};

type Found = FileFormat | 'a list' | 'other' | 'nothing';

/** Per thing found: the format that it is, what it is called, and what to do when it is not wanted. */
const FOUND: Readonly<Record<Found, readonly [FileFormat | undefined, name: string, advice: string]>> = {
  csv: ['csv', 'text that is no JSON', 'If it is a table, name it .csv.'],
  'json lines': ['json lines', 'JSON', 'If each lead stands on a line of its own, name it .jsonl.'],
  parquet: ['parquet', 'a Parquet file', 'Name it .parquet.'],
  xlsx: ['xlsx', 'a ZIP archive or an Excel workbook', 'Name a workbook .xlsx; unpack an archive.'],
  'a list': [
    undefined,
    'one JSON list of all leads',
    'Write each lead on a line of its own, without the brackets and commas between: jq -c ".[]" makes JSON Lines of it.',
  ],
  other: [undefined, 'another format', 'Export it as CSV in UTF-8.'],
  nothing: [undefined, 'an empty file', ''],
};

/** A list of objects; a CSV header such as `[id],[source]` is none. */
const LIST = /^\[\s*(?:[{[\]]|$)/;

function judge(bytes: Uint8Array): Found {
  if (startsWith(bytes, 'PAR1')) return 'parquet';
  if (startsWith(bytes, 'PK\x03\x04')) return 'xlsx';
  const utf16 = findUtf16(bytes);
  if (utf16 === undefined && recogniseFormat(bytes) !== undefined) return 'other';
  const text = new TextDecoder(utf16).decode(bytes).trimStart();
  if (text === '') return 'nothing';
  if (text.startsWith('{')) return 'json lines';
  return LIST.test(text) ? 'a list' : 'csv';
}

const describe = (bytes: Uint8Array): string => {
  const found = judge(bytes);
  return (found === 'other' ? recogniseFormat(bytes)?.found : undefined) ?? FOUND[found][1];
};

/** What the end of a name says, if it says anything. */
function readName(fileName: string) {
  const name = fileName.toLowerCase();
  const inner = name.replace(/\.gz$/, '');
  return { meant: FORMAT_OF.get(inner.slice(inner.lastIndexOf('.') + 1)), meantCompressed: inner !== name };
}

const FORMAT_OF: ReadonlyMap<string, FileFormat> = new Map([
  ['csv', 'csv'],
  ['tsv', 'csv'],
  ['jsonl', 'json lines'],
  ['ndjson', 'json lines'],
  ['parquet', 'parquet'],
  ['xlsx', 'xlsx'],
  ['xlsm', 'xlsx'],
]);

/** What is there of the beginning of an archive, although the rest is not. @throws {InputError} it cannot be unpacked */
export function unpackBeginning(bytes: Uint8Array, fileName: string): Uint8Array {
  try {
    return gunzipSync(bytes.subarray(0, UNPACKED_BYTES), { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    throw new InputError(
      `${fileName}: expected a gzip archive, found one that cannot be unpacked. Compress the file again.`,
    );
  }
}

const startsWith = (bytes: Uint8Array, text: string): boolean =>
  text.split('').every((sign, i) => bytes[i] === sign.charCodeAt(0));
