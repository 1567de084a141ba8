import { isUtf8 } from 'node:buffer';
import { gzipSync } from 'node:zlib';
import { createRewriter } from '../files/scoring/create-rewriter.ts';
import { formatRejected } from '../files/scoring/rejected-rows.ts';
import type { RewritePlan } from '../files/scoring/rewrite-plan.ts';
import { RowWriter } from '../files/scoring/row-writer.ts';
import type { Tally } from '../files/scoring/tally.ts';
import { holdsByte } from '../files/text/bytes.ts';
import { decodeText } from '../files/text/decode-text.ts';
import { type Encoding, encodingOf } from '../files/text/encoding.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import type { JobPlan } from './job-plan.ts';

export interface RewrittenChunk {
  readonly result: Uint8Array;
  readonly rejected: Uint8Array;
  readonly rewritten: Tally;
}

/**
 * Scores a chunk of a job's file.
 *
 * @param chunk whole records, as they stand in the text
 * @param first it is the first one: the headers stand before it
 * @param line of the text that it begins on
 * @throws {InputError} the bytes are no text of the encoding, or no records; says the line
 */
export function rewriteChunk(
  artifact: ModelArtifact,
  { rewrite, head, compressed }: JobPlan,
  encoding: Encoding,
  chunk: Uint8Array,
  { first, line }: { readonly first: boolean; readonly line: number },
): RewrittenChunk {
  const results: Uint8Array[] = first ? [Buffer.from(head.result)] : [];
  const rejected: Uint8Array[] = first ? [Buffer.from(head.rejected)] : [];
  const plan = { ...rewrite, artifact } as RewritePlan;
  const writer = new RowWriter((block) => results.push(Buffer.from(block)));
  const rewriter = createRewriter(plan, writer, (row) => rejected.push(formatRejected(plan, row)));
  const rewritten = rewriter.addPiece(toUtf8(chunk, plan.fileName, encoding, line), line);
  writer.flush();
  // Archives one behind the other are one archive (RFC 1952, section 2.2), and an empty chunk is none.
  const pack = (blocks: readonly Uint8Array[]): Uint8Array => {
    const bytes = Buffer.concat(blocks);
    return compressed && (bytes.length > 0 || first) ? gzipSync(bytes) : bytes;
  };
  return { result: pack(results), rejected: pack(rejected), rewritten };
}

function toUtf8(bytes: Uint8Array, fileName: string, encoding: Encoding, line: number): Uint8Array {
  if (encodingOf(encoding) === 'utf-8' && !holdsByte(bytes, 0) && isUtf8(bytes)) return bytes;
  return Buffer.from(decodeText(bytes, fileName, encoding, line));
}
