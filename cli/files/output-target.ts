import {
  accessSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { InputError } from '../../lib/errors.ts';
import { descriptorOf } from '../terminal/standard-streams.ts';
import { attemptWrite, explainFileError } from './file-errors.ts';

/** Where an output goes. Only `claimFiles` makes one, so that nothing is written that it did not look at. */
export type OutputTarget = FileTarget | StreamTarget;

/** A file that is replaced as a whole, or made. */
export interface FileTarget {
  readonly kind: 'file';
  /** As it was given. */
  readonly name: string;
  /** `name`, or where its links lead. */
  readonly place: string;
  /** The file that it replaces. */
  readonly before: Pick<Stats, 'mode' | 'uid' | 'gid' | 'size' | 'mtime'> | undefined;
}

/** A pipe, a device or an inherited descriptor: written through, never replaced. */
interface StreamTarget {
  readonly kind: 'stream';
  readonly name: string;
  /** Opened when it is first asked for, which of a FIFO waits for its reader. */
  readonly descriptor: () => number;
}

/**
 * Finds out what a name stands for, and that it can be written to; changes nothing.
 *
 * @param option that named it, for messages
 * @throws {InputError} it is a folder, a disk or a socket, or must not be written to
 */
export function findTarget(option: string, name: string): OutputTarget {
  const descriptor = descriptorOf(name);
  if (descriptor !== undefined) {
    attemptWrite(name, () => fstatSync(descriptor));
    return { kind: 'stream', name, descriptor: () => descriptor };
  }
  const place = attemptWrite(name, () => followLinks(name));
  const stat = attemptWrite(name, () => statOrNone(place));
  const refuse = (found: string, advice: string) =>
    new InputError(`${option}: ${name} cannot be written: ${found}. ${advice}`);
  if (stat?.isDirectory() || (stat === undefined && /[/\\]$/.test(name)))
    throw refuse('it is a folder', 'Name a file in it.');
  if (stat?.isBlockDevice()) throw refuse('it is a disk', 'Name a file.');
  if (stat?.isSocket()) throw refuse('it is a socket', 'Name a file or a pipe.');
  if (stat !== undefined && !stat.isFile()) return createStream(name, place);
  const folder = dirname(place);
  try {
    if (stat !== undefined) accessSync(place, constants.W_OK);
    accessSync(nearestFolder(folder), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw refuse(explainFileError(error), 'Name a file in a folder that you may write to.');
  }
  return { kind: 'file', name, place, before: stat };
}

function createStream(name: string, place: string): StreamTarget {
  let opened: number | undefined;
  const open = () => openSync(place, constants.O_WRONLY | constants.O_NOCTTY);
  return { kind: 'stream', name, descriptor: () => (opened ??= attemptWrite(name, open)) };
}

const MOST_LINKS = 40;

/** Where a name leads, also when nothing is there yet; the name itself, when it is no link. */
function followLinks(name: string): string {
  let place = name;
  for (let links = 0; ; links++) {
    if (statOrNone(place, lstatSync)?.isSymbolicLink() !== true) return place;
    if (links === MOST_LINKS) throw Object.assign(new Error(), { code: 'ELOOP' });
    // A relative link starts where the folder really is.
    place = resolve(realpathSync(dirname(place)), readlinkSync(place));
  }
}

export function statOrNone(path: string, look: typeof statSync | typeof lstatSync = statSync) {
  try {
    return look(path, { throwIfNoEntry: false });
  } catch (error) {
    // Nothing can be there: said when its folder is looked at.
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** The folder, or the nearest one above it that is there. */
function nearestFolder(folder: string): string {
  const stat = statOrNone(folder);
  if (stat?.isDirectory()) return folder;
  if (stat !== undefined) throw Object.assign(new Error(), { code: 'ENOTDIR' });
  return nearestFolder(dirname(resolve(folder)));
}

/**
 * The same for every name of a file: its device and inode, or, as long as it is not there, its folder's with its name.
 *
 * @param path behind whose links a file is, or may come to be
 */
export function identify(path: string): string {
  const place = followLinks(path);
  if (statOrNone(place) !== undefined) {
    // As numbers, two inodes may look alike.
    const { dev, ino } = statSync(place, { bigint: true });
    return `${dev}:${ino}`;
  }
  const whole = resolve(place);
  return dirname(whole) === whole ? whole : `${identify(dirname(whole))}/${basename(whole)}`;
}
