import type { BatchAccepted, BatchScored, BatchState as BatchStateBody } from '../../contract/batch.ts';
import type { BatchMember } from '../../contract/prediction.ts';
import { MOST_LEADS } from '../../contract/words.ts';
import type { ItemError } from '../../lead/validate-leads.ts';
import { memberId } from '../../prediction/batch.ts';
import { type BatchState, getBatch } from '../../prediction/get-prediction.ts';
import type { ErasedPrediction, Prediction } from '../../prediction/prediction.ts';
import { submitBatch } from '../../prediction/submit-batch.ts';
import type { SubmitDeps } from '../../prediction/submit-prediction.ts';
import { type ApiAnswer, json } from '../answer.ts';
import { fillPage } from '../answer-size.ts';
import {
  type AcceptDeps,
  type ApiRequest,
  type ApiRoute,
  RETRY_AFTER,
  schemaOf,
  withServedModel,
} from '../api-route.ts';
import { boundErrors } from '../bound-errors.ts';
import { predictionBodyFor } from '../prediction-body.ts';
import { HttpProblem } from '../problem.ts';
import { readJson } from '../read-json.ts';
import { readNumber, UUID } from '../read-query.ts';
import { readSubmission, refuseTags } from '../read-submission.ts';
import { batchFacts, webhookBody } from '../webhook-body.ts';

export type BatchDeps = SubmitDeps & AcceptDeps;

/** Up to 1,000 leads in one request. */
export const BATCH_ROUTES: readonly ApiRoute<BatchDeps>[] = [
  { method: 'POST', path: '/predict_batch', scope: 'form', counts: 'leads', handle: submit },
  { method: 'GET', path: '/predict_batch/:id', scope: 'form', handle: get },
];

const PAGE = 100;

async function submit(deps: BatchDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const { baseUrl, caller } = apiRequest;
  const asked = readSubmission(deps, apiRequest);
  const { wait, lenient } = asked;
  const inputs = readLeads(readJson(apiRequest));
  refuseTags(apiRequest, inputs);
  await apiRequest.takeLeads(inputs.length);
  const submission = await withServedModel(apiRequest, deps, (reference) =>
    submitBatch(deps, reference, inputs, { ...asked, createdBy: caller.id }),
  );
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
    return json<BatchAccepted>({ ...batchBody(batch, baseUrl), ...reported }, 202, {
      ...headers,
      'retry-after': RETRY_AFTER,
    });
  }
  const state = (await getBatch(deps, batch.id)) as BatchState;
  const { members, next } = pageOf(state, 0, batch.count, apiRequest);
  const body = {
    ...batchBody(batch, baseUrl),
    model_version: batch.model.version,
    predictions: members,
    next_cursor: next,
    ...reported,
  };
  return json<BatchScored>(
    body,
    200,
    next === null ? headers : { ...headers, link: nextLink(batch.id, next, baseUrl) },
  );
}

async function get(deps: BatchDeps, request: ApiRequest): Promise<ApiAnswer> {
  const { query, params, baseUrl } = request;
  const id = (params.id ?? '').toLowerCase();
  const state = UUID.test(id) ? await getBatch(deps, id) : 'unknown';
  if (state === 'unknown') throw new HttpProblem('batch-not-found', 'there is no batch with this id');
  if (state === 'expired') throw new HttpProblem('prediction-expired', 'this batch has expired');
  const from = readNumber(query, 'cursor', { usual: 0, least: 0, most: MOST_LEADS });
  const limit = readNumber(query, 'limit', { usual: PAGE, most: MOST_LEADS });
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
  const { members, next } = pageOf(state, from, limit, request);
  const body = {
    ...batchBody(state.batch, baseUrl),
    status: counts.queued === 0 ? ('done' as const) : ('queued' as const),
    counts,
    results: members,
    next_cursor: next,
  };
  return json<BatchStateBody>(body, 200, counts.queued === 0 ? {} : { 'retry-after': RETRY_AFTER });
}

type Asked = Pick<ApiRequest, 'baseUrl' | 'caller'>;

/** Members from one on: so many as were asked for, or fewer, when they would not fit into an answer. */
function pageOf(
  state: BatchState,
  from: number,
  limit: number,
  asked: Asked,
): { readonly members: BatchMember[]; readonly next: string | null } {
  const end = Math.min(from + limit, state.batch.count);
  const make = function* () {
    for (let index = from; index < end; index++) yield memberBody(state, index, asked);
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

function memberBody({ batch, members }: BatchState, index: number, { caller, baseUrl }: Asked): BatchMember {
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
  return { index, ...predictionBodyFor(caller, member, baseUrl) };
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
