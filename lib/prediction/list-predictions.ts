import { InputError } from '../errors.ts';
import type { Grade } from '../model/artifact.ts';
import type { Clock, ListQuery, PredictionStore } from '../ports.ts';
import type { Prediction, PredictionStatus } from './prediction.ts';

export interface PredictionFilter {
  readonly model: string;
  readonly order: ListQuery['order'];
  /** With the order by score: the day, such as 2026-01-31; today unless told otherwise. */
  readonly day?: string | undefined;
  readonly grade?: Grade | undefined;
  readonly status?: PredictionStatus | undefined;
  readonly limit: number;
  /** Of the page before. */
  readonly after?: string | undefined;
}

export interface FilteredPage {
  readonly predictions: readonly Prediction[];
  /** Undefined: there are no more. */
  readonly next?: string;
}

/** Pages of the store that one request reads at most: a rare grade must not make it read for ever. */
const MOST_PAGES = 20;

/**
 * A page of predictions; with a filter it may be short although more follow.
 *
 * @throws {InputError} `after` is no cursor
 */
export async function listPredictions(
  { store, clock }: { readonly store: PredictionStore; readonly clock: Clock },
  { model, order, day, grade, status, limit, after }: PredictionFilter,
): Promise<FilteredPage> {
  const start = after === undefined ? undefined : readCursor(after);
  const until = start?.until ?? (order === 'score' && day !== undefined ? endOf(day) : clock.now());
  const wanted = (row: Prediction) =>
    row.expiresAt > clock.now() &&
    (status === undefined || row.status === status) &&
    (grade === undefined || (row.status === 'succeeded' && row.result.grade === grade));
  const predictions: Prediction[] = [];
  let cursor = start?.cursor;
  for (let pages = 0; pages < MOST_PAGES && predictions.length < limit; pages++) {
    const page = await store.list({ model, order, until, limit: limit - predictions.length, cursor });
    predictions.push(...page.predictions.filter(wanted));
    cursor = page.next;
    if (cursor === undefined) return { predictions };
  }
  return { predictions, next: writeCursor(until, cursor!) };
}

const endOf = (day: string): Date => new Date(`${day}T23:59:59.999Z`);

const writeCursor = (until: Date, cursor: string): string => `${until.getTime().toString(36)}.${cursor}`;

function readCursor(text: string): { readonly until: Date; readonly cursor: string } {
  const [, time, cursor] = /^([0-9a-z]{1,9})\.([\w-]{1,4000})$/.exec(text) ?? [];
  if (time === undefined) throw new InputError('expected the cursor of an earlier page');
  return { until: new Date(Number.parseInt(time, 36)), cursor: cursor! };
}
