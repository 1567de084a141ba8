import { mayCancel } from '../../auth/may-cancel.ts';
import type {
  BatchAccepted,
  BatchList,
  BatchScored,
  BatchState as BatchStateBody,
} from '../../contract/batch.ts';
import { MOST_LEADS } from '../../contract/words.ts';
import type { ItemError } from '../../lead/validate-leads.ts';
import { cancelBatch, eraseBatch } from '../../prediction/cancel-batch.ts';
import {
  type BatchLookup,
  type BatchState,
  getBatch,
  lookAgain,
  openMembers,
} from '../../prediction/get-prediction.ts';
import type { DeadLetterStore } from '../../prediction/ports.ts';
import { submitBatch } from '../../prediction/submit-batch.ts';
import type { SubmitDeps } from '../../prediction/submit-prediction.ts';
import { type ApiAnswer, json } from '../answer.ts';
import {
  type AcceptDeps,
  type ApiRequest,
  type ApiRoute,
  RETRY_AFTER,
  schemaOf,
  withServedModel,
} from '../api-route.ts';
import {
  batchBody,
  batchPath,
  countMembers,
  listedBatch,
  memberBody,
  pageOfMembers,
  stateBody,
} from '../batch-body.ts';
import { boundErrors } from '../bound-errors.ts';
import { notYours } from '../identify.ts';
import { type Polls, pollUntilFinal } from '../long-poll.ts';
import { nextLink } from '../next-link.ts';
import { predictionBodyFor } from '../prediction-body.ts';
import { HttpProblem } from '../problem.ts';
import { readJson } from '../read-json.ts';
import { readNumber, UUID } from '../read-query.ts';
import { readSubmission, refuseTags, replayedHeader } from '../read-submission.ts';
import { readList } from '../recent-list.ts';
import { hintOfUnknown, readIgnoreUnknown, tellWarnings, warnOfIgnored } from '../unknown-fields.ts';

export type BatchDeps = SubmitDeps &
  AcceptDeps & { readonly deadLetters: DeadLetterStore; readonly polls: Polls };

/** Up to 1,000 leads in one request. */
export const BATCH_ROUTES: readonly ApiRoute<BatchDeps>[] = [
  {
    method: 'POST',
    path: '/predict_batch',
    scope: 'form',
    counts: 'leads',
    query: ['model', 'webhook', 'unknown'],
    takes: ['application/json'],
    handle: submit,
  },
  { method: 'GET', path: '/predict_batch', scope: 'operate', query: ['limit', 'cursor'], handle: list },
  {
    method: 'GET',
    path: '/predict_batch/:id',
    scope: 'form',
    query: ['cursor', 'limit', 'wait'],
    handle: get,
  },
  { method: 'DELETE', path: '/predict_batch/:id', scope: 'admin', answers: [], handle: erase },
  {
    method: 'POST',
    path: '/predict_batch/:id/cancel',
    scope: 'predict',
    query: ['cursor', 'limit'],
    handle: cancel,
  },
];

const PAGE = 100;

async function submit(deps: BatchDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const { baseUrl, caller } = apiRequest;
  const asked = readSubmission(deps, apiRequest);
  const { wait, applied } = asked;
  const ignoreUnknown = readIgnoreUnknown(apiRequest);
  const inputs = readLeads(readJson(apiRequest));
  refuseTags(apiRequest, inputs);
  await apiRequest.takeLeads(inputs.length);
  const submission = await withServedModel(apiRequest, deps, (reference) =>
    submitBatch(deps, reference, inputs, { ...asked, ignoreUnknown, createdBy: caller.id }),
  );
  if (!submission.ok) throw invalidLeads(submission.errors, apiRequest.query.get('model'));
  const { batch, errors, ignored, replayed } = submission;
  deps.onAccepted?.(batch.count - batch.rejected.length);
  const headers = { location: batchPath(batch.id), ...replayedHeader(replayed) };
  const warnings = ignored.flatMap(({ index, fields }) =>
    warnOfIgnored(fields).map((warning) => ({ index, ...warning })),
  );
  const reported = { ...(errors.length === 0 ? {} : boundErrors(errors)), ...tellWarnings(warnings) };
  const state = wait || replayed ? ((await getBatch(deps, batch.id)) as BatchState) : undefined;
  if (state === undefined || countMembers(state).queued > 0) {
    return json<BatchAccepted>({ ...batchBody(batch, baseUrl), ...reported }, 202, {
      ...headers,
      ...applied(['respond-async', 'handling']),
      'retry-after': RETRY_AFTER,
    });
  }
  const { members, next } = pageOfMembers(
    state,
    { from: 0, limit: batch.count },
    showMember(state, apiRequest),
  );
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
  const id = readId(apiRequest);
  const page = readPage(apiRequest);
  const state = await pollUntilFinal<BatchState>(
    deps,
    apiRequest,
    async (before) => found(await (before === undefined ? getBatch(deps, id) : lookAgain(deps, before))),
    (now) => openMembers(now).length === 0,
  );
  return answerState(state, page, apiRequest);
}

