import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ROOT } from './node24.ts';

const LOCK = join(tmpdir(), `scorelane-packaging-${basename(ROOT)}`);
const OWNER = join(LOCK, 'pid');
const PAUSE_MS = 100;

/**
 * `serverless package` empties `.serverless` when it begins and moves what is in it when it ends, whatever folder it was told:
 * of two at the same time one finds nothing. Tests that package take their turn.
 *
 * @returns gives the turn back
 */
export function takePackagingTurn(): () => void {
  const waiting = new Int32Array(new SharedArrayBuffer(4));
  while (!take()) Atomics.wait(waiting, 0, 0, PAUSE_MS);
  return () => rmSync(LOCK, { recursive: true, force: true });
}

function take(): boolean {
  try {
    mkdirSync(LOCK);
    writeFileSync(OWNER, String(process.pid));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!isOwned()) rmSync(LOCK, { recursive: true, force: true });
    return false;
  }
}

/** A test that was killed has not given its turn back. */
function isOwned(): boolean {
  try {
    const pid = Number(readFileSync(OWNER, 'utf8'));
    // Written in a moment.
    return !(pid > 0) || isRunning(pid);
  } catch {
    return true;
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
