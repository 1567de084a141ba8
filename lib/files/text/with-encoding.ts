import type { ByteSource } from './byte-source.ts';
import { LF } from './bytes.ts';
import { type DecidedEncoding, decideEncoding } from './decide-encoding.ts';
import { NotUtf8Error } from './decode-text.ts';
import type { TextOptions } from './read-text.ts';

/** Bytes of lines beyond ASCII that are looked at. */
const SAMPLE_BYTES = 1 << 18;

/**
 * Reads a file as the encoding that was told or, when none was, that its bytes show. UTF-8 is tried first, and reading begins anew
 * when a byte far down shows that it is not.
 *
 * @param read may be called twice
 * @param canTell as of `decideEncoding`
 * @throws {InputError} the encoding is not clear; what `read` throws
 */
export function withEncoding<T>(
  source: ByteSource,
  { fileName, encoding }: TextOptions,
  read: (decided: DecidedEncoding) => T,
  canTell = true,
): T {
  if (encoding !== undefined) return read({ encoding, notes: [] });
  const decided = decideEncoding(beginningOf(source), fileName, canTell);
  try {
    return read(decided);
  } catch (error) {
    if (!(error instanceof NotUtf8Error) || decided.encoding !== 'utf-8') throw error;
    return read(decideEncoding(linesBeyondAscii(source), fileName, canTell));
  }
}

function beginningOf(source: ByteSource): Uint8Array {
  for (const block of source.open()) return block.slice(0, SAMPLE_BYTES);
  return new Uint8Array(0);
}

/** Of a file that is read to its end, at most. */
export function linesBeyondAscii(source: ByteSource): Uint8Array {
  const lines: Uint8Array[] = [];
  let size = 0;
  for (const block of source.open()) {
    for (let at = 0; at < block.length && size < SAMPLE_BYTES; ) {
      let high = at;
      while (high < block.length && block[high]! < 0x80) high += 1;
      if (high === block.length) break;
      const from = block.lastIndexOf(LF, high) + 1;
      const end = block.indexOf(LF, high);
      const line = block.slice(from, end < 0 ? block.length : end + 1);
      lines.push(line);
      size += line.length;
      at = end < 0 ? block.length : end + 1;
    }
    if (size >= SAMPLE_BYTES) break;
  }
  return Buffer.concat(lines);
}
