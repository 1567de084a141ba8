import type { LeadJsonSchema } from '../../contract/lead.ts';
import type { Health, Key, Welcome } from '../../contract/service.ts';
import { MODEL_KINDS } from '../../contract/words.ts';
import { describeForClient } from '../../errors.ts';
import type { LeadQueue, PredictionStore } from '../../prediction/ports.ts';
import type { ServedModel, ServeModel } from '../../registry/serve-model.ts';
import { sha256Of } from '../../sha256.ts';
import { type ApiAnswer, json } from '../answer.ts';
import { type ApiRequest, type ApiRoute, type DefaultModel, withModel } from '../api-route.ts';
import { fitLeadSchema } from '../fit-schema.ts';

export interface ServiceDeps extends DefaultModel {
  readonly serve: ServeModel;
  readonly store: Pick<PredictionStore, 'ping'>;
  readonly queue: Pick<LeadQueue, 'ping'>;
}

/** The service itself: a welcome, its health, what a lead is, what a key may do. */
export const SERVICE_ROUTES: readonly ApiRoute<ServiceDeps>[] = [
  { method: 'GET', path: '/', scope: 'open', handle: welcome },
  { method: 'GET', path: '/health', scope: 'open', handle: health },
  {
    method: 'GET',
    path: '/schema',
    scope: 'open',
    query: ['model'],
    answers: ['application/schema+json', 'application/json'],
    handle: schema,
  },
  { method: 'GET', path: '/key', scope: 'form', handle: describeKey },
];

function welcome(_deps: ServiceDeps, { baseUrl }: ApiRequest): ApiAnswer {
  return json<Welcome>({
    message: 'Welcome to the lead conversion prediction API!',
    links: {
      docs: `${baseUrl}/docs`,
      openapi: `${baseUrl}/openapi.json`,
      health: `${baseUrl}/health`,
      schema: `${baseUrl}/schema`,
      predict: `${baseUrl}/predict`,
    },
    model_kinds: [...MODEL_KINDS],
  });
}

/** So that a page shows no more than its key allows. */
function describeKey(_deps: ServiceDeps, { caller }: ApiRequest): ApiAnswer {
  return json<Key>({ key_id: caller.id, scope: caller.scope, rate_per_minute: caller.ratePerMinute ?? null });
}

async function health({ store, queue, serve, defaultModel }: ServiceDeps): Promise<ApiAnswer> {
  const check = (work: Promise<object>): Promise<Health['checks']['store']> =>
    work.then(
      (facts) => ({ status: 'ok' as const, ...facts }),
      (error: unknown) => ({ status: 'failing' as const, error: describeForClient(error) }),
    );
  const [predictionStore, jobQueue, model] = await Promise.all([
    check(store.ping().then(() => ({}))),
    check(queue.ping().then(() => ({}))),
    check(serve(defaultModel).then(describeServed)),
  ]);
  const checks = { store: predictionStore, queue: jobQueue, model };
  const statuses = Object.values(checks).map(({ status }) => status);
  const status = (['failing', 'degraded'] as const).find((worse) => statuses.includes(worse)) ?? 'ok';
  return json<Health>({ status, checks }, status === 'failing' ? 503 : 200);
}

/** Degraded: leads are scored, but with an earlier version than the alias names. */
const describeServed = ({ ref, refused }: ServedModel): object =>
  refused === undefined ? ref : { ...ref, status: 'degraded', refused };

async function schema(deps: ServiceDeps, request: ApiRequest): Promise<ApiAnswer> {
  const { ref, model } = await withModel(request, deps, (reference) => deps.serve(reference));
  const leadSchema = fitLeadSchema(model.artifact);
  const sha256 = sha256Of(JSON.stringify(leadSchema));
  const { horizon } = model.artifact;
  const within = horizon === undefined ? {} : { 'x-horizon-days': horizon.days };
  return json<LeadJsonSchema>(
    {
      ...leadSchema,
      'x-model': { name: ref.name, version: ref.version },
      'x-schema-sha256': sha256,
      ...within,
    },
    200,
    {
      'content-type': request.mediaType,
      // It is public, and asked for again and again: who has it learns so.
      'cache-control': 'no-cache',
      vary: 'accept',
      // Of all that is answered, in this form.
      etag: `"${sha256Of(JSON.stringify([ref.name, ref.version, sha256, request.mediaType]))}"`,
    },
  );
}
