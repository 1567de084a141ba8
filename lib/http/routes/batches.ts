import type { ItemError } from '../../lead/validate-leads.ts';
import { MOST_LEADS, memberId } from '../../prediction/batch.ts';
import { type BatchState, getBatch } from '../../prediction/get-batch.ts';
import type { ErasedPrediction, Prediction } from '../../prediction/prediction.ts';
import { submitBatch } from '../../prediction/submit-batch.ts';
import { NotQueuedError } from '../../prediction/submit-prediction.ts';
import { type ApiAnswer, json } from '../answer.ts';
import { fillPage } from '../answer-size.ts';
import {
  type ApiDeps,
  type ApiRequest,
  type ApiRoute,
  RETRY_AFTER,
  schemaOf,
  withServedModel,
} from '../api-route.ts';
import { boundErrors } from '../bound-errors.ts';
import { predictionBody } from '../prediction-body.ts';
import { readPreferences } from '../preferences.ts';
import { HttpProblem } from '../problem.ts';
import { readJson } from '../read-json.ts';
import { readWebhook } from '../read-webhook.ts';
import { batchFacts, webhookBody } from '../webhook-body.ts';
import { explainKey, readIdempotency } from './predictions.ts';

/** Up to 1,000 leads in one request. */
export const BATCH_ROUTES: readonly ApiRoute[] = [
  { method: 'POST', path: '/predict_batch', scope: 'form', counts: 'leads', handle: submit },
  { method: 'GET', path: '/predict_batch/:id', scope: 'form', handle: get },
];

const PAGE = 100;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

async function submit(deps: ApiDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const { baseUrl } = apiRequest;
  const { wait, lenient } = readPreferences(apiRequest.headers);
  const idempotency = readIdempotency(apiRequest);
  const webhook = readWebhook(deps, apiRequest);
  const inputs = readLeads(readJson(apiRequest));
  await apiRequest.takeLeads(inputs.length);
  const submission = await withServedModel(apiRequest, deps, (reference) =>
    submitBatch(deps, reference, inputs, { idempotency, wait, lenient, webhook }),
  ).catch(explainFailure);
  if (!submission.ok) throw invalidLeads(submission.errors, apiRequest.query.get('model'));
  const { batch, errors } = submission;
  deps.onAccepted?.(batch.count - batch.rejected.length);
  const applied = [...(wait ? ['wait'] : []), ...(lenient ? ['handling=lenient'] : [])].join(', ');
  const headers = {
    location: batchPath(batch.id),
    ...(applied === '' ? {} : { 'preference-applied': applied }),
  };
  const reported = errors.length === 0 ? {} : boundErrors(errors);
  if (!wait) {
    return json({ ...batchBody(batch, baseUrl), ...reported }, 202, {
      ...headers,
      'retry-after': RETRY_AFTER,
    });
  }
  const state = (await getBatch(deps, batch.id)) as BatchState;
  const { members, next } = pageOf(state, 0, batch.count, baseUrl);
  const body = {
    ...batchBody(batch, baseUrl),
    model_version: batch.model.version,
    predictions: members,
    next_cursor: next,
    ...reported,
  };
  return json(body, 200, next === null ? headers : { ...headers, link: nextLink(batch.id, next, baseUrl) });
}

async function get(deps: ApiDeps, { query, params, baseUrl }: ApiRequest): Promise<ApiAnswer> {
  const id = (params.id ?? '').toLowerCase();
  const state = UUID.test(id) ? await getBatch(deps, id) : 'unknown';
  if (state === 'unknown') throw new HttpProblem('batch-not-found', 'there is no batch with this id');
  if (state === 'expired') throw new HttpProblem('prediction-expired', 'this batch has expired');
  const { from, limit } = readPage(query);
  const counts = {
    queued: 0,
    succeeded: 0,
    failed: 0,
    canceled: 0,
    erased: 0,
    rejected: state.batch.rejected.length,
  };
  for (const member of state.members) counts[member?.status ?? 'queued'] += 1;
  counts.queued -= counts.rejected;
  const { members, next } = pageOf(state, from, limit, baseUrl);
  const body = {
    ...batchBody(state.batch, baseUrl),
    status: counts.queued === 0 ? 'done' : 'queued',
    counts,
    results: members,
    next_cursor: next,
  };
  return json(body, 200, counts.queued === 0 ? {} : { 'retry-after': RETRY_AFTER });
}

