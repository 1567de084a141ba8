import { explainBadKey, isKeptByService, UPLOADS_FOLDER } from '../../bucket-folders.ts';
import { TrainingRequest } from '../../contract/requests.ts';
import type { Training as TrainingBody, TrainingPage } from '../../contract/training.ts';
import { EXPECTED_SETTINGS as OF_SETTINGS } from '../../contract/training-options.ts';
import { InputError } from '../../errors.ts';
import { MODEL_NAME } from '../../registry/registry.ts';
import { cancelTraining } from '../../trainings/cancel-training.ts';
import type { DatasetFolders } from '../../trainings/ports.ts';
import { PolicyFileError } from '../../trainings/read-policy.ts';
import { resolveTraining } from '../../trainings/resolve-training.ts';
import { type SubmitTrainingDeps, submitOrFindTraining } from '../../trainings/submit-training.ts';
import type { Training } from '../../trainings/training.ts';
import { datasetFolder, REQUESTED_POLICY } from '../../trainings/training-policy.ts';
import { type ApiAnswer, json } from '../answer.ts';
import { fillPage } from '../answer-size.ts';
import type { ApiRequest, ApiRoute } from '../api-route.ts';
import { cursorNameOf, nextLink, readCursorText } from '../next-link.ts';
import { HttpProblem } from '../problem.ts';
import { readBody } from '../read-body.ts';
import { readJson } from '../read-json.ts';
import { readNumber, readText, UUID } from '../read-query.ts';
import { readIdempotency, replayedHeader } from '../read-submission.ts';
import { trainingBody, trainingPath } from '../training-body.ts';
import type { JobDeps } from './jobs.ts';

export type TrainDeps = SubmitTrainingDeps &
  Parameters<typeof resolveTraining>[0] &
  Pick<JobDeps, 'bucket' | 'defaultModel' | 'keepDays'> & { readonly folders: DatasetFolders };

/** From new data to a better model. */
export const TRAIN_ROUTES: readonly ApiRoute<TrainDeps>[] = [
  { method: 'POST', path: '/train', scope: 'admin', takes: ['application/json'], handle: submit },
  {
    method: 'GET',
    path: '/train',
    scope: 'operate',
    query: ['model', 'limit', 'cursor', 'after'],
    handle: list,
  },
  { method: 'GET', path: '/train/:id', scope: 'operate', handle: get },
  { method: 'POST', path: '/train/:id/cancel', scope: 'admin', handle: cancel },
];

/** Seconds until something may have changed. */
const RETRY_AFTER = '2';
const PAGE = 20;
const MOST = 100;

const EXPECTED = {
  model: 'expected a name of lower-case letters, digits and hyphens (at most 63)',
  dataset:
    'expected a key such as "datasets/leads/2026.csv", an address such as "s3://bucket/key", or "latest"',
  ...OF_SETTINGS,
  policy: 'expected an object of minimum_new_rows, minimum_new_conversions, promotion, standard_errors',
};
const REFUSED = 'the training cannot be accepted';

async function submit(deps: TrainDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const { caller, baseUrl } = apiRequest;
  const idempotency = readIdempotency(apiRequest);
  const body = readBody(apiRequest, TrainingRequest, EXPECTED, REFUSED);
  const { model = deps.defaultModel, dataset = 'latest', policy = {}, ...settings } = body;
  const planned = await resolveTraining(deps, model, settings, policy, REQUESTED_POLICY).catch(
    (error: unknown) => {
      if (error instanceof PolicyFileError) throw invalid([{ field: error.key, message: error.problem }]);
      if (error instanceof InputError) throw invalid([{ field: 'target', message: error.message }]);
      throw error;
    },
  );
  const { training, replayed } = await submitOrFindTraining(deps, {
    model,
    trigger: 'request',
    by: caller.id,
    datasetKey: await findDataset(deps, model, dataset),
    planned,
    // As it was sent, whatever the order of its members is here.
    asked: JSON.stringify(readJson(apiRequest)),
    idempotency,
  });
  apiRequest.audit('training started', { training_id: training.id, model });
  const isFinal = training.completedAt !== undefined;
  return json<TrainingBody>(trainingBody(training, baseUrl), isFinal ? 200 : 202, {
    location: trainingPath(training.id),
    ...replayedHeader(replayed),
    ...(isFinal ? {} : { 'retry-after': RETRY_AFTER }),
  });
}

