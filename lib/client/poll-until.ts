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

export const A_DAY_MS = 86_400_000;

/**
 * Asks until the answer is final, as often as the API asks to (`Retry-After`), with jitter.
 *
 * @param what `prediction`, `batch`, `job` or `training`
 * @throws {WaitTimeoutError} it is not final in time
 */
export async function pollUntil<T>(
  { call, waiting }: Requester,
  path: string,
  isFinal: (state: T) => boolean,
  { what, id, usualMs }: { readonly what: string; readonly id: string; readonly usualMs: number },
  { timeoutMs = usualMs, signal, onPoll }: WaitFor<T> = {},
): Promise<T> {
  const start = Date.now();
  let slept = 0;
  for (;;) {
    const { body, headers } = await call<T>(path, {}, { signal });
    if (isFinal(body)) return body;
    onPoll?.(body);
    const pause = Math.max(LEAST_POLL_MS, readRetryAfter(headers, Date.now()) ?? POLL_MS);
    const jittered = pause + waiting.random() * 0.2 * pause;
    const waited = Math.max(slept, Date.now() - start);
    if (waited + jittered > timeoutMs) throw new WaitTimeoutError(what, id, timeoutMs);
    await waiting.sleep(jittered, signal);
    slept += jittered;
  }
}

/** Whether a job or a training has come to its end. */
export const isFinal = ({ status }: Job | Training): boolean =>
  status === 'succeeded' || status === 'failed' || status === 'canceled';
