/** Only the time of day is moved: the SDK's timers go on. */
const REAL_TIMERS = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;
const MINUTE_MS = 60_000;

/** Does something so many minutes from now. */
export async function later<T>(minutes: number, work: () => Promise<T>): Promise<T> {
  jest.useFakeTimers({ now: Date.now() + minutes * MINUTE_MS, doNotFake: [...REAL_TIMERS] });
  try {
    return await work();
  } finally {
    jest.useRealTimers();
  }
}
