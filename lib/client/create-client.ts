import { type Batches, createBatches } from './batches.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { createLeads, type Leads } from './leads.ts';
import { createOutcomes, type Outcomes } from './outcomes.ts';
import { createPredictions, type Predictions } from './predictions.ts';
import {
  type CallOptions,
  type ClientOptions,
  createRequester,
  type SubmitOptions,
  toSegment,
  withQuery,
} from './requester.ts';
import { createTrainings, type Trainings } from './trainings.ts';
import type { LeadJsonSchema, Model } from './types.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

export interface Client extends Predictions, Leads, Batches, Jobs, Trainings, Outcomes, Webhooks {
  /** Where the aliases of a model point: `{champion: 'v3'}`. */
  aliases(model: string, options?: CallOptions): Promise<Readonly<Record<string, string>>>;
  /** JSON Schema of a lead, and the version of the model that it is of. */
  schema(options?: CallOptions & Pick<SubmitOptions, 'model'>): Promise<LeadJsonSchema>;
  /** The answer of `GET /health`, also when it says that something is out of order. */
  health(options?: CallOptions): Promise<Readonly<Record<string, unknown>>>;
}

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
  const { request, get } = requester;
  return {
    ...createPredictions(requester),
    ...createLeads(requester),
    ...createBatches(requester),
    ...createJobs(requester),
    ...createTrainings(requester),
    ...createOutcomes(requester),
    ...createWebhooks(requester),
    async aliases(model, callOptions) {
      return (await get<Model>(`/models/${toSegment(model)}`, callOptions)).aliases;
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
}
