import { InputError } from '../../errors.ts';
import { type Encoding, encodingOf, nameOfEncoding } from './encoding.ts';
import { countLineEnds } from './line-ends.ts';

/** A text was taken for UTF-8, which nobody has told, and is not. */
export class NotUtf8Error extends InputError {
  override readonly name = 'NotUtf8Error';
}

/**
 * The text of a file, without its byte order mark.
 *
 * @param line that they begin on, in the file
 * @throws {InputError} naming byte and line when the bytes are not text of that encoding
 */
export function decodeText(
  bytes: Uint8Array,
  fileName: string,
  encoding: Encoding = 'utf-8',
  line = 1,
): string {
  const label = encodingOf(encoding);
  const isUtf16 = label.startsWith('utf-16');
  if (line === 1 && !isUtf16) refuseOtherFormats(bytes, fileName);
  if (!isUtf16) refuseNul(bytes, fileName, line);
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    if (label !== 'utf-8') throw notOfEncoding(bytes, fileName, label, line);
    const at = findInvalidUtf8(bytes);
    const byte = bytes[at]!.toString(16).toUpperCase().padStart(2, '0');
    throw new NotUtf8Error(
      `${fileName}: expected UTF-8 text, found the byte 0x${byte} in line ${line + countLineEnds(bytes, 0, at)}. ` +
        'Tell how it is encoded, such as --encoding windows-1252, or save it as UTF-8.',
    );
  }
}

function notOfEncoding(bytes: Uint8Array, fileName: string, label: string, line: number): InputError {
  const read = new TextDecoder(label).decode(bytes).split('\ufffd', 1)[0]!;
  const ends = read.match(/\r\n|\n|\r/g)?.length ?? 0;
  return new InputError(
    `${fileName}: expected ${nameOfEncoding(label)} text, found bytes that are none in line ${line + ends}. ` +
      'Leave --encoding out to have it found out, or name another.',
  );
}

const UNPACK_OR_EXPORT = 'Unpack it, or export the sheet as “CSV UTF-8”.';
/** Other formats by the bytes that they begin with: what they are, and what to do about it. */
const OTHER_FORMATS: readonly (readonly [signature: readonly number[], found: string, advice: string])[] = [
  [[0xff, 0xfe], 'UTF-16 text', 'Leave --encoding out, or save it as “CSV UTF-8”.'],
  [[0xfe, 0xff], 'UTF-16 text', 'Leave --encoding out, or save it as “CSV UTF-8”.'],
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive or an Excel workbook', UNPACK_OR_EXPORT],
  [
    [0xd0, 0xcf, 0x11, 0xe0],
    'an old Excel workbook, or one with a password',
    'Save it as .xlsx without a password, or export the sheet as “CSV UTF-8”.',
  ],
  [[0x1f, 0x8b], 'a gzip archive', 'Unpack it first.'],
  [[0x25, 0x50, 0x44, 0x46, 0x2d], 'a PDF document', 'Export the table as “CSV UTF-8”.'],
];

/** What a file that begins with these bytes is instead of text; undefined, when they say nothing. */
export function recogniseFormat(
  bytes: Uint8Array,
): { readonly found: string; readonly advice: string } | undefined {
  const known = OTHER_FORMATS.find(([signature]) => signature.every((byte, i) => bytes[i] === byte));
  return known && { found: known[1], advice: known[2] };
}

/** @throws {InputError} the bytes are the beginning of something else than text */
export function refuseOtherFormats(
  bytes: Uint8Array,
  fileName: string,
  expected = 'a CSV file as UTF-8 text',
): void {
  const other = recogniseFormat(bytes);
  if (other !== undefined) throw refusal(fileName, expected, other);
}

function refuseNul(bytes: Uint8Array, fileName: string, line: number): void {
  const nul = bytes.indexOf(0);
  if (nul < 0) return;
  throw refusal(fileName, 'a CSV file as UTF-8 text', {
    found: `a NUL byte in line ${line + countLineEnds(bytes, 0, nul)}`,
    advice: 'It is binary or UTF-16; save it as “CSV UTF-8”.',
  });
}

const refusal = (
  fileName: string,
  expected: string,
  { found, advice }: { readonly found: string; readonly advice: string },
): InputError => new InputError(`${fileName}: expected ${expected}, found ${found}. ${advice}`);

/** The offset of the first byte that starts no valid UTF-8 sequence: of what decoding replaces and nobody wrote so. */
function findInvalidUtf8(bytes: Uint8Array): number {
  let at = 0;
  for (const part of new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\ufffd')) {
    at += new TextEncoder().encode(part).length;
    if (bytes[at] !== 0xef || bytes[at + 1] !== 0xbf || bytes[at + 2] !== 0xbd) return at;
    at += 3;
  }
  return at;
}
