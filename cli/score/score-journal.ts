import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { uptime } from 'node:os';
import type { ColumnSettings } from '../../lib/contract/column-settings.ts';
import { InputError } from '../../lib/errors.ts';
import { parseJsonObject } from '../../lib/files/scoring/json-object.ts';
import type { ScoreFileOptions } from '../../lib/files/scoring/options.ts';
import type { Checkpoint } from '../../lib/files/scoring/score-file.ts';
import { sha256Of } from '../../lib/sha256.ts';
import { attemptWrite } from '../files/file-errors.ts';
import { readBeginning, readInput } from '../files/files.ts';

/** A journal of another format is not resumed. */
const VERSION = 2;
/** A file that was changed has another size, or another time, or another beginning. */
const HASHED_BYTES = 1 << 20;

/** What is scored, by which model, and how: a result is resumed only where all of it is the same. */
export interface JournalKey {
  readonly version: number;
  readonly input: { readonly size: number; readonly modified_ms: number; readonly beginning_sha256: string };
  readonly model_sha256: string;
  readonly options: Omit<ScoreFileOptions, 'fileName'> & {
    readonly outputs: readonly string[];
    /** What is said of single columns. */
    readonly columns?: ColumnSettings;
  };
}

/** How far a result is; beside it, until it is whole. */
export interface ScoreJournal {
  readonly key: JournalKey;
  /** Of the process that writes. */
  readonly pid: number;
  /** None, as long as nothing is worth keeping. */
  readonly checkpoint: Checkpoint | null;
  /** Bytes of each output that belong to it. */
  readonly written: readonly number[];
}

export function makeJournalKey(input: string, modelFile: string, options: JournalKey['options']): JournalKey {
  const { size, mtimeMs } = statSync(input);
  return {
    version: VERSION,
    input: {
      size,
      modified_ms: mtimeMs,
      beginning_sha256: sha256Of(readBeginning(input, Math.min(size, HASHED_BYTES))),
    },
    model_sha256: sha256Of(readInput(modelFile)),
    options,
  };
}

/** A result to go on with, or why there is none although one was begun; undefined, when none was. */
export function findJournal(
  path: string,
  key: JournalKey,
  partials: readonly string[],
): { readonly journal: ScoreJournal } | { readonly reason: string } | undefined {
  const journal = readJournal(path);
  if (journal === undefined) return undefined;
  if (journal === 'unreadable') return { reason: `${path} cannot be read` };
  refuseOther(path, journal.pid);
  const { checkpoint } = journal;
  if (checkpoint === null) return undefined;
  const reason = describeDifference(journal.key, key);
  if (reason !== undefined) return { reason };
  const whole = partials.every((partial, i) => sizeOf(partial) >= journal.written[i]!);
  return whole ? { journal } : { reason: 'a part of the result is gone' };
}

function readJournal(path: string): ScoreJournal | 'unreadable' | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    // No file, or no folder: whether it can be made is told when it is.
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : 'unreadable';
  }
  const journal = parseJsonObject(text) as Partial<ScoreJournal> | undefined;
  const { key, pid, checkpoint, written } = journal ?? {};
  return key === undefined || pid === undefined || checkpoint === undefined || !Array.isArray(written)
    ? 'unreadable'
    : { key, pid, checkpoint, written };
}

/** Written beside and renamed: it is the old one or the new one, whatever happens. */
export function writeJournal(path: string, journal: ScoreJournal): void {
  const temporary = `${path}.tmp`;
  attemptWrite(path, () => {
    const file = openSync(temporary, 'w');
    try {
      writeSync(file, JSON.stringify(journal));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  });
}

export function removeJournal(path: string): void {
  rmSync(`${path}.tmp`, { force: true });
  rmSync(path, { force: true });
}

/** Two at once would spoil each other's result. */
function refuseOther(path: string, pid: number): void {
  const started = Date.now() - 1000 * uptime();
  // Numbers of processes are given anew, after a start of the machine at the latest.
  if (pid === process.pid || statSync(path).mtimeMs < started || !isAlive(pid)) return;
  throw new InputError(
    `${path}: expected one command at a time to write this result, found that process ${pid} does. ` +
      'Wait for it, or delete this file if that process is none of yours.',
  );
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function describeDifference(before: JournalKey, now: JournalKey): string | undefined {
  const same = (read: (key: JournalKey) => unknown) =>
    JSON.stringify(read(before)) === JSON.stringify(read(now));
  if (!same(({ version }) => version)) return 'it was begun by another version';
  if (!same(({ input }) => input)) return 'the file has changed since';
  if (!same(({ model_sha256 }) => model_sha256)) return 'it was begun with another model';
  return same(({ options }) => options) ? undefined : 'it was begun with other options';
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
