interface Event {
  readonly at: number;
  readonly order: number;
  readonly happen: () => void;
}

/** What is going to happen, by time; at the same time, in the order in which it was said. */
export class EventQueue {
  /** Seconds since the beginning. */
  now = 0;
  readonly #heap: Event[] = [];
  #order = 0;

  /** @throws {RangeError} it is no time to come */
  after(seconds: number, happen: () => void): void {
    if (!(seconds >= 0)) throw new RangeError(`expected seconds from now on, found ${seconds}`);
    const event = { at: this.now + seconds, order: this.#order++, happen };
    const heap = this.#heap;
    let i = heap.length;
    for (; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (isFirst(heap[parent]!, event)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = event;
  }

  /** Lets happen what is next, until `isOver` or nothing is left. */
  run(isOver: () => boolean): void {
    for (let event = this.#take(); event !== undefined; event = this.#take()) {
      this.now = event.at;
      event.happen();
      if (isOver()) return;
    }
  }

  #take(): Event | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isFirst(heap[child + 1]!, heap[child]!)) child += 1;
      if (isFirst(last, heap[child]!)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return first;
  }
}

const isFirst = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
