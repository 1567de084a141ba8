/** How a client waits: injected, so that tests need no time. */
export interface Waiting {
  /** Resolves after so many milliseconds; rejects with the signal's reason when it is aborted before. */
  readonly sleep: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

const FIRST_MS = 200;
const LONGEST_MS = 10_000;
/** A server that asks for more is answered by giving up, not by a program that seems to hang. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/**
 * How long to wait before try number `attempt` + 1 (the first try is 0): exponential back-off with full jitter
 * (Brooker, Exponential backoff and jitter, AWS 2015), and never less than the server asked for.
 */
export function backOffMs(attempt: number, retryAfterMs: number | undefined, random: () => number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  const jittered = random() * ceiling;
  if (retryAfterMs === undefined) return jittered;
  // Jitter on top, so that clients which were told the same do not come back at once.
  return retryAfterMs + random() * Math.min(ceiling, retryAfterMs);
}

/**
 * `Retry-After` in milliseconds: seconds or a date (RFC 9110 §10.2.3); undefined when there is none, or when it
 * is more than a minute.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  if (!Number.isFinite(milliseconds) || milliseconds > LONGEST_RETRY_AFTER_MS) return undefined;
  return Math.max(0, milliseconds);
}

/** `sleep` on the machine's clock. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
