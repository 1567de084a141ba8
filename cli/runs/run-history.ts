import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../../lib/errors.ts';
import type { TrainingRecord } from '../../lib/learning/training-record.ts';
import type { Evaluation } from '../../lib/model/artifact.ts';
import { dataDirectory } from '../local-stack.ts';

/**
 * The history of `scorelane train`: a folder per training in `<data directory>/runs/`, with `run.json` (this) and `metrics.json` (the
 * training record). It has no model and no leads.
 */
export interface LocalRun {
  readonly format: typeof FORMAT;
  /** Ten hexadecimal digits; ids of a stack's trainings are longer and have hyphens. */
  readonly run_id: string;
  /** Of the model. */
  readonly name: string;
  readonly created_at: string;
  readonly duration_ms: number;
  /** Versions of what computed, Scorelane's own among them. */
  readonly versions: Readonly<Record<string, string>>;
  readonly git_commit?: string;
  /** All options; those that were not given have their defaults. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly data: {
    readonly file: string;
    /** Absent where the leads came from the standard input. */
    readonly path?: string;
    readonly sha256: string;
    readonly joined_sha256?: string;
    readonly rows: number;
    readonly converted: number;
  };
  /** The folder of the files, absolute. */
  readonly out: string;
  readonly model_sha256: string;
  readonly winner: string;
  /** Of the winner; absent where nothing was measured. Trainings with one `measured_sha256` measured on the same leads. */
  readonly measured?: {
    readonly on: 'holdout' | 'cross_validation';
    readonly figures: Evaluation;
    readonly measured_sha256?: string;
  };
}

export type Metrics = TrainingRecord & { readonly model_sha256: string };

const FORMAT = 'scorelane-run/1';
/** Trainings that are kept: `runs prune` keeps fewer. */
export const MOST_RUNS = 200;
const RUN_ID = /^[0-9a-f]{10}$/;
const PREFIX = /^[0-9a-f]{4,10}$/;
const DRAFT = /^\.[0-9a-f]{10}\.draft$/;
/** A draft that is older was left by a process that was killed. */
const DRAFT_AGE_MS = 3_600_000;

const historyFolder = (): string => join(dataDirectory(), 'runs');

/**
 * Keeps a training. A folder appears whole, under an id of its own, so trainings may end at the same time.
 *
 * @returns the id, and how many of the oldest were removed because there are more than 200
 */
export async function saveRun(
  run: Omit<LocalRun, 'format' | 'run_id'>,
  metrics: Metrics,
): Promise<{ readonly id: string; readonly removed: number }> {
  const id = randomBytes(5).toString('hex');
  const folder = historyFolder();
  const draft = join(folder, `.${id}.draft`);
  await mkdir(draft, { recursive: true });
  try {
    const whole: LocalRun = { format: FORMAT, run_id: id, ...run };
    await writeFile(join(draft, 'metrics.json'), `${JSON.stringify(metrics, null, 2)}\n`);
    await writeFile(join(draft, 'run.json'), `${JSON.stringify(whole, null, 2)}\n`);
    await rename(draft, join(folder, id));
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  return { id, removed: (await pruneRuns(MOST_RUNS)).length };
}

/** The trainings of this folder, latest first, and the ids of those that cannot be read. */
export async function listRuns(): Promise<{
  readonly runs: readonly LocalRun[];
  readonly unreadable: readonly string[];
}> {
  const runs: LocalRun[] = [];
  const unreadable: string[] = [];
  for (const id of await listIds()) {
    const run = await readRun(id);
    if (run === undefined) unreadable.push(id);
    else runs.push(run);
  }
  runs.sort((a, b) => (a.created_at < b.created_at ? 1 : a.created_at > b.created_at ? -1 : 0));
  return { runs, unreadable };
}

/**
 * The training whose id begins with the given digits; undefined if this folder's history has none.
 *
 * @throws {InputError} there are several, or it cannot be read
 */
export async function findRun(prefix: string): Promise<LocalRun | undefined> {
  if (!PREFIX.test(prefix)) return undefined;
  const ids = (await listIds()).filter((id) => id.startsWith(prefix));
  if (ids.length > 1)
    throw new InputError(
      `expected the beginning of one training’s id, got “${prefix}”, with which ${ids.length} begin: ${ids.sort().join(', ')}.`,
    );
  const [id] = ids;
  if (id === undefined) return undefined;
  const run = await readRun(id);
  if (run !== undefined) return run;
  throw new InputError(
    `${join(historyFolder(), id, 'run.json')}: expected the record of a training (${FORMAT}), found something else. Remove the folder if you do not need it.`,
  );
}

/** The training record of a training that `listRuns` or `findRun` found. @throws {InputError} it cannot be read */
export async function readMetrics({ run_id }: LocalRun): Promise<Metrics> {
  const path = join(historyFolder(), run_id, 'metrics.json');
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Metrics;
  } catch (error) {
    throw new InputError(
      `${path}: expected the record of a training, found none that can be read: ${(error as Error).message}`,
    );
  }
}

/** Removes all but the latest. @returns the ids of the removed ones */
export async function pruneRuns(keep: number): Promise<string[]> {
  const folder = historyFolder();
  for (const name of (await readNames(folder)).filter((one) => DRAFT.test(one)))
    if (await isOld(join(folder, name))) await rm(join(folder, name), { recursive: true, force: true });
  if ((await listIds()).length <= keep) return [];
  const removed = (await listRuns()).runs.slice(keep).map(({ run_id }) => run_id);
  for (const id of removed) await rm(join(folder, id), { recursive: true, force: true });
  return removed;
}

async function isOld(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > DRAFT_AGE_MS;
}

const listIds = async (): Promise<string[]> =>
  (await readNames(historyFolder())).filter((name) => RUN_ID.test(name));

/** None where there is no such folder. */
async function readNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function readRun(id: string): Promise<LocalRun | undefined> {
  try {
    const run = JSON.parse(await readFile(join(historyFolder(), id, 'run.json'), 'utf8')) as LocalRun;
    return run.format === FORMAT && run.run_id === id ? run : undefined;
  } catch {
    return undefined;
  }
}
