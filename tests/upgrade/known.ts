import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { ROOT } from '../support/node24.ts';

/** What `make-folder.ts` keeps of the stack that it filled: what a later commit must still answer. */
export interface Known {
  /** The stack was stopped then; the test starts its own with a clock that shows half an hour later. */
  readonly made_at: string;
  /** Of package.json. */
  readonly version: string;
  readonly keys: Readonly<Record<string, KnownKey>>;
  /** What a caller did whom the stack asked for no key. */
  readonly anonymous: {
    readonly request: KnownRequest;
    readonly prediction_id: string;
    readonly webhook_secret: string;
  };
  /** GET requests by path, asked with the key `admin` at the end. */
  readonly answers: Readonly<Record<string, KnownAnswer>>;
  /** The API's paths that are read as bytes: SHA-256 of each. */
  readonly files: Readonly<Record<string, string>>;
  /** The `--json` output of commands that were run at the end. */
  readonly commands: readonly { readonly args: readonly string[]; readonly output: unknown }[];
  /** What each key may do: the statuses of requests that change nothing. */
  readonly access: readonly {
    readonly request: KnownRequest;
    readonly statuses: Readonly<Record<string, number>>;
  }[];
  /** Requests with an Idempotency-Key, what they led to, and the same key with another body. */
  readonly replays: readonly Replay[];
  readonly predictions: {
    /** Every prediction of the model `leads` that is listed, newest first. */
    readonly listed: readonly string[];
    readonly succeeded: readonly string[];
    readonly erased: readonly string[];
    /** Of a message that was given up. */
    readonly dead: string;
    /** Stored, and its message was lost: the sweep finds it. */
    readonly lost: string;
  };
  readonly batch: { readonly id: string; readonly members: number };
  readonly job: {
    /** It succeeded. */
    readonly id: string;
    /** It waits for its file, which is the same. */
    readonly awaiting: string;
    /** In the bucket; every other job that is open is about it, too, and must give the same. */
    readonly file: string;
    readonly result_sha256: string;
    readonly rejected_sha256: string;
  };
  readonly trainings: {
    readonly listed: readonly string[];
    readonly dataset: string;
    readonly target: string;
  };
  /** Leads that were scored by each version when the folder was made: the `prediction` of the answer. */
  readonly scored: readonly {
    readonly model: string;
    readonly lead: unknown;
    readonly prediction: unknown;
  }[];
  readonly webhook_secrets: Readonly<Record<string, string>>;
  readonly in_flight: InFlight;
}

export interface KnownKey {
  readonly id: string;
  readonly key: string;
  /** Of `scorelane keys create --scope`. */
  readonly scope: string;
  readonly revoked?: true;
}

export interface KnownAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface KnownRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Replay {
  readonly key: string;
  readonly request: KnownRequest;
  readonly status: number;
  /** Of the answer: `prediction_id`, … with its value; or the problem's `type`. */
  readonly answer: Readonly<Record<string, string>>;
  readonly otherBody: unknown;
  readonly other: { readonly status: number; readonly type: string };
}

/** What was on its way when the stack was stopped: deployments happen meanwhile. */
export interface InFlight {
  readonly messages: readonly Message[];
  /** Invocations that the state machine of the folder's day makes in this order, and what it reads from the answers. */
  readonly training: {
    readonly id: string;
    /** Of the registry's table. */
    readonly item: Record<string, unknown>;
    readonly invocations: readonly {
      readonly function: string;
      readonly payload: Readonly<Record<string, unknown>>;
      readonly answer: Readonly<Record<string, unknown>>;
    }[];
  };
  /** EventBridge's, of a training that has ended: delivered once more. */
  readonly events: readonly {
    readonly function: string;
    readonly payload: unknown;
    readonly training: string;
  }[];
}

export interface Message {
  /** Logical name. */
  readonly queue: string;
  readonly body: string;
  /** What the message leads to: a path, and members of its answer. */
  readonly path: string;
  readonly leads_to: Readonly<Record<string, unknown>>;
}

const HERE = join(ROOT, 'tests/upgrade');
/** Folders of earlier days, the oldest first. */
export const FOLDERS: readonly string[] = readdirSync(HERE)
  .filter((name) => /^\d{4}-\d\d-\d\d(-\d)?$/.test(name) && existsSync(join(HERE, name, 'known.json')))
  .sort();
export const folderOf = (day: string): string => join(HERE, day);
export const readKnown = (day: string): Known =>
  JSON.parse(readFileSync(join(HERE, day, 'known.json'), 'utf8'));

/** JSON with a line for each member of a member, so that a diff shows which one changed. */
export function writeEntries(value: object): string {
  const write = (each: unknown, depth: number): string => {
    if (depth === 0 || typeof each !== 'object' || each === null) return JSON.stringify(each);
    const isList = Array.isArray(each);
    const members = Object.entries(each).map(
      ([name, member]) => `${isList ? '' : `${JSON.stringify(name)}: `}${write(member, depth - 1)}`,
    );
    const [open, close] = isList ? '[]' : '{}';
    return members.length === 0 ? `${open}${close}` : `${open}\n${members.join(',\n')}\n${close}`;
  };
  return `${write(value, 2)}\n`;
}

const PACKED = '.br';

/** Keeps a directory file by file, compressed. */
export function packFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  for (const path of filesOf(from)) {
    const packed = join(to, `${relative(from, path)}${PACKED}`);
    mkdirSync(dirname(packed), { recursive: true });
    writeFileSync(packed, brotliCompressSync(readFileSync(path)));
  }
}

/** Makes of `packFolder`'s what it was made of. */
export function unpackFolder(from: string, to: string): void {
  for (const path of filesOf(from)) {
    const file = join(to, relative(from, path).slice(0, -PACKED.length));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, brotliDecompressSync(readFileSync(path)));
  }
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

/**
 * Where two answers differ, as far as the first goes: what the second has besides is new and allowed. Numbers may differ in
 * the last digits.
 */
export function findLost(known: unknown, now: unknown, place = ''): string[] {
  if (Array.isArray(known) && Array.isArray(now) && known.length === now.length)
    return known.flatMap((value, i) => findLost(value, now[i], `${place}[${i}]`));
  // The first of a list are members like others.
  if (isObject(known) && (isObject(now) || Array.isArray(now)))
    return Object.entries(known).flatMap(([name, value]) =>
      findLost(value, (now as typeof known)[name], `${place}.${name}`),
    );
  if (typeof known === 'number' && typeof now === 'number' && Math.abs(known - now) <= 1e-12) return [];
  const [before, after] = [JSON.stringify(known), JSON.stringify(now)];
  return before === after ? [] : [`${place}: expected ${before}, got ${after}`];
}

/**
 * Whether a difference of `findLost` is that the schema of a lead accepts more than it did (other types besides those of then), or
 * that a pattern says better what the server refused then, too: days that do not exist, and texts of nothing but space. Its
 * hash follows.
 */
export function acceptsMore(difference: string): boolean {
  if (!difference.startsWith('/schema')) return false;
  if (/\.body\.x-schema-sha256: |\.properties\.[^:]*\.pattern: /.test(difference)) return true;
  const [, then, now] = /\.properties\..*\.type: expected (.*), got (.*)$/.exec(difference) ?? [];
  const typesOf = (text = 'null'): unknown[] => [JSON.parse(text)].flat();
  return then !== undefined && typesOf(then).every((type) => typesOf(now).includes(type));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
