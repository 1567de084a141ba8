import { describeForClient, InputError, NotFoundError } from '../errors.ts';
import { leadJsonSchema } from '../lead/lead-json-schema.ts';
import type { Clock, IdSource, JobQueue, PredictionStore } from '../ports.ts';
import { getPrediction } from '../prediction/get-prediction.ts';
import { submitPrediction } from '../prediction/submit-prediction.ts';
import type { ServedModel, ServeModel } from '../registry/serve-model.ts';
import { sha256Of } from '../sha256.ts';
import { predictionBody, predictionPath } from './prediction-body.ts';
import { HttpProblem } from './problem.ts';
import { readJson } from './read-json.ts';

export interface ApiDeps {
  readonly serve: ServeModel;
  readonly store: PredictionStore;
  readonly queue: JobQueue;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** The model that is asked when a request names none. */
  readonly defaultModel: string;
  /** How long a prediction is kept, days. */
  readonly keepDays: number;
}

export interface ApiRequest {
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  /** Scheme and host that the client used, no trailing slash. */
  readonly baseUrl: string;
}

export interface ApiRoute {
  readonly method: 'GET' | 'POST';
  readonly path: `/${string}`;
  readonly handle: (deps: ApiDeps, request: ApiRequest) => Promise<Response> | Response;
}

/** Every route of the API. */
export const API_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: '/', handle: welcome },
  { method: 'GET', path: '/health', handle: health },
  { method: 'GET', path: '/schema', handle: schema },
  { method: 'POST', path: '/predict', handle: submit },
  { method: 'GET', path: '/predict/:id', handle: get },
];

/** Seconds a client should wait before it asks again; most predictions are done in far less. */
const RETRY_AFTER = '1';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const json = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  });

function welcome(_deps: ApiDeps, { baseUrl }: ApiRequest): Response {
  return json({
    message: 'Welcome to the lead conversion prediction API!',
    links: { health: `${baseUrl}/health`, schema: `${baseUrl}/schema`, predict: `${baseUrl}/predict` },
  });
}

async function health({ store, queue, serve, defaultModel }: ApiDeps): Promise<Response> {
  const check = (work: Promise<object>): Promise<{ readonly status: string }> =>
    work.then(
      (facts) => ({ status: 'ok', ...facts }),
      (error: unknown) => ({ status: 'failing', error: describeForClient(error) }),
    );
  const [predictionStore, jobQueue, model] = await Promise.all([
    check(store.ping().then(() => ({}))),
    check(queue.ping().then(() => ({}))),
    check(serve(defaultModel).then(describeServed)),
  ]);
  const checks = { store: predictionStore, queue: jobQueue, model };
  const statuses = Object.values(checks).map(({ status }) => status);
  const status = ['failing', 'degraded'].find((worse) => statuses.includes(worse)) ?? 'ok';
  return json({ status, checks }, status === 'failing' ? 503 : 200);
}

/** Degraded: leads are scored, but with an earlier version than the alias names. */
const describeServed = ({ ref, refused }: ServedModel): object =>
  refused === undefined ? ref : { ...ref, status: 'degraded', refused };

async function schema(deps: ApiDeps, { request }: ApiRequest): Promise<Response> {
  const { ref, model } = await withModel(request, deps, (reference) => deps.serve(reference));
  const leadSchema = leadJsonSchema(model.artifact.schema);
  const sha256 = sha256Of(JSON.stringify(leadSchema));
  return json(
    { ...leadSchema, 'x-model': { name: ref.name, version: ref.version }, 'x-schema-sha256': sha256 },
    200,
    {
      'content-type': 'application/schema+json',
      etag: `"${sha256}"`,
    },
  );
}

async function submit(deps: ApiDeps, { request, baseUrl }: ApiRequest): Promise<Response> {
  const lead = await readJson(request);
  const submission = await withModel(request, deps, (reference) => submitPrediction(deps, reference, lead));
  if (!submission.ok) {
    const { errors } = submission;
    const count = errors.length === 1 ? '1 field is' : `${errors.length} fields are`;
    throw new HttpProblem(
      'invalid-lead',
      `${count} not as the model expects; see GET /schema`,
      {},
      { errors },
    );
  }
  const { prediction } = submission;
  return json(predictionBody(prediction, baseUrl), 202, {
    location: predictionPath(prediction.id),
    'retry-after': RETRY_AFTER,
  });
}

async function get(deps: ApiDeps, { params, baseUrl }: ApiRequest): Promise<Response> {
  const id = (params.id ?? '').toLowerCase();
  const found = UUID.test(id) ? await getPrediction(deps, id) : 'unknown';
  if (found === 'unknown')
    throw new HttpProblem('prediction-not-found', 'there is no prediction with this id');
  if (found === 'expired') throw new HttpProblem('prediction-expired', 'this prediction has expired');
  return json(
    predictionBody(found, baseUrl),
    200,
    found.status === 'queued' ? { 'retry-after': RETRY_AFTER } : {},
  );
}

/**
 * Works with the model that the request names (`?model=leads@v3`), or with the default one. To the client, a model that
 * it named and that is not there is "404 not found"; a service without its own model is "503 not ready".
 */
async function withModel<T>(
  request: Request,
  { defaultModel }: ApiDeps,
  work: (reference: string) => Promise<T>,
): Promise<T> {
  const named = new URL(request.url).searchParams.get('model');
  try {
    return await work(named ?? defaultModel);
  } catch (error) {
    if (named !== null && (error instanceof NotFoundError || error instanceof InputError))
      throw new HttpProblem('model-not-found', error.message);
    if (error instanceof NotFoundError)
      throw new HttpProblem('no-model', error.message, { 'retry-after': '30' });
    throw error;
  }
}
