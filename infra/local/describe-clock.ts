import { formatTime } from '../../cli/terminal/format.ts';
import { messageOf } from '../../lib/errors.ts';
import { readClockOffset } from '../../lib/runtime/clock-file.ts';
import { LocalStackError } from './local-stack-error.ts';

/**
 * What the clock of the functions shows, where it was set.
 *
 * @param path of its file
 * @returns undefined: it is the machine's
 * @throws LocalStackError when the file says no time
 */
export function describeClock(path: string, now = new Date()): string | undefined {
  const offsetMs = readOffset(path);
  return offsetMs === 0
    ? undefined
    : `${formatTime(new Date(now.getTime() + offsetMs))}, as it was set (scorelane clock reset makes it the machine’s)`;
}

function readOffset(path: string): number {
  try {
    return readClockOffset(path);
  } catch (error) {
    throw new LocalStackError(messageOf(error));
  }
}
