import { type BigIntStats, statSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { readClockOffset } from './clock-file.ts';

/**
 * A clock that runs as the machine's does, and as far from it as a file says. The file is looked at for every time that is
 * asked for, and read when it is another one, so that a clock that is set shows the new time at once, also within a request.
 *
 * @param path as `writeClockOffset` writes it; while there is no file the clock is the machine's
 * @throws {Error} from `now`, when the file cannot be read
 */
export function createFileClock(path: string): Clock {
  let known = { state: 'none', offsetMs: 0 };
  return {
    now() {
      const state = describe(statSync(path, { bigint: true, throwIfNoEntry: false }));
      if (state !== known.state) known = { state, offsetMs: readClockOffset(path) };
      return new Date(Date.now() + known.offsetMs);
    },
  };
}

/** Differs between any two files that replaced each other: a file system may use a number again, but not at the same time. */
const describe = (file: BigIntStats | undefined): string =>
  file === undefined ? 'none' : `${file.ino} ${file.size} ${file.mtimeNs} ${file.ctimeNs}`;
