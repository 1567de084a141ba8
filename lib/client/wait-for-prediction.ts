import { ApiError } from './api-error.ts';
import { type PolledAnswer, pollUntil, type WaitFor } from './poll-until.ts';
import { type Requester, toSegment, withQuery } from './requester.ts';
import type { FinalPrediction, Prediction } from './types.ts';

export type WaitOptions = WaitFor<Prediction>;

export const WAIT_TIMEOUT_MS = 60_000;
/** The longest that the API holds a request back. */
const MOST_HELD_S = 20;
/** Of a try's time, for the way there and back. */
const WAY_MS = 5000;
/** An answer that took so long was held back. */
const HELD_MS = 900;
const FIRST_POLL_MS = 50;

export const predictionPath = (id: string, rest = ''): string => `/predict/${toSegment(id)}${rest}`;

export const isFinalPrediction = (state: Prediction): state is FinalPrediction => state.status !== 'queued';

/**
 * Asks until a prediction is final. The API is asked to hold its answer back until then (`?wait=`); where it answers at once, it is
 * asked again after 50 ms, then twice as long each time, up to what `Retry-After` says.
 *
 * @throws {WaitTimeoutError} it is not final in time
 */
export async function waitForPrediction(
  requester: Requester,
  id: string,
  options: WaitOptions = {},
): Promise<FinalPrediction> {
  const longest = Math.min(1000 * MOST_HELD_S, requester.timeoutMs - WAY_MS);
  const poll = (mayHold: boolean) => {
    const path = (leftMs: number) => {
      const wait = Math.floor(Math.min(longest, leftMs) / 1000);
      return withQuery(predictionPath(id), { wait: mayHold && wait >= 1 ? wait : undefined });
    };
    const polled = { what: 'prediction', id, usualMs: WAIT_TIMEOUT_MS, path, pauseMs };
    return pollUntil<Prediction, FinalPrediction>(requester, isFinalPrediction, polled, options);
  };
  try {
    return await poll(true);
  } catch (error) {
    // An API that refuses parameters that it does not know, and does not know this one.
    if (error instanceof ApiError && error.status === 400) return poll(false);
    throw error;
  }
}

const pauseMs = ({ askedMs, before, tookMs }: PolledAnswer): number =>
  tookMs >= HELD_MS ? 0 : Math.min(FIRST_POLL_MS * 2 ** before, Math.max(FIRST_POLL_MS, askedMs));
