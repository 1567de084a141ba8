import type { Batch, BatchResult, Client } from '../../../lib/client/index.ts';
import type { Lead } from '../../../lib/lead/schema.ts';

/** Of one request. */
const MOST_LEADS = 1000;

/** Leads on their way: what was sent already is not sent again. */
export class Sending {
  readonly results: BatchResult[] = [];
  /** The version that the leads were checked against. It scores them all: scores of two versions cannot be compared. */
  readonly model: Batch['model'];
  readonly #client: Client;
  readonly #chunks: readonly { readonly leads: readonly Lead[]; readonly key: string }[];
  #next = 0;

  /** @param rate leads a minute that the key may submit; undefined: no rate of its own */
  constructor(
    client: Client,
    leads: readonly Lead[],
    { name, version }: Batch['model'],
    rate = 2 * MOST_LEADS,
  ) {
    this.#client = client;
    this.model = { name, version };
    // A batch larger than the rate is refused for good. Half of it leaves room for others who use the page, too.
    const size = Math.min(MOST_LEADS, Math.max(1, Math.floor(rate / 2)));
    this.#chunks = Array.from({ length: Math.ceil(leads.length / size) }, (_, i) => ({
      leads: leads.slice(i * size, (i + 1) * size),
      // Of the chunk for good: sent again after a lost answer, it is accepted once.
      key: crypto.randomUUID(),
    }));
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
      const { batch_id } = await this.#client.submitBatch(leads, {
        model: `${this.model.name}@${this.model.version}`,
        idempotencyKey: key,
        signal,
      });
      const results = await this.#client.waitBatch(batch_id, {
        signal,
        onPoll: ({ count, counts }) => tell(before + count - counts.queued),
      });
      this.results.push(...results);
      tell(this.results.length);
    }
  }
}
