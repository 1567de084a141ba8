import type { SQSRecord } from 'aws-lambda';
import type { Random } from '../../lib/statistics/random.ts';

interface Message {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  receives: number;
  visibleAt: number;
}

/** A queue as SQS is one: at least once, in no order, hidden while it is worked on, given up after so many receives. */
export class SimulatedQueue {
  readonly #now: () => number;
  readonly #random: Random;
  readonly #mostReceives: number;
  readonly #deadLetters: SimulatedQueue | undefined;
  readonly #messages = new Map<string, Message>();
  #sent = 0;

  constructor(
    now: () => number,
    random: Random,
    mostReceives = Number.POSITIVE_INFINITY,
    deadLetters?: SimulatedQueue,
  ) {
    this.#now = now;
    this.#random = random;
    this.#mostReceives = mostReceives;
    this.#deadLetters = deadLetters;
  }

  get size(): number {
    return this.#messages.size;
  }

  send(body: string, id = `message-${++this.#sent}`): void {
    this.#messages.set(id, { id, body, sentAt: this.#now(), receives: 0, visibleAt: this.#now() });
  }

  /** Visible messages, at most so many, in any order. */
  receive(most: number): SQSRecord[] {
    const now = this.#now();
    const visible = [...this.#messages.values()].filter(({ visibleAt }) => visibleAt <= now);
    const records: SQSRecord[] = [];
    while (visible.length > 0 && records.length < most) {
      const [message] = visible.splice(Math.floor(this.#random() * visible.length), 1) as [Message];
      message.receives += 1;
      if (message.receives > this.#mostReceives) {
        this.#messages.delete(message.id);
        this.#deadLetters?.send(message.body, message.id);
        continue;
      }
      message.visibleAt = now + HIDDEN_MS;
      records.push(toRecord(message));
    }
    return records;
  }

  delete(id: string): void {
    this.#messages.delete(id);
  }

  /** It comes again in so many seconds. */
  postpone(id: string, seconds: number): void {
    const message = this.#messages.get(id);
    if (message !== undefined) message.visibleAt = this.#now() + 1000 * seconds;
  }
}

const HIDDEN_MS = 180_000;

const toRecord = ({ id, body, receives, sentAt }: Message): SQSRecord =>
  ({
    messageId: id,
    receiptHandle: id,
    body,
    attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: String(sentAt) },
  }) as unknown as SQSRecord;
