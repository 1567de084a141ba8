import { ApiError } from './api-error.ts';
import { listPages, type Pages } from './pages.ts';
import {
  type CallOptions,
  expiryOf,
  type GetOptions,
  type Requester,
  type SubmitOptions,
  withQuery,
} from './requester.ts';
import type { FinalPrediction, Lead, Prediction, PredictionPage, PredictionStatus, Tags } from './types.ts';
import {
  isFinalPrediction,
  predictionPath as pathOf,
  WAIT_TIMEOUT_MS,
  type WaitOptions,
  waitForPrediction,
} from './wait-for-prediction.ts';

/** `reference` and `metadata` need a key of the scope `predict`. */
export interface SubmitLeadOptions extends SubmitOptions, Tags {}

export interface ListPredictionsOptions extends CallOptions {
  /** Of one lead, by its owner's id. */
  readonly reference?: string;
  /** Its name; the default model unless told otherwise. */
  readonly model?: string;
  readonly status?: PredictionStatus;
  readonly grade?: 'A' | 'B' | 'C' | 'D';
  readonly order?: 'newest' | 'score';
  /** `2026-01-31`, with the order `score`. */
  readonly day?: string;
  /** Of a page, 1–200; 50 unless told otherwise. */
  readonly limit?: number;
  /** `next_cursor` of the page before. */
  readonly cursor?: string;
}

/** One lead, one prediction. */
export interface Predictions {
  /**
   * Submits a lead. Safe to be tried again: it carries an `Idempotency-Key`, so a lead is accepted once.
   *
   * @throws {ApiError} `problem.errors` names every field that is wrong
   */
  submit(lead: Lead, options?: SubmitLeadOptions): Promise<Prediction>;
  /** The state of a prediction now, or with `wait` once it is final. */
  get(predictionId: string, options?: GetOptions): Promise<Prediction>;
  /**
   * Waits until the prediction is final: the API holds its answer back until then (`?wait=`); where it does not, it is asked again
   * from 50 ms on.
   *
   * @throws {WaitTimeoutError} it is not final in time, 60 seconds unless told otherwise; its id stays good
   */
  wait(predictionId: string, options?: WaitOptions): Promise<FinalPrediction>;
  /**
   * Submits a lead and has it scored in the same request (`Prefer: wait`); where that is not possible, waits for its result.
   *
   * @throws {ApiError} `problem.errors` names every field that is wrong
   * @throws {WaitTimeoutError} it is not final in time, 60 seconds unless told otherwise; its id stays good
   */
  predict(lead: Lead, options?: WaitOptions & SubmitLeadOptions): Promise<FinalPrediction>;
  /**
   * Cancels a prediction that is not final yet.
   *
   * @throws {ApiError} 409 when it is; 403 when another key submitted it
   */
  cancel(predictionId: string, options?: CallOptions): Promise<Prediction>;
  /** Erases the lead and everything that was made of it, for good. */
  erase(predictionId: string, options?: CallOptions): Promise<void>;
  /** What was predicted, newest first; needs a key of the scope `operate`. */
  listPredictions(options?: ListPredictionsOptions): Pages<PredictionPage>;
}

export function createPredictions(requester: Requester): Predictions {
  const { request, call, get, post } = requester;

  const send = async (lead: Lead, options: SubmitLeadOptions, prefer?: string): Promise<Prediction> => {
    const {
      idempotencyKey = crypto.randomUUID(),
      model,
      webhook,
      reference,
      metadata,
      expiresAfterSeconds,
      ...callOptions
    } = options;
    const tagged = reference !== undefined || metadata !== undefined;
    const headers = {
      'idempotency-key': idempotencyKey,
      ...(prefer === undefined ? {} : { prefer }),
      ...expiryOf(expiresAfterSeconds),
    };
    try {
      const path = withQuery('/predict', { model, webhook });
      return await post<Prediction>(
        path,
        tagged ? { lead, reference, metadata } : lead,
        callOptions,
        headers,
      );
    } catch (error) {
      // Stored but not queued yet: the id is good, and the service completes it.
      const id = error instanceof ApiError ? error.problem.prediction_id : undefined;
      if (id === undefined) throw error;
      return get<Prediction>(pathOf(id), callOptions);
    }
  };
  return {
    submit: (lead, options = {}) => send(lead, options),
    get: (predictionId, { wait, ...options } = {}) =>
      get<Prediction>(withQuery(pathOf(predictionId), { wait }), options),
    wait: (predictionId, options) => waitForPrediction(requester, predictionId, options),
    async predict(lead, { timeoutMs = WAIT_TIMEOUT_MS, onPoll, ...options } = {}) {
      const start = Date.now();
      const answer = await send(lead, options, 'wait');
      if (isFinalPrediction(answer)) return answer;
      const { signal } = options;
      return waitForPrediction(requester, answer.prediction_id, {
        timeoutMs: Math.max(0, timeoutMs - (Date.now() - start)),
        ...(onPoll === undefined ? {} : { onPoll }),
        signal,
      });
    },
    async cancel(predictionId, options) {
      return (await call<Prediction>(pathOf(predictionId, '/cancel'), { method: 'POST' }, options)).body;
    },
    async erase(predictionId, options) {
      await request(pathOf(predictionId), { method: 'DELETE' }, options);
    },
    listPredictions: ({ signal, ...query } = {}) =>
      listPages<PredictionPage>(requester, '/predictions', { ...query }, { signal }),
  };
}
