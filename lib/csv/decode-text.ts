import { InputError } from '../errors.ts';

export type Encoding = 'utf-8' | 'latin1';

/**
 * The text of a CSV file, without its byte order mark.
 *
 * @param encoding `latin1` reads Windows-1252, its superset, as every browser does (WHATWG Encoding §4.2)
 * @param line of the file that the bytes begin on
 * @throws {InputError} naming byte and line when the bytes are not text of that encoding
 */
export function decodeText(
  bytes: Uint8Array,
  fileName: string,
  encoding: Encoding = 'utf-8',
  line = 1,
): string {
  refuseOtherFormats(bytes, fileName, line);
  if (encoding === 'latin1') return new TextDecoder('windows-1252').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const at = findInvalidUtf8(bytes);
    const byte = bytes[at]!.toString(16).toUpperCase().padStart(2, '0');
    throw new InputError(
      `${fileName}: expected UTF-8 text, found the byte 0x${byte} in line ${line - 1 + lineAt(bytes, at)}. ` +
        'If the file was written by Excel or in Latin-1, pass --encoding latin1; otherwise save it as UTF-8.',
    );
  }
}

function refuseOtherFormats(bytes: Uint8Array, fileName: string, line: number): void {
  const startsWith = (...signature: number[]) => signature.every((byte, i) => bytes[i] === byte);
  const refuse = (found: string, advice: string) => {
    throw new InputError(`${fileName}: expected a CSV file as UTF-8 text, found ${found}. ${advice}`);
  };
  if (startsWith(0xff, 0xfe) || startsWith(0xfe, 0xff)) {
    refuse('UTF-16 text', 'Save it as “CSV UTF-8”.');
  }
  if (startsWith(0x50, 0x4b, 0x03, 0x04)) {
    refuse('a ZIP archive or an Excel workbook', 'Unpack it, or export the sheet as “CSV UTF-8”.');
  }
  if (startsWith(0x1f, 0x8b)) refuse('a gzip archive', 'Unpack it first.');
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    refuse(
      `a NUL byte in line ${line - 1 + lineAt(bytes, nul)}`,
      'It is binary or UTF-16; save it as “CSV UTF-8”.',
    );
  }
}

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

/** The line, from 1, of a byte: lines end with LF, CR LF or CR, as in an editor. */
function lineAt(bytes: Uint8Array, at: number): number {
  let line = 1;
  for (let i = 0; i < at; i++) {
    if (bytes[i] === 10 || (bytes[i] === 13 && bytes[i + 1] !== 10)) line++;
  }
  return line;
}
