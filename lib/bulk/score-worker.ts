import { parentPort, workerData } from 'node:worker_threads';
import { type RewritePlan, type Rewritten, RowRewriter } from './row-rewriter.ts';
import { RowWriter } from './row-writer.ts';

/** To a worker: a piece of whole records, and memory for what is written. Both go to and fro, so that none is left over. */
export interface PieceTask {
  readonly input: ArrayBuffer;
  /** Bytes of the piece. */
  readonly size: number;
  readonly output: ArrayBuffer;
}

/** From a worker; `failed`: the piece cannot be read, and whoever knows its line says why. */
export interface PieceReply {
  readonly input: ArrayBuffer;
  /** Bytes of the piece. */
  readonly length: number;
  readonly output: ArrayBuffer;
  /** Bytes to be written. */
  readonly size: number;
  readonly rewritten: Rewritten | 'failed';
}

const plan = workerData as RewritePlan;
let output = new Uint8Array(0);
let size = 0;
const writer = new RowWriter((piece) => {
  if (size + piece.length > output.length) {
    const larger = new Uint8Array(2 * (size + piece.length));
    larger.set(output.subarray(0, size));
    output = larger;
  }
  output.set(piece, size);
  size += piece.length;
});
writer.lineEnd = plan.lineEnd;
const rewriter = new RowRewriter(plan, writer);

parentPort!.on('message', ({ input, size: length, output: memory }: PieceTask) => {
  [output, size] = [new Uint8Array(memory), 0];
  let rewritten: PieceReply['rewritten'] = 'failed';
  try {
    rewritten = rewriter.addPiece(new Uint8Array(input, 0, length));
    writer.flush();
  } catch {
    // Told below: the piece is read again where its line is known.
  }
  const reply: PieceReply = { input, length, output: output.buffer, size, rewritten };
  parentPort!.postMessage(reply, [reply.input, reply.output]);
});
