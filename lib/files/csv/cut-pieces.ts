import { InputError } from '../../errors.ts';
import { makeRoom } from '../text/bytes.ts';

/** Whole records of a text. */
export interface TextPiece {
  /** Good until the next piece is asked for. */
  readonly bytes: Uint8Array;
  /** Where it ends in the text, in bytes. */
  readonly end: number;
}

/** Finds the ends of records: `RecordBoundaries` in CSV, `LineBoundaries` in lines. */
export interface Boundaries {
  /** Bytes up to the end of the last whole record. */
  readonly end: number;
  scan(block: Uint8Array): void;
}

/** A record may have so many bytes; one that has more is a quote that was forgotten. */
export const MOST_RECORD_BYTES = 1 << 24;

/** A record has more than `MOST_RECORD_BYTES`. All before it were cut: who reads them knows the line. */
export class RecordTooLargeError extends InputError {
  override readonly name = 'RecordTooLargeError';
}

/**
 * Cuts a text between records into pieces; a record that is larger than a piece makes it as large. Memory does not grow
 * with the text.
 *
 * @param blocks of the text, cut anywhere; each is copied
 * @param least bytes of a piece, but for the last one; it has less than twice as many, unless a record is larger
 * @param from where in the text the blocks begin, at a record
 * @throws {RecordTooLargeError}
 */
export async function* cutPieces(
  blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  boundaries: Boundaries,
  least: number,
  from = 0,
): AsyncIterable<TextPiece> {
  let buffer = new Uint8Array(2 * least);
  /** Of the blocks: where the buffer begins; and how much of it is there. */
  let [base, size] = [0, 0];
  for await (const whole of blocks) {
    for (let at = 0; at < whole.length; at += least) {
      const block = whole.subarray(at, at + least);
      buffer = makeRoom(buffer, size + block.length);
      buffer.set(block, size);
      size += block.length;
      boundaries.scan(block);
      const cut = boundaries.end - base;
      const tooLarge = size - cut > MOST_RECORD_BYTES;
      if (cut > 0 && (cut >= least || tooLarge)) {
        yield { bytes: buffer.subarray(0, cut), end: from + boundaries.end };
        buffer.copyWithin(0, cut, size);
        [base, size] = [boundaries.end, size - cut];
      }
      if (tooLarge) throw new RecordTooLargeError(describeTooLarge(`at byte ${from + base}`));
    }
  }
  if (size > 0) yield { bytes: buffer.subarray(0, size), end: from + base + size };
}

/** @param where it begins, such as `in line 12` */
export const describeTooLarge = (
  where: string,
  hint = 'A quote that opens there may not be closed.',
): string =>
  `expected records of at most ${MOST_RECORD_BYTES >> 20} MB, found a larger one that begins ${where}. ${hint}`;
