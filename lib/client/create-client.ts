import { ApiError } from './api-error.ts';
import { type Batches, createBatches } from './batches.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { pollUntil, type WaitFor } from './poll-until.ts';
import {
  type CallOptions,
  type ClientOptions,
  createRequester,
  type GetOptions,
  type SubmitOptions,
  withQuery,
} from './requester.ts';
import { createTrainings, type Trainings } from './trainings.ts';
import type { Lead, LeadJsonSchema, Model, Prediction } from './types.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

export type WaitOptions = WaitFor<Prediction>;

export interface Client extends Batches, Jobs, Trainings, Webhooks {
  /**
   * Submits a lead. Safe to be tried again: it carries an `Idempotency-Key`, so a lead is accepted once.
   *
   * @throws {ApiError} `problem.errors` names every field that is wrong
   */
  submit(lead: Lead, options?: SubmitOptions): Promise<Prediction>;
  /** The state of a prediction now, or with `wait` once it is final. */
  get(predictionId: string, options?: GetOptions): Promise<Prediction>;
  /**
   * Asks until the prediction is final, as often as the API asks to (`Retry-After`), with jitter.
   *
   * @throws {WaitTimeoutError} it is not final in time, 60 seconds unless told otherwise; its id stays good
   */
  wait(predictionId: string, options?: WaitOptions): Promise<Prediction>;
  /** `submit`, then `wait`. */
  predict(lead: Lead, options?: WaitOptions & Pick<SubmitOptions, 'model'>): Promise<Prediction>;
  /**
   * Cancels a prediction that is not final yet.
   *
   * @throws {ApiError} 409 when it is; 403 when another key submitted it
   */
  cancel(predictionId: string, options?: CallOptions): Promise<Prediction>;
  /** Erases the lead and everything that was made of it, for good. */
  erase(predictionId: string, options?: CallOptions): Promise<void>;
  /** Where the aliases of a model point: `{champion: 'v3'}`. */
  aliases(model: string, options?: CallOptions): Promise<Readonly<Record<string, string>>>;
  /** JSON Schema of a lead, and the version of the model that it is of. */
  schema(options?: CallOptions & Pick<SubmitOptions, 'model'>): Promise<LeadJsonSchema>;
  /** The answer of `GET /health`, also when it says that something is out of order. */
  health(options?: CallOptions): Promise<Readonly<Record<string, unknown>>>;
}

const WAIT_TIMEOUT_MS = 60_000;

/**
 * A client of the API for Node and the browser. Every request is tried again after a lost connection, and
 * after 408, 425, 429 and 5xx answers, with exponential back-off and jitter, never sooner than `Retry-After`.
 *
 * @example
 * const client = createClient({ baseUrl: 'http://127.0.0.1:3000' });
 * const { prediction } = await client.predict({ source: 'referral', visits: 9 });
 */
export function createClient(options: ClientOptions): Client {
  const requester = createRequester(options);
  const { request, call, get, post } = requester;
  const pathOf = (predictionId: string, rest = '') => `/predict/${encodeURIComponent(predictionId)}${rest}`;

  const client: Client = {
    ...createBatches(requester),
    ...createJobs(requester),
    ...createTrainings(requester),
    ...createWebhooks(requester),
    async submit(lead, { idempotencyKey = crypto.randomUUID(), model, webhook, ...callOptions } = {}) {
      const path = withQuery('/predict', { model, webhook });
      try {
        return await post<Prediction>(path, lead, callOptions, { 'idempotency-key': idempotencyKey });
      } catch (error) {
        // Stored but not queued yet: the id is good, and the service completes it.
        const id = error instanceof ApiError ? error.problem.prediction_id : undefined;
        if (id === undefined) throw error;
        return client.get(id, callOptions);
      }
    },
    get: (predictionId, { wait, ...callOptions } = {}) =>
      get<Prediction>(withQuery(pathOf(predictionId), { wait }), callOptions),
    wait(predictionId, waitOptions) {
      const polled = { what: 'prediction', id: predictionId, usualMs: WAIT_TIMEOUT_MS };
      const isFinal = ({ status }: Prediction) => status !== 'queued';
      return pollUntil(requester, pathOf(predictionId), isFinal, polled, waitOptions);
    },
    async predict(lead, waitOptions = {}) {
      const { signal, model } = waitOptions;
      const { prediction_id } = await client.submit(lead, { signal, model });
      return client.wait(prediction_id, waitOptions);
    },
    async cancel(predictionId, callOptions) {
      const path = pathOf(predictionId, '/cancel');
      return (await call<Prediction>(path, { method: 'POST' }, callOptions)).body;
    },
    async erase(predictionId, callOptions) {
      await request(pathOf(predictionId), { method: 'DELETE' }, callOptions);
    },
    async aliases(model, callOptions) {
      return (await get<Model>(`/models/${encodeURIComponent(model)}`, callOptions)).aliases;
    },
    schema: ({ model, ...callOptions } = {}) =>
      get<LeadJsonSchema>(withQuery('/schema', { model }), callOptions),
    async health(callOptions = {}) {
      // 503 with the checks is an answer, not a failure of the request.
      const isHealth = ({ headers }: Response) =>
        headers.get('content-type')?.startsWith('application/json') === true;
      const response = await request('/health', {}, callOptions, isHealth);
      return (await response.json()) as Readonly<Record<string, unknown>>;
    },
  };
  return client;
}
