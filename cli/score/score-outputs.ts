import { existsSync, statSync } from 'node:fs';
import { count } from '../../lib/count.ts';
import { InputError } from '../../lib/errors.ts';
import type { ScoredSink } from '../../lib/files/scoring/options.ts';
import type { Checkpoint } from '../../lib/files/scoring/score-file.ts';
import { OutputFiles } from '../files/output-files.ts';
import type { FileTarget, OutputTarget } from '../files/output-target.ts';
import { openResultWriter, type ResultOptions } from '../files/result-writer.ts';
import { sayRepeat } from '../terminal/hint.ts';
import { findJournal, type JournalKey, removeJournal, writeJournal } from './score-journal.ts';

/** Where scored leads go: files that appear together when they are whole. */
export interface ScoreOutputs {
  readonly sink: ScoredSink;
  /** Where to resume. */
  readonly resume?: Checkpoint | undefined;
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void;
  finish(): Promise<void>;
  /** Leaves nothing behind, unless what was done is worth keeping: an error of the input comes again, another may not. */
  fail(error: unknown): void;
}

/** What stands beside a result until it is whole: behind its name, and of the first one how far it is. */
export const PARTIAL = '.partial';
export const JOURNAL = `${PARTIAL}.json`;

/**
 * Whether what is written so far can be resumed: the end of an archive is not known before, what is to be converted is kept in a file
 * without a name, and nothing stays of what went through a pipe.
 */
export const canResume = (
  targets: readonly OutputTarget[],
  writings: readonly ResultWriting[],
): targets is readonly FileTarget[] =>
  targets.every(({ kind }) => kind === 'file') &&
  writings.every(({ from, form }) => form.format === from && !form.compressed);

/** How an output is written. */
export type ResultWriting = Omit<ResultOptions, 'target'>;

/**
 * @param targets of the result, and of the rejected rows, if they are wanted
 * @param writings how each of them is written
 */
export function openOutputs(
  targets: readonly OutputTarget[],
  writings: readonly ResultWriting[],
): ScoreOutputs {
  const files = new OutputFiles(targets.map((target) => ({ target })));
  const results = targets.map((target, i) =>
    openResultWriter(files.writers[i]!, { ...writings[i]!, target }),
  );
  return {
    sink: makeSink(results.map(({ write }) => write)),
    finish: async () => {
      for (const { end } of results) await end();
      files.finish();
    },
    fail: () => files.discard(),
  };
}

/** Without a journal, what lies there was not begun by this command; one that was killed at once leaves it empty. */
function refuseForeign(partial: string, journalPath: string): void {
  const size = statSync(partial, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0 || existsSync(journalPath)) return;
  throw new InputError(
    `${partial}: expected nothing where a result is kept until it is whole, found a file of something else. ` +
      'Move it away, or name another --out.',
  );
}

const makeSink = ([write, writeRejected]: readonly ((block: Uint8Array) => void)[]): ScoredSink => ({
  write: write!,
  ...(writeRejected === undefined ? {} : { writeRejected }),
});

/** So many bytes are scored anew at most, when the machine stops. */
const CHECKPOINT_BYTES = 1 << 24;

/** Whether `openResumableOutputs` resumes what the same command began. @throws {InputError} another process writes it */
export function hasBegun(targets: readonly FileTarget[], key: JournalKey): boolean {
  const partials = targets.map(({ place }) => place + PARTIAL);
  const found = findJournal(targets[0]!.place + JOURNAL, key, partials);
  return found !== undefined && 'journal' in found;
}

/**
 * Files that are written under the name of the result with `.partial` behind it. A journal beside them says how far they are,
 * so that the same command resumes there.
 *
 * @param size of the input in bytes
 * @param tell reports in a sentence what becomes of what was begun
 * @throws {InputError} another process writes them
 */
export function openResumableOutputs(
  targets: readonly FileTarget[],
  key: JournalKey,
  size: number,
  tell: (sentence: string) => void,
): ScoreOutputs {
  const partials = targets.map(({ place }) => place + PARTIAL);
  const journalPath = targets[0]!.place + JOURNAL;
  const found = findJournal(journalPath, key, partials);
  const begun = found !== undefined && 'journal' in found ? found.journal : undefined;
  const share = ({ end }: Checkpoint) => `${Math.floor((100 * end) / size)} %`;
  if (begun?.checkpoint) tell(`resuming at ${share(begun.checkpoint)}, where ${partials[0]} ends.`);
  if (found !== undefined && 'reason' in found) {
    tell(`starting again, not resuming ${partials[0]}: ${found.reason}.`);
  }
  if (found === undefined) for (const partial of partials) refuseForeign(partial, journalPath);
  let latest = begun?.checkpoint ?? null;
  let saved = latest;
  const files = new OutputFiles(
    targets.map((target, i) => ({ target, temporary: partials[i]!, keep: begun?.written[i] ?? 0 })),
    () => {
      const kept = keep();
      tell(
        kept === null
          ? `interrupted: nothing was written. ${sayRepeat('start again')}`
          : `interrupted at ${share(kept)}: ${count(kept.done.rows, 'row')} kept in ${partials[0]}. ${sayRepeat('resume')}`,
      );
      return kept !== null;
    },
  );
  const save = () => {
    // First what it speaks of, then itself.
    files.sync();
    writeJournal(journalPath, { key, pid: process.pid, checkpoint: latest, written: files.sizes });
    saved = latest;
  };
  const keep = () => {
    if (latest === null) removeJournal(journalPath);
    else if (latest !== saved) save();
    return latest;
  };
  save();
  return {
    sink: makeSink(files.writers),
    resume: begun?.checkpoint ?? undefined,
    onCheckpoint: (checkpoint) => {
      latest = checkpoint;
      if (checkpoint.end - (saved?.end ?? 0) >= CHECKPOINT_BYTES) save();
    },
    finish: async () => {
      files.finish();
      removeJournal(journalPath);
    },
    fail: (error) => {
      if (error instanceof InputError || latest === null) {
        files.discard();
        removeJournal(journalPath);
      } else {
        // What was written behind the last checkpoint is cut off when it resumes.
        files.leave();
      }
    },
  };
}
