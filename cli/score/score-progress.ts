import { createProgress } from '../terminal/progress.ts';

const BAR = 30;
/** A terminal is not written to more often. */
const EVERY_MS = 100;

/**
 * A bar with rate and time left, on a terminal only.
 *
 * @param size of the file in bytes, where it is known
 */
export function createScoreProgress(silent: boolean, size: number | undefined, now = () => Date.now()) {
  const { show, end } = createProgress(silent);
  const start = now();
  let last = start;
  return {
    show: (bytes: number) => {
      if (now() - last < EVERY_MS) return;
      last = now();
      show(describeProgress(bytes, size, (last - start) / 1000));
    },
    end,
  };
}

/** @param share 0–1 */
export function drawBar(share: number): string {
  const full = Math.round(BAR * share);
  return '█'.repeat(full) + '─'.repeat(BAR - full);
}

/** `█████───── 17 %, 41 MB/s, 12 s left`. @param seconds since the start, more than 0 */
export function describeProgress(bytes: number, size: number | undefined, seconds: number): string {
  const rate = bytes / seconds;
  const speed = `${(rate / 1e6).toFixed(0)} MB/s`;
  if (size === undefined || size === 0) return `${(bytes / 1e6).toFixed(0)} MB, ${speed}`;
  // A file in Latin-1 becomes larger on the way.
  const share = Math.min(1, bytes / size);
  const left = Math.max(0, (size - bytes) / rate);
  const time = left < 90 ? `${Math.ceil(left)} s` : `${Math.ceil(left / 60)} min`;
  return `${drawBar(share)} ${Math.floor(100 * share)} %, ${speed}, ${time} left`;
}
