import type { Clock } from '../clock.ts';
import { InputError } from '../errors.ts';
import type { Grade } from '../model/artifact.ts';
import type { ListQuery, PredictionPage, PredictionStore } from './ports.ts';
import type { Prediction, PredictionStatus } from './prediction.ts';

export interface PredictionFilter extends Pick<ListQuery, 'model' | 'order' | 'limit'> {
  /** Of that day only, such as 2026-01-31; with the order by score today unless told otherwise. */
  readonly day?: string | undefined;
  readonly grade?: Grade | undefined;
  readonly status?: PredictionStatus | undefined;
  /** Of the page before. */
  readonly after?: string | undefined;
}

/** Pages of the store that one request reads at most: a rare grade must not make it read for ever. */
const MOST_PAGES = 20;
/** Rows of the first page that is read: nobody knows yet how large they are, and all of a page are in memory. */
const FIRST_ROWS = 100;
const GROWTH = 4;

/**
 * A page of predictions; with a filter, or when rows are large, it may be short although more follow.
 *
 * @param shareOf how much of an answer some rows take, from 0 to 1: no more are returned than fit, but at least one
 * @throws {InputError} `after` is no cursor
 */
export async function listPredictions(
  { store, clock }: { readonly store: PredictionStore; readonly clock: Clock },
  { model, order, day, grade, status, limit, after }: PredictionFilter,
  shareOf: (rows: readonly Prediction[]) => number = () => 0,
): Promise<PredictionPage> {
  const start = after === undefined ? undefined : readCursor(after);
  if (start !== undefined && day !== undefined && !start.until.toISOString().startsWith(day))
    throw new InputError('expected the cursor of an earlier page of the same day');
  const until = start?.until ?? (day === undefined ? clock.now() : endOf(day));
  const since = order === 'newest' && day !== undefined ? new Date(`${day}T00:00:00.000Z`) : undefined;
  const wanted = (row: Prediction) =>
    row.expiresAt > clock.now() &&
    (status === undefined || row.status === status) &&
    (grade === undefined || (row.status === 'succeeded' && row.result.grade === grade));
  let predictions: readonly Prediction[] = [];
  let cursor = start?.cursor;
  let size = FIRST_ROWS;
  for (let pages = 0; pages < MOST_PAGES && predictions.length < limit && size >= 1; pages++) {
    const rows = Math.min(size, limit - predictions.length);
    const page = await store.list({ model, order, until, since, limit: rows, cursor });
    const more = [...predictions, ...page.predictions.filter(wanted)];
    const share = shareOf(more);
    if (share > 1 && more.length > 1) {
      // Read again, fewer at a time; when one is too many, it begins the next page.
      size = Math.floor(rows / 2);
      continue;
    }
    predictions = more;
    cursor = page.next;
    if (cursor === undefined) return { predictions };
    // As many as will fit if they are as large as those before.
    const fitting = more.length === 0 ? GROWTH * rows : Math.floor(((1 - share) / share) * more.length);
    size = Math.min(GROWTH * rows, fitting);
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
