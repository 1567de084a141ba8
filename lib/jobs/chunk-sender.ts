import type { Cut } from './chunk-cutter.ts';
import { CHUNKS_PER_PAGE, pageOf } from './job.ts';
import type { JobChunk } from './job-message.ts';
import type { JobWork } from './ports.ts';

/** Queues the chunks that are not recorded yet, a page at a time. */
export class ChunkSender {
  readonly #deps: JobWork;
  readonly #jobId: string;
  #waiting: JobChunk[] = [];
  /** Of the page that is sent. */
  #recorded: { readonly page: number; readonly numbers: ReadonlySet<number> } | undefined;

  constructor(deps: JobWork, jobId: string) {
    this.#deps = deps;
    this.#jobId = jobId;
  }

  /** A chunk that stands in the job's file. */
  async add({ offset, to, number, line }: Cut): Promise<void> {
    const chunk = { jobId: this.#jobId, number, from: offset, to, line, sourceBytes: to - offset };
    if (!(await this.#isRecorded(number))) await this.#send(chunk);
  }

  /**
   * A chunk that does not.
   *
   * @param sourceBytes of the job's file that it stands for, about
   * @param write makes it a file of its own; called when it is not recorded
   */
  async addUnpacked(
    { offset, to, number, line }: Cut,
    sourceBytes: number,
    write: () => Promise<void>,
  ): Promise<void> {
    if (await this.#isRecorded(number)) return;
    await write();
    const bytes = { from: 0, to: to - offset, unpacked: true } as const;
    await this.#send({ jobId: this.#jobId, number, ...bytes, line, sourceBytes });
  }

  async flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length > 0) await this.#deps.queues.sendChunks(waiting);
  }

  async #isRecorded(number: number): Promise<boolean> {
    const page = pageOf(number);
    if (this.#recorded?.page !== page) {
      const results = await this.#deps.jobs.chunkResults(this.#jobId, [page]);
      this.#recorded = { page, numbers: new Set(results.map((result) => result.number)) };
    }
    return this.#recorded.numbers.has(number);
  }

  async #send(chunk: JobChunk): Promise<void> {
    this.#waiting.push(chunk);
    if (this.#waiting.length === CHUNKS_PER_PAGE) await this.flush();
  }
}
