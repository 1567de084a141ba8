import type { Context, SQSRecord } from 'aws-lambda';
import { processedMessages } from '../../infra/local/batch-outcome.ts';
import type { Clock } from '../../lib/clock.ts';
import type { SqsHandler } from '../../lib/runtime/sqs-handlers.ts';
import { createRandom, type Random } from '../../lib/statistics/random.ts';
import type { Fate } from './inject-faults.ts';
import { SimulatedQueue } from './simulated-queue.ts';

/** How messages are delivered. */
export interface Delivery {
  readonly messages: number;
  /** The function is killed after so many calls; null: it is not. */
  readonly killAfter: number | null;
  /** What was processed is delivered once more. */
  readonly again: boolean;
}

/** All that waits, once, to a function that lives. */
export const EVERYTHING: Delivery = { messages: 10, killAfter: null, again: false };

/** What befalls the functions of a lab: the clock, faults of what they call, deliveries, and being killed. The same for a seed. */
export class Chaos {
  readonly random: Random;
  readonly #faults: Random;
  /** Of the calls, how many do not work. */
  rate: number;
  now = Date.parse('2026-02-01T10:00:00.000Z');
  /** Calls that the running function may still make; undefined: it is not killed. */
  #callsLeft: number | undefined;

  constructor({ seed, faultRate }: { readonly seed: number; readonly faultRate: number }) {
    this.random = createRandom(seed);
    this.#faults = createRandom(~seed);
    this.rate = faultRate;
  }

  /** What becomes of a call. */
  readonly decide = (): Fate => {
    if (this.#callsLeft !== undefined && --this.#callsLeft < 0) return 'fails';
    const draw = this.#faults();
    if (draw >= this.rate) return 'works';
    return draw < this.rate / 2 ? 'fails' : 'answer is lost';
  };

  pass(seconds: number): void {
    this.now += 1000 * seconds;
  }

  clock(skewSeconds = 0): Clock {
    return { now: () => new Date(this.now + 1000 * skewSeconds) };
  }

  /** @param deadLetters where a message goes after so many receives */
  createQueue(receives?: number, deadLetters?: SimulatedQueue): SimulatedQueue {
    return new SimulatedQueue(() => this.now, this.random, receives, deadLetters);
  }

  nextId(): string {
    const hex = Array.from({ length: 32 }, () => Math.floor(16 * this.random()).toString(16)).join('');
    return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
  }

  /** Runs a function whose calls all fail after so many. @returns whether it was killed that way */
  async run(killAfter: number | null, work: () => Promise<unknown>): Promise<boolean> {
    this.#callsLeft = killAfter ?? undefined;
    await work();
    const killed = this.#callsLeft !== undefined && this.#callsLeft < 0;
    this.#callsLeft = undefined;
    return killed;
  }

  /**
   * Delivers messages of a queue, which loses those that were processed: what a killed function has done was not told.
   *
   * @returns undefined: there was none
   */
  async deliver(
    queue: SimulatedQueue,
    handler: SqsHandler,
    { messages, killAfter, again }: Delivery,
  ): Promise<{ readonly killed: boolean; readonly processed: readonly SQSRecord[] } | undefined> {
    const records = queue.receive(messages);
    if (records.length === 0) return undefined;
    let answer: Awaited<ReturnType<SqsHandler>> | undefined;
    const killed = await this.run(killAfter, async () => {
      answer = await handler({ Records: records }, {} as Context);
    });
    if (killed) return { killed, processed: [] };
    const ids = records.map(({ messageId }) => messageId);
    const done = new Set(processedMessages(ids, answer));
    for (const id of done) {
      if (again) queue.postpone(id, 0);
      else queue.delete(id);
    }
    return { killed, processed: records.filter(({ messageId }) => done.has(messageId)) };
  }
}
