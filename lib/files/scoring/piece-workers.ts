import { Worker } from 'node:worker_threads';
import type { RewritePlan } from './rewrite-plan.ts';
import type { PieceReply, PieceTask } from './score-worker.ts';

interface Waiting {
  readonly resolve: (reply: PieceReply) => void;
  readonly reject: (error: Error) => void;
}

/** Worker threads that score pieces of a file, in turn. */
export class PieceWorkers {
  readonly #workers: readonly Worker[];
  /** Per worker, what it was asked and has not answered: it answers in the order of the questions. */
  readonly #waiting: readonly Waiting[][];
  /** Memory that nobody uses. Two buffers a piece. */
  readonly #free: SharedArrayBuffer[] = [];
  #next = 0;

  constructor(plan: RewritePlan, threads: number) {
    this.#waiting = Array.from({ length: threads }, () => []);
    this.#workers = this.#waiting.map((waiting) => {
      const worker = new Worker(new URL('./score-worker.ts', import.meta.url), { workerData: plan });
      worker.on('message', (reply: PieceReply) => waiting.shift()!.resolve(reply));
      worker.on('error', (error: Error) => {
        for (const { reject } of waiting.splice(0)) reject(error);
      });
      return worker;
    });
  }

  /** The piece is copied: its memory may be used again at once. */
  score(piece: Uint8Array): Promise<PieceReply> {
    const at = this.#next;
    this.#next = (at + 1) % this.#workers.length;
    const input = this.#reserve(piece.length);
    new Uint8Array(input).set(piece);
    const task: PieceTask = { input, length: piece.length, output: this.#reserve(2 * piece.length) };
    return new Promise((resolve, reject) => {
      this.#waiting[at]!.push({ resolve, reject });
      this.#workers[at]!.postMessage(task);
    });
  }

  /** What a reply holds is not needed any more. */
  release({ input, output }: PieceReply): void {
    this.#free.push(input, output);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #reserve(bytes: number): SharedArrayBuffer {
    const at = this.#free.findIndex((memory) => memory.byteLength >= bytes);
    // A little more than is needed now: pieces differ in length.
    return at < 0 ? new SharedArrayBuffer(Math.ceil(1.25 * bytes)) : this.#free.splice(at, 1)[0]!;
  }
}
