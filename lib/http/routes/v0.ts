import type { V0Prediction, V0Predictions } from '../../contract/conversion.ts';
import { V0TrainingRequest } from '../../contract/requests.ts';
import { TRAINERS_WITH } from '../../contract/trainer-settings.ts';
import type { V0Training } from '../../contract/training.ts';
import { EXPECTED_SETTINGS } from '../../contract/training-options.ts';
import { awaitTraining } from '../../trainings/await-training.ts';
import type { Decision, Training } from '../../trainings/training.ts';
import { type ApiAnswer, json } from '../answer.ts';
import { type ApiRequest, type ApiRoute, withModel } from '../api-route.ts';
import { HttpProblem } from '../problem.ts';
import { entriesOf, readPythonJson } from '../python-json.ts';
import { checkBody } from '../read-body.ts';
import { scoreAnyLeads } from '../score-any-leads.ts';
import { trainingPath } from '../training-body.ts';
import type { ConversionDeps } from './conversions.ts';
import { acceptTraining, REFUSED, RETRY_AFTER, type TrainDeps } from './train.ts';

export type V0Deps = ConversionDeps & TrainDeps;

const QUERY = ['model', 'unknown'];
const TAKES = ['application/json'];

/**
 * The simple form of a synchronous service, as those on FastAPI have it: their clients change their base URL to `…/v0` and
 * nothing else. Nothing of a lead is kept.
 */
export const V0_ROUTES: readonly ApiRoute<V0Deps>[] = [
  {
    method: 'POST',
    path: '/v0/predict',
    scope: 'predict',
    counts: 'leads',
    query: QUERY,
    takes: TAKES,
    handle: predict,
  },
  {
    method: 'POST',
    path: '/v0/predict_batch',
    scope: 'predict',
    counts: 'leads',
    query: QUERY,
    takes: TAKES,
    handle: predictBatch,
  },
  { method: 'POST', path: '/v0/train', scope: 'admin', takes: TAKES, handle: train },
];

async function predict(deps: V0Deps, request: ApiRequest): Promise<ApiAnswer> {
  const { probabilities, model_version, warnings } = await score(deps, request, 1);
  return json<V0Prediction>({ prediction: probabilities[0]!, model_version, ...warnings });
}

async function predictBatch(deps: V0Deps, request: ApiRequest): Promise<ApiAnswer> {
  const { probabilities, model_version, warnings } = await score(deps, request);
  return json<V0Predictions>({ predictions: probabilities, model_version, ...warnings });
}

async function score(deps: V0Deps, request: ApiRequest, most?: 1) {
  const data = readPythonJson(request);
  const served = await withModel(request, deps, deps.serve).catch(async (error: unknown) => {
    await request.takeLeads(1);
    throw error;
  });
  const named = request.query.get('model');
  return {
    ...(await scoreAnyLeads(request, served, data, 'body', named, most)),
    model_version: served.ref.version,
  };
}

/** What is left for the answer itself once the waiting ends. */
const ANSWER_MS = 3000;
/** Of those who wait; an HTTP API of API Gateway waits 30 s for a function. */
const MOST_WAIT_MS = 25_000;

async function train(deps: V0Deps, request: ApiRequest): Promise<ApiAnswer> {
  const settings = checkBody(readSettings(request), V0TrainingRequest, EXPECTED, REFUSED);
  const until = Date.now() + MOST_WAIT_MS;
  const { training: accepted } = await acceptTraining(deps, request, settings, JSON.stringify(settings));
  const training = await awaitTraining(deps, accepted, () =>
    Math.min(request.timeLeft() - ANSWER_MS, until - Date.now()),
  );
  const path = trainingPath(training.id);
  const { status, newVersion } = training;
  if (status === 'failed' || status === 'canceled') throw describeFailure(training);
  const ended = status === 'succeeded';
  const body: V0Training = {
    message: `${ended ? describeEnd(training) : `The training takes longer than this request waits: ask GET ${path}`}${describeUse(training)}.`,
    new_model_version: (ended && newVersion) || null,
    training_id: training.id,
    urls: { get: request.baseUrl + path },
  };
  return ended
    ? json<V0Training>(body)
    : json<V0Training>(body, 202, { location: path, 'retry-after': RETRY_AFTER });
}

const { epochs, learning_rate } = EXPECTED_SETTINGS;
const EXPECTED = { epochs: epochs!, learning_rate: learning_rate! };

function readSettings(request: ApiRequest): unknown {
  // Without a body there is no content type either.
  if (request.body.text === '') return {};
  const body = readPythonJson(request);
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  return isObject ? Object.fromEntries(entriesOf(body)) : body;
}

const BECAME: Readonly<Record<Exclude<Decision['outcome'], 'skipped'>, string>> = {
  promoted: 'serves from now on',
  challenger: 'is challenger',
  kept: 'is registered and serves nothing yet',
};

function describeEnd({ newVersion, winner, decision }: Training): string {
  const { outcome, reason } = decision!;
  if (outcome === 'skipped' || newVersion === undefined) return `Nothing was trained: ${reason}`;
  return `Trained ${newVersion} (${winner}), which ${BECAME[outcome as keyof typeof BECAME]}: ${reason}`;
}

/** Which trainers took what was said of passes over the leads, and which have no such setting. */
function describeUse({ options }: Training): string {
  const said = (['epochs', 'learning_rate'] as const).filter((name) => options[name] !== undefined);
  if (said.length === 0) return '';
  const uses = said.map((name) => {
    const users = options.trainers.filter((trainer) => TRAINERS_WITH[name].includes(trainer));
    const others = options.trainers.filter((trainer) => !users.includes(trainer));
    const without = others.length === 0 ? '' : `, not by ${others.join(', ')}`;
    return `${name} is used by ${users.length === 0 ? 'no trainer of this training' : users.join(', ')}${without}`;
  });
  return `; ${uses.join('; ')}`;
}

function describeFailure({ id, status, failure }: Training): HttpProblem {
  const members = { training_id: id };
  if (failure === undefined)
    return new HttpProblem('already-final', `the training was ${status} meanwhile`, {}, members);
  const detail = `the training failed: ${failure.message}`;
  return failure.code === 'InputError'
    ? new HttpProblem('invalid-request', detail, {}, members)
    : new HttpProblem('internal-error', detail, {}, members);
}
