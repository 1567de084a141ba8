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
import { nextLink } from '../next-link.ts';
import { predictionBody } from '../prediction-body.ts';
import { HttpProblem } from '../problem.ts';
import { readJson } from '../read-json.ts';
import { readNumber, UUID } from '../read-query.ts';
import { readSubmission, replayedHeader } from '../read-submission.ts';
import { batchFacts, webhookBody } from '../webhook-body.ts';

export type BatchDeps = SubmitDeps & AcceptDeps;

/** Up to 1,000 leads in one request. */
export const BATCH_ROUTES: readonly ApiRoute<BatchDeps>[] = [
  {
    method: 'POST',
    path: '/predict_batch',
    scope: 'form',
    counts: 'leads',
    query: ['model', 'webhook'],
    takes: ['application/json'],
    handle: submit,
  },
  { method: 'GET', path: '/predict_batch/:id', scope: 'form', query: ['cursor', 'limit'], handle: get },
];

const PAGE = 100;

async function submit(deps: BatchDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const { baseUrl } = apiRequest;
  const asked = readSubmission(deps, apiRequest);
  const { wait, applied } = asked;
  const inputs = readLeads(readJson(apiRequest));
  await apiRequest.takeLeads(inputs.length);
  const submission = await withServedModel(apiRequest, deps, (reference) =>
    submitBatch(deps, reference, inputs, asked),
  );
  if (!submission.ok) throw invalidLeads(submission.errors, apiRequest.query.get('model'));
  const { batch, errors, replayed } = submission;
  deps.onAccepted?.(batch.count - batch.rejected.length);
  const headers = { location: batchPath(batch.id), ...replayedHeader(replayed) };
  const reported = errors.length === 0 ? {} : boundErrors(errors);
  const state = wait || replayed ? ((await getBatch(deps, batch.id)) as BatchState) : undefined;
  if (state === undefined || countByStatus(state).queued > 0) {
    return json<BatchAccepted>({ ...batchBody(batch, baseUrl), ...reported }, 202, {
      ...headers,
      ...applied(['respond-async', 'handling']),
      'retry-after': RETRY_AFTER,
    });
  }
  const { members, next } = pageOf(state, 0, batch.count, baseUrl);
  const body = {
    ...batchBody(batch, baseUrl),
    model_version: batch.model.version,
    predictions: members,
    next_cursor: next,
    ...reported,
  };
  return json<BatchScored>(body, 200, {
    ...headers,
    ...applied(['wait', 'handling']),
    ...nextLink({ baseUrl, path: batchPath(batch.id), query: new URLSearchParams() }, next),
  });
}

async function get(deps: BatchDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const { query, params, baseUrl } = apiRequest;
  const id = (params.id ?? '').toLowerCase();
  const state = UUID.test(id) ? await getBatch(deps, id) : 'unknown';
  if (state === 'unknown') throw new HttpProblem('batch-not-found', 'there is no batch with this id');
  if (state === 'expired') throw new HttpProblem('prediction-expired', 'this batch has expired');
  const from = readNumber(query, 'cursor', { usual: 0, least: 0, most: MOST_LEADS });
  const limit = readNumber(query, 'limit', { usual: PAGE, most: MOST_LEADS });
  const counts = countByStatus(state);
  const { members, next } = pageOf(state, from, limit, baseUrl);
  const body = {
    ...batchBody(state.batch, baseUrl),
    status: counts.queued === 0 ? ('done' as const) : ('queued' as const),
    counts,
    results: members,
    next_cursor: next,
  };
  return json<BatchStateBody>(body, 200, {
    ...(counts.queued === 0 ? {} : { 'retry-after': RETRY_AFTER }),
    ...nextLink(apiRequest, next),
  });
}

function countByStatus({ batch, members }: BatchState): BatchStateBody['counts'] {
  const rejected = batch.rejected.length;
  const counts = { queued: 0, succeeded: 0, failed: 0, canceled: 0, erased: 0, rejected };
  for (const member of members) counts[member?.status ?? 'queued'] += 1;
  counts.queued -= rejected;
  return counts;
}

/** Members from one on: so many as were asked for, or fewer, when they would not fit into an answer. */
function pageOf(
  state: BatchState,
  from: number,
  limit: number,
  baseUrl: string,
): { readonly members: BatchMember[]; readonly next: string | null } {
  const end = Math.min(from + limit, state.batch.count);
  const make = function* () {
    for (let index = from; index < end; index++) yield memberBody(state, index, baseUrl);
  };
  const members = fillPage(make());
  const to = from + members.length;
  return { members, next: to < state.batch.count ? String(to) : null };
}

const batchPath = (id: string): string => `/predict_batch/${id}`;

const batchBody = (batch: BatchState['batch'], baseUrl: string) => ({
  ...batchFacts(batch),
  ...(batch.webhook !== undefined && { webhook: webhookBody(batch.webhook) }),
  urls: { get: `${baseUrl}${batchPath(batch.id)}` },
});

function memberBody({ batch, members }: BatchState, index: number, baseUrl: string): BatchMember {
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
