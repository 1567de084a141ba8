import { setTimeout } from 'node:timers/promises';
import { TransientError } from '../../errors.ts';

/** How an adapter waits: injected, so that tests need no time. */
export interface Pause {
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

const OWN_PAUSE: Pause = { sleep: (milliseconds) => setTimeout(milliseconds), random: Math.random };

const FIRST_MS = 50;
const LONGEST_MS = 1_000;
/** Calls in a row that bring nothing: with the pauses between them at most 2.55 s, so that the API still answers in its ten. */
const MOST_IDLE_CALLS = 7;

/**
 * Calls until AWS leaves nothing of a batch unprocessed. Between two calls stands an exponential back-off with full jitter
 * (as AWS asks for: Amazon DynamoDB Developer Guide, "BatchGetItem"); a call that takes some of the rest begins it anew.
 *
 * @param operation for the message, such as `reading chunks`
 * @param call gets what is to be done, and returns what AWS has left of it
 * @throws {TransientError} seven calls in a row brought nothing
 */
export async function retryRest<T>(
  operation: string,
  items: readonly T[],
  call: (items: readonly T[]) => Promise<readonly T[]>,
  { sleep, random }: Pause = OWN_PAUSE,
): Promise<void> {
  let left = items;
  let idleCalls = 0;
  while (left.length > 0) {
    const rest = await call(left);
    if (rest.length === 0) return;
    idleCalls = rest.length < left.length ? 0 : idleCalls + 1;
    if (idleCalls === MOST_IDLE_CALLS) {
      throw new TransientError(`${operation} failed: AWS left ${rest.length} of ${items.length} unprocessed`);
    }
    left = rest;
    await sleep(random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** idleCalls));
  }
}
