import { mayDo } from '../auth/scope.ts';
import type { Clock } from '../clock.ts';
import { MOST_WAIT_SECONDS } from '../contract/words.ts';
import type { ApiRequest } from './api-route.ts';
import { readNumber } from './read-query.ts';

/** Requests that wait for an end: `?wait=10`. */
export interface Polls {
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** How many wait now, in this process. */
  waiting: number;
}

export const createPolls = (sleep: Polls['sleep']): Polls => ({ sleep, waiting: 0 });

/**
 * Requests that wait at once in one process; others are answered at once. Lambda runs one request per process, so there it is
 * the account's concurrency that bounds them.
 */
export const MOST_POLLS = 100;
/** Pauses between two looks, milliseconds: most leads are scored within the first ones, and every look is paid for. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1000;
const GROWTH = 1.5;
/** Left for the last look and the answer, milliseconds. */
const RESERVE = 2000;

/**
 * Looks, with growing pauses, until something is final or the time that the request gives is over. A key of the scope `form`
 * stands in a public page, and each request that waits occupies a function: it is answered at once.
 *
 * @param look what there is now; it gets what it found the last time
 * @throws {HttpProblem} 400: `wait` is out of range
 * @throws what `look` throws
 */
export async function pollUntilFinal<State>(
  { polls, clock }: { readonly polls: Polls; readonly clock: Clock },
  { query, caller, timeLeft }: Pick<ApiRequest, 'query' | 'caller' | 'timeLeft'>,
  look: (before: State | undefined) => Promise<State>,
  isFinal: (state: State) => boolean,
): Promise<State> {
  const seconds = query.has('wait') ? readNumber(query, 'wait', { usual: 1, most: MOST_WAIT_SECONDS }) : 0;
  const end = clock.now().getTime() + Math.min(1000 * seconds, timeLeft() - RESERVE);
  let state = await look(undefined);
  if (seconds === 0 || polls.waiting >= MOST_POLLS || !mayDo(caller.scope, 'predict')) return state;
  polls.waiting += 1;
  try {
    for (
      let pause = FIRST_PAUSE;
      !isFinal(state);
      pause = Math.min(LONGEST_PAUSE, Math.round(GROWTH * pause))
    ) {
      const left = end - clock.now().getTime();
      if (left <= 0) return state;
      await polls.sleep(Math.min(pause, left));
      state = await look(state);
    }
    return state;
  } finally {
    polls.waiting -= 1;
  }
}