async function list(deps: TrainDeps, apiRequest: ApiRequest): Promise<ApiAnswer> {
  const { query, baseUrl } = apiRequest;
  const limit = readNumber(query, 'limit', { usual: PAGE, most: MOST });
  const model = readText(query, 'model', MODEL_NAME, 'the name of a model');
  const after = readCursorText(query)?.toLowerCase();
  if (after !== undefined && !UUID.test(after))
    throw new HttpProblem('bad-request', `${cursorNameOf(query)}: expected “next_cursor” of the page before`);
  const { trainings: found, next } = await deps.trainings.list({ model, limit, after });
  const trainings = fillPage(found.map((training) => trainingBody(training, baseUrl)));
  // A training takes up to 400 KB, the size of an item of the table: a hundred may not fit.
  const cut = (trainings.length < found.length ? found[trainings.length - 1]!.id : next) ?? null;
  const body = { trainings, next_cursor: cut, next: cut };
  return json<TrainingPage>(body, 200, nextLink(apiRequest, cut));
}

async function get(deps: TrainDeps, { params, baseUrl }: ApiRequest): Promise<ApiAnswer> {
  const training = await findTraining(deps, params.id);
  const waiting = training.completedAt === undefined ? { 'retry-after': RETRY_AFTER } : {};
  return json<TrainingBody>(trainingBody(training, baseUrl), 200, waiting);
}

async function cancel(deps: TrainDeps, { params, baseUrl, audit }: ApiRequest): Promise<ApiAnswer> {
  const { id } = await findTraining(deps, params.id);
  const training = (await cancelTraining(deps, id))!;
  if (training.status === 'canceled') {
    audit('training canceled', { training_id: id, model: training.model });
    return json<TrainingBody>(trainingBody(training, baseUrl));
  }
  throw new HttpProblem(
    'already-final',
    training.sealed === true && training.completedAt === undefined
      ? 'the training is about to move an alias: it cannot be canceled any more'
      : `the training ${training.status} already: it cannot be canceled any more`,
  );
}

/** @throws {HttpProblem} there is no such training */
async function findTraining({ trainings }: TrainDeps, text = ''): Promise<Training> {
  const training = UUID.test(text) ? await trainings.get(text.toLowerCase()) : undefined;
  if (training === undefined)
    throw new HttpProblem('training-not-found', 'there is no training with this id');
  return training;
}

const invalid = (errors: readonly { readonly field: string; readonly message: string }[]): HttpProblem =>
  new HttpProblem('invalid-request', REFUSED, {}, { errors });

/** The key of a dataset in the stack's own bucket. @throws {HttpProblem} it is none, or not there */
async function findDataset(
  { files, folders, bucket, keepDays }: TrainDeps,
  model: string,
  dataset: string,
): Promise<string> {
  const refuse = (message: string) => invalid([{ field: 'dataset', message }]);
  if (dataset === 'latest') {
    const folder = datasetFolder(model);
    const latest = await folders.latest(folder);
    if (latest === undefined)
      throw refuse(
        `expected a file under ${folder} that ends in .csv, .tsv or .txt, found none; put one there, or name another`,
      );
    return latest.key;
  }
  const [, name, rest] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(dataset) ?? [];
  if (name !== undefined && name !== bucket)
    throw refuse(`expected a file in this stack's bucket, s3://${bucket}/`);
  const key = rest ?? dataset;
  const wrong = explainBadKey(key);
  if (wrong !== undefined) throw refuse(`expected ${wrong}`);
  if (isKeptByService(key)) throw refuse('expected a file of past leads, not one that the service keeps');
  if ((await files.stat(key)) === undefined) {
    const why = key.startsWith(UPLOADS_FOLDER)
      ? `; what is under ${UPLOADS_FOLDER} is deleted after ${keepDays} days: send it again with scorelane train --remote`
      : '';
    throw refuse(`expected a file that is there, found none${why}`);
  }
  return key;
}
