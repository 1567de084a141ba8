import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { chunkAttribute, chunkToValue, pageItemId } from '../../lib/adapters/aws/job-item.ts';

const ID = '0'.repeat(36);

/** Bytes of a page with one chunk, and of each more: names and values count, a number as half its digits. */
const bytesOf = (value: AttributeValue): number => Buffer.byteLength(value.S ?? '');
const chunkBytes = (bytes: number, rows: number): number => {
  const value = chunkToValue({
    number: 1,
    sourceBytes: bytes,
    rows,
    rejected: 0,
    bytes: 3 * bytes,
    rejectedBytes: 0,
    grades: { A: rows, B: rows, C: rows, D: rows },
  });
  return chunkAttribute(1000).length + bytesOf(value);
};
const EMPTY =
  'id'.length + pageItemId(ID, 100).length + 'status'.length + 'job page'.length + 'expires_at'.length + 7;

let last: { readonly bytes: number; readonly rows: number; readonly size: number } | undefined;

/** Asked for as often as there are chunks, most of which are of one size. */
function sizeOf(bytes: number, rows: number): number {
  if (last?.bytes !== bytes || last.rows !== rows) last = { bytes, rows, size: chunkBytes(bytes, rows) };
  return last.size;
}

/** Units of DynamoDB that a page costs when so many of its chunks are recorded: a write by 1 KB, a read by 4. */
export function pageUnits(
  recorded: number,
  chunk: { readonly bytes: number; readonly rows: number },
): { readonly write: number; readonly read: number } {
  const bytes = EMPTY + recorded * sizeOf(chunk.bytes, chunk.rows);
  return { write: Math.ceil(bytes / 1024), read: Math.ceil(bytes / 4096) };
}