/** What was sent will be scored; the rest is sent when the same request comes again. */
function explainFailure(error: unknown): never {
  if (!(error instanceof NotQueuedError)) return explainKey(error);
  throw new HttpProblem(
    'not-queued',
    'the queue did not take all of the batch; send the same request again, with its Idempotency-Key',
    { 'retry-after': '5' },
    { batch_id: error.predictionId },
  );
}

/** Members from one on: so many as were asked for, or fewer, when they would not fit into an answer. */
function pageOf(
  state: BatchState,
  from: number,
  limit: number,
  baseUrl: string,
): { readonly members: Record<string, unknown>[]; readonly next: string | null } {
  const end = Math.min(from + limit, state.batch.count);
  const make = function* () {
    for (let index = from; index < end; index++) yield memberBody(state, index, baseUrl);
  };
  const members = fillPage(make());
  const to = from + members.length;
  return { members, next: to < state.batch.count ? String(to) : null };
}

const nextLink = (id: string, cursor: string, baseUrl: string): string =>
  `<${baseUrl}${batchPath(id)}?cursor=${cursor}>; rel="next"`;

const batchPath = (id: string): string => `/predict_batch/${id}`;

const batchBody = (batch: BatchState['batch'], baseUrl: string) => ({
  ...batchFacts(batch),
  ...(batch.webhook !== undefined && { webhook: webhookBody(batch.webhook) }),
  urls: { get: `${baseUrl}${batchPath(batch.id)}` },
});

function memberBody({ batch, members }: BatchState, index: number, baseUrl: string): Record<string, unknown> {
  const rejected = batch.rejected.find((member) => member.index === index);
  if (rejected !== undefined)
    return { index, status: 'rejected', error: { code: 'invalid_lead', message: rejected.reason } };
  const member: Prediction | ErasedPrediction = members[index] ?? {
    id: memberId(batch.id, index),
    status: 'queued',
    createdAt: batch.createdAt,
    expiresAt: batch.expiresAt,
    model: batch.model,
    lead: {},
  };
  if (member.status === 'erased') return { index, prediction_id: member.id, status: 'erased' };
  return { index, ...predictionBody(member, baseUrl) };
}

/** @throws {HttpProblem} the body is no list of leads */
function readLeads(body: unknown): readonly unknown[] {
  if (Array.isArray(body) && body.length > 0 && body.length <= MOST_LEADS) return body;
  const got = Array.isArray(body) ? `${body.length.toLocaleString('en-US')} of them` : 'something else';
  throw new HttpProblem(
    'invalid-request',
    `expected a list of 1 to ${MOST_LEADS.toLocaleString('en-US')} leads, got ${got}`,
  );
}

/** Of a list: which lead, which field, what is wrong. @param model that was named; null: the default one */
export function invalidLeads(errors: readonly ItemError[], model: string | null): HttpProblem {
  const leads = new Set(errors.map(({ index }) => index)).size;
  return new HttpProblem(
    'invalid-batch',
    `${leads === 1 ? '1 lead is' : `${leads.toLocaleString('en-US')} leads are`} not as the model expects, and nothing was accepted; see ${schemaOf(model)}`,
    {},
    { errors },
  );
}

/** @throws {HttpProblem} a cursor or a limit that is none */
function readPage(query: URLSearchParams): { from: number; limit: number } {
  const read = (name: string, fallback: number, least: number, most: number) => {
    const text = query.get(name);
    if (text === null) return fallback;
    const value = Number(text);
    if (/^\d{1,4}$/.test(text) && value >= least && value <= most) return value;
    throw new HttpProblem('bad-request', `${name}: expected a whole number from ${least} to ${most}`);
  };
  return { from: read('cursor', 0, 0, MOST_LEADS), limit: read('limit', PAGE, 1, MOST_LEADS) };
}
