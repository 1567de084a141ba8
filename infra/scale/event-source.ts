import type { EventQueue } from './event-queue.ts';
import { LIMITS } from './limits.ts';
import { SETTINGS } from './settings.ts';

/** What all functions of an account share. */
export class Account {
  running = 0;
  readonly most: number;
  readonly sources: { pump(): void }[] = [];

  constructor(most: number) {
    this.most = most;
  }

  free(): void {
    this.running -= 1;
    for (const source of this.sources) source.pump();
  }
}

interface Message<M> {
  readonly body: M;
  readonly sentAt: number;
  receives: number;
}

/** A running copy of a function: it keeps what it has read. */
export interface Copy {
  /** Whose plan it knows. */
  jobId?: number;
}

/** One invocation. After its timeout it does nothing any more. */
export interface Run {
  readonly copy: Copy;
  readonly isCold: boolean;
  after(seconds: number, happen: () => void): void;
  /** Its message is deleted, or handed back: it returns in seconds, the later the more often. */
  end(succeeded: boolean): void;
}

export interface SourceOptions {
  /** MaximumConcurrency. */
  readonly most: number;
  readonly timeoutSeconds: number;
  readonly visibilitySeconds: number;
  readonly retentionSeconds: number;
}

/**
 * A standard queue and the function that Lambda starts for its messages, one each: five at once to begin with, then 300 more
 * a minute while messages wait, up to `most` and to what the account has left. It does not scale back.
 */
export class EventSource<M> {
  deliveries = 0;
  deletions = 0;
  /** Copies that were started. */
  starts = 0;
  peak = 0;
  timeouts = 0;
  /** Messages that were kept for too long. */
  expired = 0;
  longestWait = 0;
  longestRun = 0;
  /** Of all invocations. */
  seconds = 0;
  readonly #events: EventQueue;
  readonly #account: Account;
  readonly #options: SourceOptions;
  readonly #work: (body: M, run: Run) => void;
  readonly #waiting: Message<M>[] = [];
  #first = 0;
  readonly #idle: Copy[] = [];
  #running = 0;
  #pollers: number = LIMITS.firstPollers.value;
  #isGrowing = false;

  constructor(
    events: EventQueue,
    account: Account,
    options: SourceOptions,
    work: (body: M, run: Run) => void,
  ) {
    this.#events = events;
    this.#account = account;
    this.#options = options;
    this.#work = work;
    account.sources.push(this);
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.length - this.#first;
  }

  send(body: M): void {
    this.#waiting.push({ body, sentAt: this.#events.now, receives: 0 });
    this.pump();
  }

  pump(): void {
    while (this.waiting > 0 && this.#account.running < this.#account.most) {
      if (this.#running >= Math.min(this.#pollers, this.#options.most)) break;
      this.#start(this.#take());
    }
    if (this.waiting > 0) this.#grow();
  }

  #grow(): void {
    if (this.#isGrowing || this.#pollers >= this.#options.most) return;
    this.#isGrowing = true;
    this.#events.after(1, () => {
      this.#isGrowing = false;
      this.#pollers += LIMITS.pollersPerMinute.value / 60;
      this.pump();
    });
  }

  #take(): Message<M> {
    const message = this.#waiting[this.#first++]!;
    if (this.#first > 10_000 && this.#first > this.#waiting.length / 2) {
      this.#waiting.splice(0, this.#first);
      this.#first = 0;
    }
    return message;
  }

  #start(message: Message<M>): void {
    const { timeoutSeconds, visibilitySeconds, retentionSeconds } = this.#options;
    const events = this.#events;
    const began = events.now;
    const wait = began - message.sentAt;
    if (wait > retentionSeconds) {
      this.expired += 1;
      return;
    }
    this.longestWait = Math.max(this.longestWait, wait);
    this.deliveries += 1;
    message.receives += 1;
    const known = this.#idle.pop();
    if (known === undefined) this.starts += 1;
    const copy = known ?? {};
    this.#running += 1;
    this.#account.running += 1;
    this.peak = Math.max(this.peak, this.#running);
    let isOver = false;
    const end = (succeeded: boolean, isGone = false) => {
      if (isOver) return;
      isOver = true;
      const seconds = events.now - began;
      this.seconds += seconds;
      this.longestRun = Math.max(this.longestRun, seconds);
      this.#running -= 1;
      if (!isGone) this.#idle.push(copy);
      if (succeeded) this.deletions += 1;
      else {
        // Nobody hands back the message of a function that is gone.
        const backOff = Math.min(SETTINGS.longestBackOffSeconds, 2 ** message.receives);
        events.after(isGone ? Math.max(0, visibilitySeconds - seconds) : backOff, () => {
          this.#waiting.push(message);
          this.pump();
        });
      }
      this.#account.free();
    };
    const after = (seconds: number, happen: () => void) => {
      // What is due after the timeout never happens: the function is gone by then.
      if (events.now - began + seconds <= timeoutSeconds) {
        events.after(seconds, () => {
          if (!isOver) happen();
        });
      } else {
        events.after(Math.max(0, began + timeoutSeconds - events.now), () => {
          if (!isOver) this.timeouts += 1;
          end(false, true);
        });
      }
    };
    this.#work(message.body, {
      copy,
      isCold: known === undefined,
      after,
      end: (succeeded) => end(succeeded),
    });
  }
}
