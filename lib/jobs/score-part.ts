import { isUtf8 } from 'node:buffer';
import { formatRejected } from '../bulk/rejected-rows.ts';
import { type Rewritten, RowRewriter } from '../bulk/row-rewriter.ts';
import { RowWriter } from '../bulk/row-writer.ts';
import { decodeText, type Encoding } from '../csv/decode-text.ts';
import { holdsByte } from '../csv/holds-byte.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import type { JobPlan } from './job-plan.ts';

export interface ScoredPart {
  readonly result: Uint8Array;
  readonly rejected: Uint8Array;
  readonly rewritten: Rewritten;
}

/**
 * Scores a chunk of a job's file.
 *
 * @param chunk whole records, as they stand in the file
 * @param first it is the first one: the headers stand before it
 * @param line of the file that it begins on
 * @throws {InputError} the bytes are no text of the encoding, or no CSV; says the line
 */
export function scorePart(
  artifact: ModelArtifact,
  { rewrite, head }: JobPlan,
  encoding: Encoding,
  chunk: Uint8Array,
  { first, line }: { readonly first: boolean; readonly line: number },
): ScoredPart {
  const results: Buffer[] = first ? [Buffer.from(head.result)] : [];
  const rejected: Uint8Array[] = first ? [Buffer.from(head.rejected)] : [];
  const plan = { ...rewrite, artifact };
  const writer = new RowWriter((piece) => results.push(Buffer.from(piece)));
  writer.lineEnd = plan.lineEnd;
  const rewriter = new RowRewriter(plan, writer, (row) => rejected.push(formatRejected(plan, row)));
  const rewritten = rewriter.addPiece(toUtf8(chunk, plan.fileName, encoding, line), line);
  writer.flush();
  return { result: Buffer.concat(results), rejected: Buffer.concat(rejected), rewritten };
}

function toUtf8(bytes: Uint8Array, fileName: string, encoding: Encoding, line: number): Uint8Array {
  const readable = !holdsByte(bytes, 0) && (encoding === 'latin1' || isUtf8(bytes));
  if (readable && encoding === 'utf-8') return bytes;
  return Buffer.from(decodeText(bytes, fileName, encoding, line));
}
