import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../lib/errors.ts';

/** What a batch has submitted so far, kept beside its result until that is written, so that it can go on. */
export interface BatchNotes {
  /** Line of the file → id of its prediction. */
  readonly ids: ReadonlyMap<number, string>;
  add(line: number, id: string): void;
  remove(): void;
}

const FORMAT = 'scorelane-batch/1';

/**
 * Opens the notes of a batch; an interrupted one's are read.
 *
 * @param sha256 of the file of leads: other leads are another batch
 * @throws {InputError} there are notes of another batch
 */
export function openBatchNotes(path: string, sha256: string): BatchNotes {
  const ids = new Map<number, string>();
  const head = `${FORMAT} ${sha256}`;
  if (existsSync(path)) {
    const [first, ...lines] = readFileSync(path, 'utf8').split('\n');
    if (first !== head) {
      throw new InputError(
        `${path}: expected the notes of this batch, found those of another file of leads. Finish that one, or remove the notes.`,
      );
    }
    // The last line may be half written.
    for (const line of lines.slice(0, -1)) {
      const [number, id] = line.split(' ');
      ids.set(Number(number), id!);
    }
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${head}\n`);
  }
  return {
    ids,
    add(line, id) {
      ids.set(line, id);
      appendFileSync(path, `${line} ${id}\n`);
    },
    remove: () => rmSync(path, { force: true }),
  };
}
