import { WaitTimeoutError } from './api-error.ts';
import { readRetryAfter, type Waiting } from './back-off.ts';
import type { Job, Training } from './types.ts';

/** When the API does not say. */
const POLL_MS = 1000;
/** However soon the API may be asked again. */
const LEAST_POLL_MS = 50;

export interface Polling<T> {
  /** `prediction`, `batch` or `job`. */
  readonly what: string;
  readonly id: string;
  readonly timeoutMs: number;
  readonly waiting: Waiting;
  readonly signal: AbortSignal | undefined;
  /** Told of every answer that is not final yet. */
  readonly onPoll: ((state: T) => void) | undefined;
}

/**
 * Asks until the answer is final, as often as the API asks to (`Retry-After`), with jitter.
 *
 * @throws {WaitTimeoutError} it is not final in time
 */
export async function pollUntil<T>(
  read: () => Promise<{ readonly body: T; readonly headers: Headers }>,
  isFinal: (state: T) => boolean,
  { what, id, timeoutMs, waiting, signal, onPoll }: Polling<T>,
): Promise<T> {
  const start = Date.now();
  let slept = 0;
  for (;;) {
    const { body, headers } = await read();
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