async function list(deps: BatchDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const { rows, next, headers } = await readList(deps, apiRequest, deps.store.listBatches);
  const batches = rows.map((batch) => listedBatch(batch, apiRequest.baseUrl));
  return json<BatchList>({ batches, next_cursor: next ?? null }, 200, headers);
}

async function cancel(deps: BatchDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const { caller, audit } = apiRequest;
  const id = readId(apiRequest);
  const page = readPage(apiRequest);
  const canceled = await cancelBatch(deps, id, (createdBy) => mayCancel(caller, createdBy));
  if (canceled === 'forbidden') throw notYours('batch');
  if (canceled === 'final')
    throw new HttpProblem('already-final', 'no lead of the batch is queued any more: it cannot be canceled');
  const state = found(canceled);
  audit('batch canceled', { batch_id: id });
  return answerState(state, page, apiRequest);
}

async function erase(deps: BatchDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const id = readId(apiRequest);
  if (!(await eraseBatch(deps, id))) throw NO_BATCH;
  apiRequest.audit('batch erased', { batch_id: id });
  return { status: 204, headers: {}, body: '' };
}

const NO_BATCH = new HttpProblem('batch-not-found', 'there is no batch with this id');

/** @throws {HttpProblem} no batch can have this id */
function readId({ params: { id = '' } }: ApiRequest): string {
  if (UUID.test(id)) return id.toLowerCase();
  throw NO_BATCH;
}

const readPage = ({ query }: ApiRequest) => ({
  from: readNumber(query, 'cursor', { usual: 0, least: 0, most: MOST_LEADS }),
  limit: readNumber(query, 'limit', { usual: PAGE, most: MOST_LEADS }),
});

/** @throws {HttpProblem} there is no such batch, or none any more */
function found(lookup: BatchLookup): BatchState {
  if (typeof lookup !== 'string') return lookup;
  if (lookup === 'unknown') throw NO_BATCH;
  if (lookup === 'expired') throw new HttpProblem('prediction-expired', 'this batch has expired');
  throw new HttpProblem('prediction-erased', 'the data of this batch was erased');
}

function answerState(
  state: BatchState,
  page: ReturnType<typeof readPage>,
  apiRequest: Pick<ApiRequest, 'baseUrl' | 'caller' | 'query'>,
): ApiAnswer {
  const { baseUrl, query } = apiRequest;
  const body = stateBody(state, page, baseUrl, showMember(state, apiRequest));
  return json<BatchStateBody>(body, 200, {
    ...(body.status === 'done' ? {} : { 'retry-after': RETRY_AFTER }),
    ...nextLink({ baseUrl, path: batchPath(state.batch.id), query }, body.next_cursor),
  });
}

/** A member by its place, as who asks may see it. */
function showMember(state: BatchState, { caller, baseUrl }: Pick<ApiRequest, 'caller' | 'baseUrl'>) {
  return (index: number) => memberBody(state, index, (member) => predictionBodyFor(caller, member, baseUrl));
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
    `${leads === 1 ? '1 lead is' : `${leads.toLocaleString('en-US')} leads are`} not as the model expects, and nothing was accepted; see ${schemaOf(model)}${hintOfUnknown(errors)}`,
    {},
    { errors },
  );
}
