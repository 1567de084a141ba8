import type { JobQueues, JobStore } from '../job-ports.ts';
import type { Cut } from './chunk-cutter.ts';
import { CHUNKS_PER_PAGE, pageOf } from './job.ts';
import type { JobChunk } from './job-message.ts';

interface Deps {
  readonly jobs: JobStore;
  readonly queues: JobQueues;
}

/** Queues the chunks that are not recorded yet, a page at a time. */
export class ChunkSender {
  readonly #deps: Deps;
  readonly #jobId: string;
  #waiting: JobChunk[] = [];

  constructor(deps: Deps, jobId: string) {
    this.#deps = deps;
    this.#jobId = jobId;
  }

  async add({ offset, to, number, line }: Cut): Promise<void> {
    this.#waiting.push({ jobId: this.#jobId, number, from: offset, to, line });
    if (number % CHUNKS_PER_PAGE === 0) await this.flush();
  }

  async flush(): Promise<void> {
    const [first] = this.#waiting;
    if (first === undefined) return;
    const recorded = await this.#deps.jobs.chunkResults(this.#jobId, [pageOf(first.number)]);
    const known = new Set(recorded.map(({ number }) => number));
    const unknown = this.#waiting.filter(({ number }) => !known.has(number));
    this.#waiting = [];
    if (unknown.length > 0) await this.#deps.queues.sendChunks(unknown);
  }
}
