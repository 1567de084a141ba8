import { CHALLENGER, CHAMPION } from '../registry/registry.ts';
import { type MlflowClient, MlflowError } from './mlflow-client.ts';
import {
  CANDIDATE_TAG,
  describeCandidates,
  describeTraining,
  type RunFacts,
  TRAINING_TAG,
  type TrainingFacts,
  VERSION_TAG,
} from './training-facts.ts';

export interface Exported {
  readonly experimentId: string;
  readonly runId: string;
  /** MLflow's own number of the model's version. */
  readonly version?: string;
}

/**
 * Tells an MLflow tracking server of a training: a run with a nested one per candidate, the model's version and the aliases that
 * point to it. Told again it finds what is there by its tags and adds what is new; MLflow keeps runs and versions under numbers
 * of its own.
 *
 * @param aliases where Scorelane's aliases of the model point now: an older training that is told later takes none of them
 * @param source where the artifact of a version lies, such as `s3://bucket/models/leads/v4`
 * @throws {MlflowError} the server refused, or could not be asked
 */
export async function exportTraining(
  client: MlflowClient,
  training: TrainingFacts,
  aliases: Readonly<Record<string, string>>,
  source: (version: string) => string,
): Promise<Exported> {
  const experimentId = await findExperiment(client, `scorelane/${training.model}`);
  const known = await findRuns(client, experimentId, training.training_id);
  const runId = await tellRun(client, experimentId, describeTraining(training), known.get(''), {});
  for (const candidate of describeCandidates(training)) {
    const tags = { 'mlflow.parentRunId': runId };
    await tellRun(client, experimentId, candidate, known.get(candidate.tags[CANDIDATE_TAG]!), tags);
  }
  if (training.new_model_version === null) return { experimentId, runId };
  const version = await tellVersion(client, training, training.new_model_version, runId, source);
  for (const alias of [CHAMPION, CHALLENGER])
    if (aliases[alias] === training.new_model_version)
      await client.post('registered-models/alias', { name: training.model, alias, version });
  return { experimentId, runId, version };
}

async function findExperiment(client: MlflowClient, name: string): Promise<string> {
  try {
    const { experiment } = await client.get<{ experiment: { experiment_id: string } }>(
      'experiments/get-by-name',
      { experiment_name: name },
    );
    return experiment.experiment_id;
  } catch (error) {
    if (!isCode(error, 'RESOURCE_DOES_NOT_EXIST')) throw error;
  }
  const { experiment_id } = await client.post<{ experiment_id: string }>('experiments/create', { name });
  return experiment_id;
}

type Tags = readonly { readonly key: string; readonly value: string }[];

/** The runs of a training that the server knows: by candidate; '' is the training itself. */
async function findRuns(
  client: MlflowClient,
  experimentId: string,
  trainingId: string,
): Promise<ReadonlyMap<string, string>> {
  type Found = { readonly info: { readonly run_id: string }; readonly data: { readonly tags?: Tags } };
  const { runs = [] } = await client.post<{ runs?: readonly Found[] }>('runs/search', {
    experiment_ids: [experimentId],
    filter: `tags.\`${TRAINING_TAG}\` = '${trainingId}'`,
    max_results: 100,
  });
  return new Map(
    runs.map(({ info, data: { tags = [] } }) => [
      tags.find(({ key }) => key === CANDIDATE_TAG)?.value ?? '',
      info.run_id,
    ]),
  );
}

const pairs = (record: Readonly<Record<string, string>>) =>
  Object.entries(record).map(([key, value]) => ({ key, value }));

/** MLflow takes so many of them in one request. */
const MOST_PARAMS = 100;
const MOST_METRICS = 1000;

async function tellRun(
  client: MlflowClient,
  experimentId: string,
  { name, status, start, end, params, metrics, tags }: RunFacts,
  known: string | undefined,
  more: Readonly<Record<string, string>>,
): Promise<string> {
  let runId = known;
  if (runId === undefined) {
    const { run } = await client.post<{ run: { info: { run_id: string } } }>('runs/create', {
      experiment_id: experimentId,
      run_name: name,
      start_time: start,
      tags: pairs({ ...tags, ...more }),
    });
    runId = run.info.run_id;
  }
  const timestamp = end ?? start;
  await client.post('runs/log-batch', {
    run_id: runId,
    params: pairs(params).slice(0, MOST_PARAMS),
    metrics: Object.entries(metrics)
      .map(([key, value]) => ({ key, value, timestamp, step: 0 }))
      .slice(0, MOST_METRICS),
    tags: pairs(tags),
  });
  await client.post('runs/update', {
    run_id: runId,
    status,
    ...(end === undefined ? {} : { end_time: end }),
  });
  return runId;
}

async function tellVersion(
  client: MlflowClient,
  { model: name, training_id }: TrainingFacts,
  version: string,
  runId: string,
  source: (version: string) => string,
): Promise<string> {
  type Found = { readonly version: string; readonly tags?: Tags };
  await client.post('registered-models/create', { name }).catch((error: unknown) => {
    if (!isCode(error, 'RESOURCE_ALREADY_EXISTS')) throw error;
  });
  const { model_versions: versions = [] } = await client.get<{ model_versions?: readonly Found[] }>(
    'model-versions/search',
    { filter: `name='${name}'`, max_results: '1000' },
  );
  const known = versions.find(({ tags = [] }) =>
    tags.some(({ key, value }) => key === VERSION_TAG && value === version),
  );
  if (known !== undefined) return known.version;
  const { model_version } = await client.post<{ model_version: Found }>('model-versions/create', {
    name,
    source: source(version),
    run_id: runId,
    description: `Scorelane's ${name}@${version}`,
    tags: pairs({ [VERSION_TAG]: version, [TRAINING_TAG]: training_id }),
  });
  return model_version.version;
}

const isCode = (error: unknown, code: string): boolean => error instanceof MlflowError && error.code === code;
