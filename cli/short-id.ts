import type { Client, Pages } from '../lib/client/index.ts';
import { ApiError } from '../lib/client/index.ts';
import { InputError, NotFoundError } from '../lib/errors.ts';
import { formatCount } from '../lib/format-figures.ts';

/**
 * Ids are UUIDs, the leads of a batch have `<batch>-<place>`. Those that begin with the time (version 7: trainings) differ at their end,
 * the others at their beginning. So a short id is the first eight digits, of a training the last eight, of a lead in a batch
 * `1f2e3d4c:12`. Commands take it, and any four or more digits that an id begins or ends with, as long as one listed id fits.
 */
const DIGITS = 8;
const FEWEST = 4;
const WHOLE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-(\d{1,4}))?$/i;
const SHORT = /^([0-9a-f-]*)(?::(\d{1,4}))?$/i;

/** @example shortId('c89582a7-597e-4bb9-bdf7-f79857554eb2') // 'c89582a7' */
export function shortId(id: string): string {
  const [, uuid, place] = WHOLE.exec(id) ?? [];
  if (uuid === undefined) return id;
  const digits = uuid[14] === '7' ? uuid.slice(-DIGITS) : uuid.slice(0, DIGITS);
  return place === undefined ? digits : `${digits}:${place}`;
}

export const isWholeId = (text: string): boolean => WHOLE.test(text);

/** Whether a text may stand for an id, and is none that is whole. */
export function isShortId(text: string): boolean {
  const { length } = digitsOf(text);
  return length >= FEWEST && length <= 32 && !isWholeId(text);
}

const digitsOf = (text: string): string => SHORT.exec(text)?.[1]?.replaceAll('-', '') ?? '';

/** Whether a short id stands for an id. */
export function fitsShortId(text: string, id: string): boolean {
  const [, uuid = id, place] = WHOLE.exec(id) ?? [];
  const [digits, all] = [digitsOf(text.toLowerCase()), uuid.replaceAll('-', '')];
  return SHORT.exec(text)?.[2] === place && (all.startsWith(digits) || all.endsWith(digits));
}

/** What a short id may stand for. */
interface Known {
  readonly id: string;
  /** To tell it from others: when it was made. */
  readonly createdAt?: string;
}

/**
 * The id that a text stands for; anything that is no short id is returned as it is, for the stack to judge.
 *
 * @param what such as `training`, for messages
 * @param list pages of what there is, newest first
 * @throws {NotFoundError} none that is listed fits
 * @throws {InputError} several fit, or the key must not list
 */
export async function resolveId(
  text: string,
  what: string,
  list: () => AsyncIterable<readonly Known[]>,
): Promise<string> {
  if (!isShortId(text)) return text;
  const fitting = new Map<string, Known>();
  let seen = 0;
  try {
    for await (const page of list()) {
      for (const known of page) if (fitsShortId(text, known.id)) fitting.set(known.id, known);
      seen += page.length;
      if (seen >= MOST_SEEN) break;
    }
  } catch (error) {
    if (!(error instanceof ApiError) || (error.status !== 401 && error.status !== 403)) throw error;
    throw new InputError(
      `${text}: a short id is looked up in a list, for which the key needs the scope operate. Give the whole id of the ${what}.`,
    );
  }
  if (seen >= MOST_SEEN && digitsOf(text).length < DIGITS)
    throw new InputError(
      `${text}: only the latest ${formatCount(seen)} are listed, and older ids may fit, too. Give ${DIGITS} digits or more.`,
    );
  const [first, ...others] = fitting.values();
  if (first === undefined) {
    const among = seen >= MOST_SEEN ? ` among the latest ${formatCount(seen)}` : '';
    throw new NotFoundError(
      `expected the id of a ${what}, got “${text}”: no id${among} begins or ends with it.`,
    );
  }
  if (others.length === 0) return first.id;
  const lines = [first, ...others]
    .slice(0, MOST_NAMED)
    .map(({ id, createdAt }) => `\n  ${id}${createdAt === undefined ? '' : `  ${createdAt}`}`);
  const more = fitting.size > MOST_NAMED ? `\n  and ${fitting.size - MOST_NAMED} more` : '';
  throw new InputError(
    `${text} may be any of ${fitting.size} ids of a ${what}. Give more of its digits:${lines.join('')}${more}`,
  );
}

const MOST_SEEN = 1000;
const MOST_NAMED = 10;

/** Pages of the API's lists as `resolveId` takes them. */
const listOf = <P>(pages: () => Pages<P>, known: (page: P) => readonly Known[]) =>
  async function* () {
    for await (const page of pages()) yield known(page);
  };

export const resolveTraining = (client: Client, text: string): Promise<string> =>
  resolveId(
    text,
    'training',
    listOf(
      () => client.listTrainings({ limit: 100 }),
      ({ trainings }) => trainings.map(({ training_id: id, created_at }) => ({ id, createdAt: created_at })),
    ),
  );

export const resolveJob = (client: Client, text: string): Promise<string> =>
  resolveId(text, 'job', listJobs(client));

export const resolveBatch = (client: Client, text: string): Promise<string> =>
  resolveId(text, 'batch', listBatches(client));

/** @param reference of the lead, where it is known; else the predictions of the API’s model are looked through */
export const resolvePrediction = (client: Client, text: string, reference?: string): Promise<string> =>
  resolveId(text, 'prediction', listPredictions(client, reference));

/** Of a prediction, a batch or a job. */
export const resolveAny = (client: Client, text: string): Promise<string> =>
  resolveId(text, 'prediction, batch or job', async function* () {
    yield* listJobs(client)();
    yield* listBatches(client)();
    yield* listPredictions(client)();
  });

const listJobs = (client: Client) =>
  listOf(
    () => client.listJobs({ limit: 100 }),
    ({ jobs }) => jobs.map(({ job_id: id, created_at }) => ({ id, createdAt: created_at })),
  );

const listBatches = (client: Client) =>
  listOf(
    () => client.listBatches({ limit: 100 }),
    ({ batches }) => batches.map(({ batch_id: id, created_at }) => ({ id, createdAt: created_at })),
  );

const listPredictions = (client: Client, reference?: string) =>
  listOf(
    () => client.listPredictions({ limit: 200, ...(reference === undefined ? {} : { reference }) }),
    ({ predictions }) =>
      predictions.map(({ prediction_id: id, created_at }) => ({ id, createdAt: created_at })),
  );
