import { ApiError, type Client, type Prediction, type PredictionResult } from '../../lib/client/index.ts';
import { InputError } from '../../lib/errors.ts';
import { forAll } from '../../lib/for-all.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { sha256Of } from '../../lib/sha256.ts';
import { sayRepeat } from '../terminal/hint.ts';
import { createProgress } from '../terminal/progress.ts';
import type { AskedModel } from './asked-model.ts';
import type { BatchKey, BatchNotes } from './batch-notes.ts';
import type { LeadRow } from './read-lead-rows.ts';

/** What became of a row. */
export interface RowResult {
  /** Empty: the lead was erased before its id was known. */
  readonly id: string;
  readonly status: 'succeeded' | 'failed' | 'canceled' | 'erased';
  /** Null unless it succeeded. */
  readonly prediction: PredictionResult | null;
  /** Why it failed. */
  readonly error?: string | undefined;
}

export interface Predicting {
  readonly model: Pick<AskedModel, 'reference'>;
  readonly notes: BatchNotes;
  readonly key: BatchKey;
  /** Requests at a time. */
  readonly parallel: number;
  /** Of each result, seconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly json: boolean;
}

export interface PredictedRows {
  /** In the order of the rows. */
  readonly results: readonly RowResult[];
  /** Leads that the notes had, and the API no longer has. */
  readonly resubmitted: number;
}

/**
 * Submits every row that is not submitted yet, then waits for all. A lead that failed, was canceled or erased is a result as
 * the others are. The idempotency key makes a repeated submission of this run harmless.
 *
 * @throws {ApiError} {ConnectionError} {WaitTimeoutError} the notes then have what was submitted
 * @throws {InputError} another version answered than was asked
 */
export async function predictRows(
  client: Client,
  rows: readonly LeadRow[],
  { model, notes, key, parallel, timeout, signal, json }: Predicting,
): Promise<PredictedRows> {
  const progress = createProgress(json);
  const results = new Map<number, RowResult>();
  const runKey = sha256Of(JSON.stringify([key.file_sha256, key.model, notes.run])).slice(0, 40);
  let resubmitted = 0;
  const show = () =>
    progress.show({
      what: 'Scoring',
      done: results.size,
      total: rows.length,
      unit: 'leads',
      note: notes.ids.size < rows.length ? `${formatCount(notes.ids.size)} submitted` : undefined,
    });

  const finish = (line: number, result: RowResult) => {
    results.set(line, result);
    show();
  };
  /** @param attempt of a lead whose first prediction is gone: another key, because the first one stands for that */
  const submit = async ({ line, values, reference }: LeadRow, attempt = '') => {
    try {
      const options = {
        model: model.reference,
        idempotencyKey: `${runKey}-${line}${attempt}`,
        signal,
        ...(reference === undefined ? {} : { reference }),
      };
      const accepted = await client.submit(values, options);
      notes.add(line, accepted.prediction_id);
      show();
    } catch (error) {
      if (!isProblem(error, 'prediction-erased')) throw error;
      finish(line, { id: '', status: 'erased', prediction: null });
    }
  };
  const waitFor = async (row: LeadRow): Promise<void> => {
    const { line } = row;
    if (results.has(line)) return;
    const id = notes.ids.get(line)!;
    const wasNoted = notes.resumed.has(line) && !again.has(line);
    const answer = await client.wait(id, { timeoutMs: 1000 * timeout, signal }).catch((error: unknown) => {
      if (isProblem(error, 'prediction-erased')) return 'erased' as const;
      if (wasNoted && isProblem(error, 'prediction-expired', 'prediction-not-found')) return 'gone' as const;
      throw error;
    });
    if (answer === 'erased') return finish(line, { id, status: 'erased', prediction: null });
    const other = answer === 'gone' || versionOf(answer) !== model.reference;
    if (other && wasNoted) {
      again.add(line);
      resubmitted += 1;
      await submit(row, `-${id.slice(0, 8)}`);
      return waitFor(row);
    }
    if (answer === 'gone' || other) {
      throw new InputError(
        `line ${line}: expected an answer of ${model.reference}, got one of ${versionOf(answer as Prediction)}. ` +
          sayRepeat('repeat it'),
      );
    }
    const { prediction, error } = answer;
    finish(line, { id, status: answer.status as RowResult['status'], prediction, error: error?.message });
  };
  const again = new Set<number>();
  try {
    const unsent = rows.filter(({ line }) => !notes.ids.has(line));
    await forAll(unsent, parallel, (row) => submit(row), 'stop');
    await forAll(rows, parallel, waitFor, 'stop');
  } finally {
    progress.end();
  }
  return { results: rows.map(({ line }) => results.get(line)!), resubmitted };
}

const versionOf = ({ model: { name, version } }: Prediction): string => `${name}@${version}`;

const isProblem = (error: unknown, ...types: readonly string[]): boolean =>
  error instanceof ApiError && types.some((type) => error.problem.type.endsWith(`/${type}`));
