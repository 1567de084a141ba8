import type { Prediction as PredictionBody } from '../../contract/prediction.ts';
import { cancelPrediction, erasePrediction } from '../../prediction/cancel-prediction.ts';
import { getPrediction, type Lookup } from '../../prediction/get-prediction.ts';
import type { DeadLetterStore } from '../../prediction/ports.ts';
import type { Prediction } from '../../prediction/prediction.ts';
import { type SubmitDeps, submitPrediction } from '../../prediction/submit-prediction.ts';
import { type ApiAnswer, json } from '../answer.ts';
import { PREDICTION_ERASED } from '../answer-error.ts';
import {
  type AcceptDeps,
  type ApiRequest,
  type ApiRoute,
  RETRY_AFTER,
  schemaOf,
  withServedModel,
} from '../api-route.ts';
import { predictionBody, predictionPath } from '../prediction-body.ts';
import { HttpProblem } from '../problem.ts';
import { readJson } from '../read-json.ts';
import { readSubmission, replayedHeader } from '../read-submission.ts';

export type PredictionDeps = SubmitDeps & AcceptDeps & { readonly deadLetters: DeadLetterStore };

/** One lead, one prediction. */
export const PREDICTION_ROUTES: readonly ApiRoute<PredictionDeps>[] = [
  {
    method: 'POST',
    path: '/predict',
    scope: 'form',
    counts: 'leads',
    query: ['model', 'webhook'],
    takes: ['application/json'],
    handle: submit,
  },
  { method: 'GET', path: '/predict/:id', scope: 'form', handle: get },
  { method: 'DELETE', path: '/predict/:id', scope: 'admin', answers: [], handle: erase },
  { method: 'POST', path: '/predict/:id/cancel', scope: 'predict', handle: cancel },
];

/** A prediction's, or a batch member's. */
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:-(?:0|[1-9]\d{0,3}))?$/i;

async function submit(deps: PredictionDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const { baseUrl } = apiRequest;
  const { wait, idempotency, webhook, applied } = readSubmission(deps, apiRequest);
  const input = readJson(apiRequest);
  await apiRequest.takeLeads(1);
  const submission = await withServedModel(apiRequest, deps, (reference) =>
    submitPrediction(deps, reference, input, { idempotency, wait, webhook }),
  );
  if (!submission.ok) {
    const { errors } = submission;
    const count = errors.length === 1 ? '1 field is' : `${errors.length} fields are`;
    throw new HttpProblem(
      'invalid-lead',
      `${count} not as the model expects; see ${schemaOf(apiRequest.query.get('model'))}`,
      {},
      { errors },
    );
  }
  const { prediction, replayed } = submission;
  deps.onAccepted?.(1);
  const isDone = prediction.status !== 'queued';
  return json<PredictionBody>(predictionBody(prediction, baseUrl), isDone ? 200 : 202, {
    location: predictionPath(prediction.id),
    ...replayedHeader(replayed),
    ...applied(isDone ? ['wait'] : ['respond-async']),
    ...(isDone ? {} : { 'retry-after': RETRY_AFTER }),
  });
}

async function get(deps: PredictionDeps, { params, baseUrl }: ApiRequest): Promise<ApiAnswer> {
  const found = await lookUp(deps, params.id, getPrediction);
  return json<PredictionBody>(
    predictionBody(found, baseUrl),
    200,
    found.status === 'queued' ? { 'retry-after': RETRY_AFTER } : {},
  );
}

async function cancel(deps: PredictionDeps, { params, baseUrl, audit }: ApiRequest): Promise<ApiAnswer> {
  const found = await lookUp(deps, params.id, cancelPrediction);
  if (found.status === 'canceled') {
    audit('prediction canceled', { prediction_id: found.id });
    return json<PredictionBody>(predictionBody(found, baseUrl));
  }
  throw new HttpProblem(
    'already-final',
    `the prediction ${found.status} already: it cannot be canceled any more`,
  );
}

async function erase(deps: PredictionDeps, { params, audit }: ApiRequest): Promise<ApiAnswer> {
  const id = readId(params.id);
  if (id === undefined || !(await erasePrediction(deps, id))) throw NO_PREDICTION;
  audit('prediction erased', { prediction_id: id });
  return { status: 204, headers: {}, body: '' };
}

const NO_PREDICTION = new HttpProblem('prediction-not-found', 'there is no prediction with this id');

const readId = (text = ''): string | undefined => (ID.test(text) ? text.toLowerCase() : undefined);

/** @throws {HttpProblem} there is no such prediction, or none any more */
async function lookUp(
  deps: PredictionDeps,
  text: string | undefined,
  find: (deps: PredictionDeps, id: string) => Promise<Lookup>,
): Promise<Prediction> {
  const id = readId(text);
  const found = id === undefined ? 'unknown' : await find(deps, id);
  if (typeof found !== 'string') return found;
  if (found === 'unknown') throw NO_PREDICTION;
  if (found === 'expired') throw new HttpProblem('prediction-expired', 'this prediction has expired');
  throw PREDICTION_ERASED;
}
