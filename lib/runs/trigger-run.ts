import { InputError } from '../errors.ts';
import { MODEL_NAME } from '../registry/registry.ts';
import type { DatasetFolders } from '../run-ports.ts';
import { type PlannedRun, planRun } from './plan-run.ts';
import { type PolicyFile, readPolicy } from './read-policy.ts';
import type { RunFailure, TrainingRun } from './run.ts';
import { OPTION_DEFAULTS } from './run-options.ts';
import type { StepDeps } from './step-deps.ts';
import { type RunRequest, type SubmitRunDeps, submitRun } from './submit-run.ts';
import { datasetFolder, TRIGGERED_POLICY } from './training-policy.ts';

export type TriggerDeps = SubmitRunDeps &
  Pick<StepDeps, 'files' | 'registry' | 'load'> & { readonly folders: DatasetFolders };

/** A new object in the bucket, as EventBridge tells of it. */
export interface NewObject {
  readonly key: string;
  /** Differs from event to event of a key, and is the same when one is delivered twice. */
  readonly sequencer: string;
}

/** @returns undefined: it is no dataset of a model */
export async function triggerByUpload(
  deps: TriggerDeps,
  { key, sequencer }: NewObject,
): Promise<TrainingRun | undefined> {
  const [, model = ''] = /^datasets\/([^/]+)\/.*[^/]$/s.exec(key) ?? [];
  if (!MODEL_NAME.test(model)) return undefined;
  const idempotency = { caller: 'upload', key: `${key} ${sequencer}` };
  return triggerRun(deps, { model, trigger: 'upload', by: 'upload', datasetKey: key, idempotency });
}

/**
 * Trains every model whose policy file asks for it on its latest dataset.
 *
 * @param time of the event: the same when it is delivered twice
 */
export async function triggerBySchedule(deps: TriggerDeps, time: string): Promise<TrainingRun[]> {
  const runs: TrainingRun[] = [];
  for (const model of await deps.registry.listModels()) {
    // A file that is wrong is told by whoever asks for a training.
    const policy = await readPolicy(deps.files, model).catch((error: unknown): PolicyFile => {
      if (error instanceof InputError) return {};
      throw error;
    });
    const datasetKey = policy.schedule === true ? await deps.folders.latest(datasetFolder(model)) : undefined;
    if (datasetKey === undefined) continue;
    const idempotency = { caller: 'schedule', key: `${model} ${time}` };
    runs.push(
      await triggerRun(deps, { model, trigger: 'schedule', by: 'schedule', datasetKey, idempotency }),
    );
  }
  return runs;
}

/** Nobody waits for an answer, so what is wrong is told by a run that has failed. */
async function triggerRun(
  deps: TriggerDeps,
  facts: Pick<RunRequest, 'model' | 'trigger' | 'by' | 'datasetKey' | 'idempotency'>,
): Promise<TrainingRun> {
  let planned: Pick<PlannedRun, 'options' | 'policy'>;
  let failure: RunFailure | undefined;
  try {
    planned = await planRun(deps, facts.model, {}, {}, TRIGGERED_POLICY);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    planned = { options: { ...OPTION_DEFAULTS, target: '' }, policy: TRIGGERED_POLICY };
    failure = { code: error.name, message: error.message };
  }
  const { options, policy } = planned;
  return submitRun(deps, {
    ...facts,
    planned: { options, policy },
    ...(failure === undefined ? {} : { failure }),
  });
}
