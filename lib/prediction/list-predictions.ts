import { InputError } from '../errors.ts';
import type { Grade } from '../model/artifact.ts';
import { findByReference, type HistoryDeps } from './find-by-reference.ts';
import type { ListQuery, PredictionPage } from './ports.ts';
import type { Prediction, PredictionStatus } from './prediction.ts';

export interface PredictionFilter extends Pick<ListQuery, 'order' | 'limit'> {
  /** With a reference it may be undefined: of all models. */
  readonly model: string | undefined;
  /** Those of this lead only, by the caller's own id of it; newest first, and as old as they are kept. */
  readonly reference?: string | undefined;
  /** With the order by score: the day, such as 2026-01-31; today unless told otherwise. */
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
  deps: HistoryDeps,
  { model, reference, order, day, grade, status, limit, after }: PredictionFilter,
  shareOf: (rows: readonly Prediction[]) => number = () => 0,
): Promise<PredictionPage> {
  const { store, clock } = deps;
  const start = after === undefined ? undefined : readCursor(after);
  const until = start?.until ?? (order === 'score' && day !== undefined ? endOf(day) : clock.now());
  const read = (rows: number, cursor: string | undefined) =>
    reference === undefined
      ? store.list({ model: model!, order, until, limit: rows, cursor })
      : findByReference(deps, { reference, limit: rows, cursor });
  const wanted = (row: Prediction) =>
    (model === undefined || row.model.name === model) &&
    row.expiresAt > clock.now() &&
    (status === undefined || row.status === status) &&
    (grade === undefined || (row.status === 'succeeded' && row.result.grade === grade));
  let predictions: readonly Prediction[] = [];
  let cursor = start?.cursor;
  let size = FIRST_ROWS;
  for (let pages = 0; pages < MOST_PAGES && predictions.length < limit && size >= 1; pages++) {
    const rows = Math.min(size, limit - predictions.length);
    const page = await read(rows, cursor);
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
