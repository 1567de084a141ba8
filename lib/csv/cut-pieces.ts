import type { CsvText } from './byte-source.ts';
import { RecordBoundaries } from './record-boundaries.ts';

/** Whole records of a CSV text. */
export interface TextPiece {
  /** Good until the next piece is asked for. */
  readonly bytes: Uint8Array;
  /** Where it ends in the text, in bytes. */
  readonly end: number;
}

/**
 * Cuts a text between records into pieces; a record that is larger than a piece makes it as large. Memory does not grow
 * with the text.
 *
 * @param least bytes of a piece, but for the last one; it has less than twice as many, unless a record is larger
 */
export function* cutPieces({ separator, first, rest }: CsvText, least: number): Iterable<TextPiece> {
  const boundaries = new RecordBoundaries(separator);
  let buffer = new Uint8Array(2 * least);
  /** Of the text: where the buffer begins; and how much of it is there. */
  let [base, size] = [0, 0];
  const take = function* (chunk: Uint8Array): Iterable<TextPiece> {
    if (size + chunk.length > buffer.length) {
      const larger = new Uint8Array(Math.max(size + chunk.length, 2 * buffer.length));
      larger.set(buffer.subarray(0, size));
      buffer = larger;
    }
    buffer.set(chunk, size);
    size += chunk.length;
    boundaries.scan(chunk);
    const whole = boundaries.end - base;
    if (whole < least) return;
    yield { bytes: buffer.subarray(0, whole), end: boundaries.end };
    buffer.copyWithin(0, whole, size);
    [base, size] = [boundaries.end, size - whole];
  };
  const takeAll = function* (chunk: Uint8Array): Iterable<TextPiece> {
    for (let at = 0; at < chunk.length; at += least) yield* take(chunk.subarray(at, at + least));
  };
  yield* takeAll(first);
  for (const chunk of rest) yield* takeAll(chunk);
  if (size > 0) yield { bytes: buffer.subarray(0, size), end: base + size };
}
