import { randomUUID } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { InputError } from '../../lib/errors.ts';
import { attemptWrite } from '../files/file-errors.ts';

/** What a batch has submitted so far, kept beside its result until that is written, so that it can resume. */
export interface BatchNotes {
  /** Of this run: two runs of a command submit their leads anew. */
  readonly run: string;
  /** Line of the file → id of its prediction. */
  readonly ids: ReadonlyMap<number, string>;
  /** Lines that an earlier command submitted. */
  readonly resumed: ReadonlySet<number>;
  readonly add: (line: number, id: string) => void;
  readonly remove: () => void;
}

/** What is submitted, and to which version: notes of anything else are not resumed. */
export interface BatchKey {
  readonly file_sha256: string;
  /** `leads@v2`. */
  readonly model: string;
  /** The column of the leads' references. */
  readonly reference?: string;
  /** How the file is read, where options say it. */
  readonly reading?: string;
}

/** Behind the name of the result. */
export const NOTES = '.ids';
const FORMAT = 'scorelane-batch/';
const VERSION = '2';

/**
 * Opens the notes of a batch. Those of an interrupted command are resumed; those of other leads or of another version make
 * way, as does what another release of this command wrote.
 *
 * @param path undefined: nothing is kept, because the result goes through a pipe
 * @param tell told in a sentence what becomes of notes that were found
 * @throws {InputError} there is a file that holds no notes
 */
export function openBatchNotes(
  path: string | undefined,
  key: BatchKey,
  tell: (sentence: string) => void,
): BatchNotes {
  if (path === undefined)
    return keep(
      { run: randomUUID(), ids: new Map() },
      () => {},
      () => {},
    );
  const found = readNotes(path, key);
  const begun = typeof found === 'object' ? found : undefined;
  if (typeof found === 'string') tell(`starting again, not resuming ${path}: ${found}.`);
  const notes = begun ?? { run: randomUUID(), ids: new Map<number, string>() };
  const lines = [...notes.ids].map(([line, id]) => formatLine(line, id));
  const head = `${FORMAT}${VERSION} ${JSON.stringify({ run: notes.run, ...key })}\n`;
  // Written beside and renamed: they are the old ones or the new ones, whatever happens.
  const file = attemptWrite(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    const descriptor = openSync(`${path}.tmp`, 'w');
    writeSync(descriptor, head + lines.join(''));
    renameSync(`${path}.tmp`, path);
    return descriptor;
  });
  // Not by its name: a second command may have removed the file.
  const append = (text: string) => attemptWrite(path, () => writeSync(file, text));
  return keep(
    notes,
    (line, id) => append(formatLine(line, id)),
    () => {
      closeSync(file);
      rmSync(path, { force: true });
    },
  );
}

/** Whether notes are there that `openBatchNotes` resumes. @throws {InputError} there is a file that holds no notes */
export const hasBatchNotes = (path: string, key: BatchKey): boolean =>
  typeof readNotes(path, key) === 'object';

const formatLine = (line: number, id: string): string => `${line} ${id}\n`;

function keep(
  { run, ids }: Found,
  write: (line: number, id: string) => void,
  remove: () => void,
): BatchNotes {
  const resumed = new Set(ids.keys());
  const add = (line: number, id: string) => {
    ids.set(line, id);
    write(line, id);
  };
  return { run, ids, resumed, add, remove };
}

interface Found {
  readonly run: string;
  readonly ids: Map<number, string>;
}

/** Notes to resume, or why those that are there are not; undefined, when none are. */
function readNotes(path: string, key: BatchKey): Found | string | undefined {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) return undefined;
  const [first = '', ...lines] = attemptWrite(path, () => readFileSync(path, 'utf8')).split('\n');
  if (!first.startsWith(FORMAT)) {
    throw new InputError(
      `${path}: expected the notes of a batch or nothing, found a file of something else. ` +
        'Move it away, or name another --out.',
    );
  }
  const head = readHead(first);
  if (head === undefined) return 'another release of this command wrote it';
  if (head.file_sha256 !== key.file_sha256) return 'it is of another file of leads';
  if (head.model !== key.model) return `it is of ${head.model}, and ${key.model} answers now`;
  if (head.reference !== key.reference) return 'its leads have other references';
  if (head.reading !== key.reading) return 'it was begun with other options';
  const ids = new Map<number, string>();
  // The last line may be half written. A later one of a line counts.
  for (const line of lines.slice(0, -1)) {
    const [number, id] = line.split(' ');
    if (number !== undefined && id !== undefined) ids.set(Number(number), id);
  }
  return { run: head.run, ids };
}

function readHead(first: string): (BatchKey & { readonly run: string }) | undefined {
  const [, version, json = ''] = /^scorelane-batch\/(\S+) (.*)$/.exec(first) ?? [];
  if (version !== VERSION) return undefined;
  try {
    const { run, file_sha256, model, reference, reading } = JSON.parse(json) as Record<string, unknown>;
    return typeof run === 'string' && typeof file_sha256 === 'string' && typeof model === 'string'
      ? {
          run,
          file_sha256,
          model,
          ...(typeof reference === 'string' ? { reference } : {}),
          ...(typeof reading === 'string' ? { reading } : {}),
        }
      : undefined;
  } catch {
    return undefined;
  }
}
