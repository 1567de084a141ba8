import { parentPort, workerData } from 'node:worker_threads';
import { createRewriter } from './create-rewriter.ts';
import type { RejectedRow } from './rejected-rows.ts';
import type { RewritePlan } from './rewrite-plan.ts';
import { RowWriter } from './row-writer.ts';
import type { Tally } from './tally.ts';

/**
 * To a worker: a piece of whole records, and memory for what is written. Both are shared, and used again: a buffer that is
 * handed over (transferred) makes V8 check every access to every typed array of the thread from then on.
 */
export interface PieceTask {
  readonly input: SharedArrayBuffer;
  /** Bytes of the piece. */
  readonly length: number;
  readonly output: SharedArrayBuffer;
}

/** From a worker; `failed`: the piece cannot be read, and whoever knows its line says why. */
export interface PieceReply extends PieceTask {
  /** Bytes to be written. */
  readonly size: number;
  readonly rewritten: Tally | 'failed';
  /** Rows that were set aside; their lines count from the beginning of the piece. */
  readonly rejected: readonly RejectedRow[];
}

const plan = workerData as RewritePlan;
let output = new Uint8Array(new SharedArrayBuffer(0));
let size = 0;
const writer = new RowWriter((block) => {
  if (size + block.length > output.length) {
    const larger = new Uint8Array(new SharedArrayBuffer(2 * (size + block.length)));
    larger.set(output.subarray(0, size));
    output = larger;
  }
  output.set(block, size);
  size += block.length;
});
let rejected: RejectedRow[] = [];
const rewriter = createRewriter(plan, writer, (row) => rejected.push({ ...row, row: row.row.slice() }));

parentPort!.on('message', ({ input, length, output: memory }: PieceTask) => {
  [output, size, rejected] = [new Uint8Array(memory), 0, []];
  let rewritten: PieceReply['rewritten'] = 'failed';
  try {
    rewritten = rewriter.addPiece(new Uint8Array(input, 0, length));
    writer.flush();
  } catch {
    // Told below: the piece is read again where its line is known.
  }
  const reply: PieceReply = { input, length, output: output.buffer, size, rewritten, rejected };
  parentPort!.postMessage(reply);
});
