import type { Batch, BatchResult, Client } from '../../../lib/client/index.ts';
import type { Lead } from '../../../lib/lead/schema.ts';

/** Of one request. */
const MOST_LEADS = 1000;

/** Leads on their way: what was sent already is not sent again. */
export class Sending {
  readonly results: BatchResult[] = [];
  readonly #client: Client;
  readonly #chunks: readonly { readonly leads: readonly Lead[]; readonly key: string }[];
  #next = 0;
  /** The version that took the first leads, and takes the others, too: scores of two versions cannot be compared. */
  #model: Batch['model'] | undefined;

  constructor(client: Client, leads: readonly Lead[]) {
    this.#client = client;
    this.#chunks = Array.from({ length: Math.ceil(leads.length / MOST_LEADS) }, (_, i) => ({
      leads: leads.slice(i * MOST_LEADS, (i + 1) * MOST_LEADS),
      // Of the chunk for good: sent again after a lost answer, it is accepted once.
      key: crypto.randomUUID(),
    }));
  }

  get model(): Batch['model'] | undefined {
    return this.#model;
  }

  /**
   * Sends what is not sent yet, and waits for it. May be called again after it failed.
   *
   * @param tell how many leads are final
   */
  async run(tell: (done: number) => void, signal: AbortSignal): Promise<void> {
    for (; this.#next < this.#chunks.length; this.#next++) {
      const { leads, key } = this.#chunks[this.#next]!;
      const before = this.results.length;
      const { batch_id, model } = await this.#client.submitBatch(leads, {
        idempotencyKey: key,
        signal,
        ...(this.#model === undefined ? {} : { model: `${this.#model.name}@${this.#model.version}` }),
      });
      this.#model ??= model;
      const results = await this.#client.waitBatch(batch_id, {
        signal,
        onPoll: ({ count, counts }) => tell(before + count - counts.queued),
      });
      this.results.push(...results);
      tell(this.results.length);
    }
  }
}
