import { WaitTimeoutError } from './api-error.ts';
import { readRetryAfter } from './back-off.ts';
import type { CallOptions, Requester } from './requester.ts';
import type { Job, Training } from './types.ts';

/** When the API does not say. */
const POLL_MS = 1000;
/** However soon the API may be asked again. */
const LEAST_POLL_MS = 50;

export interface WaitFor<T> extends CallOptions {
  readonly timeoutMs?: number;
  /** Told of every answer that is not final yet. */
  readonly onPoll?: (state: T) => void;
}

/** What is waited for. */
export interface Polled {
  /** `prediction`, `batch`, `job` or `training`. */
  readonly what: string;
  readonly id: string;
  /** How long at most, unless told otherwise. */
  readonly usualMs: number;
  /** Where its state is, to be asked for when so much of the time is left. */
  readonly path: (leftMs: number) => string;
  /** How long to wait after an answer; as long as the API asks to, where it says nothing. */
  readonly pauseMs?: (answer: PolledAnswer) => number;
}

export interface PolledAnswer {
  /** `Retry-After`, or a second. */
  readonly askedMs: number;
  /** How many there were before. */
  readonly before: number;
  /** How long the API took for it. */
  readonly tookMs: number;
}

export const A_DAY_MS = 86_400_000;

/**
 * Asks until the answer is final, with jitter.
 *
 * @throws {WaitTimeoutError} it is not final in time
 */
export async function pollUntil<T, F extends T = T>(
  { call, waiting }: Requester,
  isFinal: (state: T) => state is F,
  { what, id, usualMs, path, pauseMs = ({ askedMs }) => Math.max(LEAST_POLL_MS, askedMs) }: Polled,
  { timeoutMs = usualMs, signal, onPoll }: WaitFor<T> = {},
): Promise<F> {
  const start = Date.now();
  let slept = 0;
  const waited = () => Math.max(slept, Date.now() - start);
  for (let before = 0; ; before++) {
    const asked = Date.now();
    const { body, headers } = await call<T>(path(timeoutMs - waited()), {}, { signal });
    if (isFinal(body)) return body;
    onPoll?.(body);
    const now = Date.now();
    const askedMs = readRetryAfter(headers, now) ?? POLL_MS;
    const pause = pauseMs({ askedMs, before, tookMs: now - asked });
    const jittered = pause + waiting.random() * 0.2 * pause;
    if (waited() + jittered > timeoutMs) throw new WaitTimeoutError(what, id, timeoutMs);
    await waiting.sleep(jittered, signal);
    slept += jittered;
  }
}

/** Whether a job or a training has come to its end. */
export const isFinal = <T extends Job | Training>(state: T): state is T =>
  state.status === 'succeeded' || state.status === 'failed' || state.status === 'canceled';
