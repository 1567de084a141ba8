import { OPTION_DEFAULTS } from '../contract/training-words.ts';
import { InputError } from '../errors.ts';
import { forAll } from '../for-all.ts';
import { MODEL_NAME } from '../registry/registry.ts';
import { sha256Of } from '../sha256.ts';
import { fitForRecord } from './fit-for-record.ts';
import type { DatasetFolders } from './ports.ts';
import { readPolicy } from './read-policy.ts';
import { type ResolvedTraining, resolveTraining } from './resolve-training.ts';
import type { StepDeps } from './step-deps.ts';
import { type SubmitTrainingDeps, submitTraining, type TrainingRequest } from './submit-training.ts';
import type { Training, TrainingFailure } from './training.ts';
import { datasetFolder, isDatasetName, policyKey, TRIGGERED_POLICY } from './training-policy.ts';

export type TriggerDeps = SubmitTrainingDeps &
  Pick<StepDeps, 'files' | 'registry' | 'load'> & { readonly folders: DatasetFolders };

/** A new object in the bucket, as EventBridge tells of it. */
export interface NewObject {
  readonly key: string;
  /** Without quotes. */
  readonly etag: string;
  /** Differs from event to event of a key, and is the same when one is delivered twice. */
  readonly sequencer: string;
}

/** How many trainings of a model the schedule looks back. */
const LOOK_BACK = 100;
/** Models whose training is started at a time. */
const AT_ONCE = 5;

/**
 * Whoever puts a file there wants a training, so one that was there before is looked at again: too little that is new ends it
 * as `skipped`.
 *
 * @returns undefined: it is no dataset of a model
 */
export async function triggerByUpload(
  deps: TriggerDeps,
  { key, etag, sequencer }: NewObject,
): Promise<Training | undefined> {
  const [, model = ''] = /^datasets\/([^/]+)\//.exec(key) ?? [];
  if (!MODEL_NAME.test(model) || !isDatasetName(key)) return undefined;
  const basis = await basisOf(deps, model, { key, etag });
  const idempotency = { caller: 'upload', key: `${key} ${sequencer}` };
  return triggerTraining(deps, { model, trigger: 'upload', datasetKey: key, basis, idempotency });
}

/**
 * Trains every model whose policy file asks for it on its latest dataset, unless that was done: the same file under the same
 * policy would give the same model, and promote it once more after somebody has rolled it back. A policy file that is wrong may
 * ask for it, too, and is told of by a training that has failed, at every tick until it is mended.
 *
 * @param time of the event: the same when it is delivered twice
 * @throws when any model could not be looked after now; the others are, and the same event again starts none of them twice
 */
export async function triggerBySchedule(deps: TriggerDeps, time: string): Promise<Training[]> {
  const models = await deps.registry.listModels();
  const results = await forAll(models, AT_ONCE, (model) => tick(deps, model, time));
  return results.flatMap((training) => training ?? []);
}

/** @returns undefined: nothing asks for a training, or it was done */
async function tick(deps: TriggerDeps, model: string, time: string): Promise<Training | undefined> {
  const policy = await readPolicy(deps.files, model).catch((error: unknown) => {
    if (error instanceof InputError) return undefined;
    throw error;
  });
  if (policy !== undefined && policy.schedule !== true) return undefined;
  const latest = await deps.folders.latest(datasetFolder(model));
  if (latest === undefined && policy !== undefined) return undefined;
  const basis = latest && (await basisOf(deps, model, latest));
  const idempotency = { caller: 'schedule', key: `${model} ${time}` };
  if (basis !== undefined && (await wasDone(deps, model, basis))) return undefined;
  const datasetKey = latest?.key ?? datasetFolder(model);
  return triggerTraining(deps, { model, trigger: 'schedule', datasetKey, basis, idempotency });
}

/** What a training that nobody asked for depends on, besides the champion: the file and the policy as they are now. */
async function basisOf(
  { files }: TriggerDeps,
  model: string,
  { key, etag }: Pick<NewObject, 'key' | 'etag'>,
): Promise<string> {
  const policy = await files.stat(policyKey(model));
  return sha256Of(JSON.stringify([key, etag, policy?.etag ?? null]));
}

async function wasDone({ trainings }: TriggerDeps, model: string, basis: string): Promise<boolean> {
  const before = await trainings.list({ model, limit: LOOK_BACK });
  return before.trainings.some((training) => training.basis === basis && isSettled(training));
}

/**
 * Whether the same again would lead nowhere: it is at work, has come to an end, or was canceled. What failed deserves another
 * try, whatever of: an outage ends, and what is wrong with a file may be mended without the file, by more memory or by another
 * champion, of which options are taken. Until then somebody is told each time. What is queued was perhaps not started.
 */
const isSettled = ({ status }: Training): boolean => status !== 'failed' && status !== 'queued';

/** Nobody waits for an answer, so what is wrong is told by a training that has failed. */
async function triggerTraining(
  deps: TriggerDeps,
  facts: Pick<TrainingRequest, 'model' | 'trigger' | 'datasetKey' | 'basis' | 'idempotency'>,
): Promise<Training> {
  let planned: ResolvedTraining;
  let failure: TrainingFailure | undefined;
  try {
    planned = await resolveTraining(deps, facts.model, {}, {}, TRIGGERED_POLICY);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    planned = { options: { ...OPTION_DEFAULTS, target: '' }, policy: TRIGGERED_POLICY, inherited: [] };
    failure = fitForRecord({ code: error.name, message: error.message });
  }
  return submitTraining(deps, {
    ...facts,
    by: facts.trigger,
    planned,
    ...(failure === undefined ? {} : { failure }),
  });
}
