import type { ENCODINGS } from '../../contract/words.ts';
import { InputError } from '../../errors.ts';
import { countLineEnds } from './line-ends.ts';

export type Encoding = (typeof ENCODINGS)[number];

/**
 * The text of a CSV file, without its byte order mark.
 *
 * @param encoding `latin1` reads Windows-1252, its superset, as every browser does (WHATWG Encoding §4.2)
 * @param line that they begin on, in the file
 * @throws {InputError} naming byte and line when the bytes are not text of that encoding
 */
export function decodeText(
  bytes: Uint8Array,
  fileName: string,
  encoding: Encoding = 'utf-8',
  line = 1,
): string {
  if (line === 1) refuseOtherFormats(bytes, fileName);
  refuseNul(bytes, fileName, line);
  if (encoding === 'latin1') return new TextDecoder('windows-1252').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const at = findInvalidUtf8(bytes);
    const byte = bytes[at]!.toString(16).toUpperCase().padStart(2, '0');
    throw new InputError(
      `${fileName}: expected UTF-8 text, found the byte 0x${byte} in line ${line + countLineEnds(bytes, 0, at)}. ` +
        'If the file was written by Excel or in Latin-1, pass --encoding latin1; otherwise save it as UTF-8.',
    );
  }
}

/**
 * What a file that begins with these bytes is instead of text, and what to do about it; undefined, when they say nothing.
 */
export function recogniseFormat(
  bytes: Uint8Array,
): { readonly found: string; readonly advice: string } | undefined {
  const startsWith = (...signature: number[]) => signature.every((byte, i) => bytes[i] === byte);
  if (startsWith(0xff, 0xfe) || startsWith(0xfe, 0xff)) {
    return { found: 'UTF-16 text', advice: 'Save it as “CSV UTF-8”.' };
  }
  if (startsWith(0x50, 0x4b, 0x03, 0x04)) {
    return {
      found: 'a ZIP archive or an Excel workbook',
      advice: 'Unpack it, or export the sheet as “CSV UTF-8”.',
    };
  }
  if (startsWith(0xd0, 0xcf, 0x11, 0xe0)) {
    return { found: 'an old Excel workbook', advice: 'Export the sheet as “CSV UTF-8”.' };
  }
  if (startsWith(0x1f, 0x8b)) return { found: 'a gzip archive', advice: 'Unpack it first.' };
  if (startsWith(0x25, 0x50, 0x44, 0x46, 0x2d)) {
    return { found: 'a PDF document', advice: 'Export the table as “CSV UTF-8”.' };
  }
  return undefined;
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

/** The offset of the first byte that starts no valid UTF-8 sequence (Unicode 15, table 3-7). */
function findInvalidUtf8(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at]!;
    const length =
      first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (length === 0) return at;
    for (let i = 1; i < length; i++) {
      const byte = bytes[at + i] ?? 0;
      const low = i > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
      const high = i > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
      if (byte < low || byte > high) return at;
    }
    at += length;
  }
  return bytes.length - 1;
}
