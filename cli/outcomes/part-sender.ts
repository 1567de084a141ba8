import { ApiError } from '../../lib/client/index.ts';
import type { FieldError } from '../../lib/lead/schema.ts';
import type { RowItem } from '../../lib/outcomes/import/read-table.ts';
import type { TableRow } from '../../lib/outcomes/import/table-rows.ts';

export interface PartSending<T> {
  /** Sends a part; the API takes all of it, or none. */
  readonly send: (items: readonly T[]) => Promise<void>;
  /** The API refused a row although its cells could be read. @throws when that ends the work */
  readonly onRefused: (row: TableRow, errors: readonly FieldError[]) => void;
  /** So many more were taken. */
  readonly onSent: (items: readonly T[]) => void;
}

/** Of one request. The API takes 1,000, but a slow machine may not write as many within the 29 seconds that a request may take. */
const PART = 200;
/** Requests at a time: the API's functions work beside each other, and memory holds only these. */
const PARALLEL = 4;

/** Sends rows in parts, a few requests at a time. The order does not matter to the API. */
export class PartSender<T> {
  readonly #sending: PartSending<T>;
  readonly #flying = new Set<Promise<void>>();
  #part: RowItem<T>[] = [];
  #failure: { readonly error: unknown } | undefined;

  constructor(sending: PartSending<T>) {
    this.#sending = sending;
  }

  /** Waits while enough requests are on their way. @throws what a request failed with */
  async add(items: Iterable<RowItem<T>>): Promise<void> {
    for (const item of items) {
      this.#part.push(item);
      if (this.#part.length === PART) await this.#start();
    }
  }

  /** Sends the rest; resolves when all are sent. @throws what a request failed with */
  async end(): Promise<void> {
    if (this.#part.length > 0) await this.#start();
    await Promise.all(this.#flying);
    this.#check();
  }

  async #start(): Promise<void> {
    while (this.#flying.size >= PARALLEL) await Promise.race(this.#flying);
    this.#check();
    const part = this.#part;
    this.#part = [];
    const flight: Promise<void> = this.#send(part)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#flying.delete(flight));
    this.#flying.add(flight);
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Of a part with wrong rows nothing was taken: the others are sent again without them. */
  async #send(part: readonly RowItem<T>[]): Promise<void> {
    let rest = part;
    while (rest.length > 0) {
      const items = rest.map(({ item }) => item);
      const refused = await this.#sending.send(items).then(
        () => undefined,
        (error: unknown) => refusedPlaces(error, rest.length),
      );
      if (refused === undefined) return this.#sending.onSent(items);
      for (const [place, errors] of refused) this.#sending.onRefused(rest[place]!.row, errors);
      rest = rest.filter((_, place) => !refused.has(place));
    }
  }
}

/** The places of the rows that an answer refuses, with why. @throws the error, when it is not of single rows */
function refusedPlaces(error: unknown, rows: number): ReadonlyMap<number, readonly FieldError[]> {
  const errors = error instanceof ApiError && error.status === 422 ? (error.problem.errors ?? []) : [];
  const places = new Map<number, FieldError[]>();
  for (const { index, field, message } of errors) {
    if (index === undefined || index >= rows) throw error;
    places.set(index, [...(places.get(index) ?? []), { field, message }]);
  }
  if (places.size === 0) throw error;
  return places;
}
