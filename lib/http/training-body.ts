import type { TrainingStep as StepBody, Training as TrainingBody } from '../contract/training.ts';
import type { FinalStatus } from '../jobs/job.ts';
import { OPEN_TRAINING, stepNames, type Training, type TrainingStep } from '../trainings/training.ts';

const time = (at: Date | undefined): string | null => at?.toISOString() ?? null;

export const trainingPath = (id: string): string => `/train/${id}`;

export function trainingBody(training: Training, baseUrl: string): TrainingBody {
  const { id, status, model, trigger, by, options, policy, data, winner, newVersion, decision, failure } =
    training;
  const path = baseUrl + trainingPath(id);
  return {
    training_id: id,
    status,
    model,
    trigger,
    created_by: by,
    created_at: training.createdAt.toISOString(),
    started_at: time(training.startedAt),
    completed_at: time(training.completedAt),
    dataset: {
      key: training.datasetKey,
      sha256: data?.sha256 ?? null,
      bytes: data?.bytes ?? null,
      rows: data?.rows ?? null,
      converted: data?.converted ?? null,
    },
    options,
    policy: {
      minimum_new_rows: policy.minimumNewRows,
      minimum_new_conversions: policy.minimumNewConversions,
      promotion: policy.promotion,
      standard_errors: policy.standardErrors,
      allow_fields: policy.allowFields ?? [],
    },
    steps: listSteps(training),
    winner: winner ?? null,
    new_model_version: newVersion ?? null,
    decision: decision === undefined ? null : { ...decision, champion: decision.champion ?? null },
    ...(failure === undefined ? {} : { error: failure }),
    urls: { get: path, cancel: `${path}/cancel` },
  };
}

/** Those that were begun, and those that are to come. */
function listSteps(training: Training): StepBody[] {
  const byName = new Map(training.steps.map((step) => [step.name, step]));
  return stepNames([...new Set(training.options.trainers)]).flatMap((name) => {
    const step = byName.get(name);
    if (step !== undefined) return [stepBody(step, training)];
    return OPEN_TRAINING.includes(training.status)
      ? [{ name, state: 'pending', started_at: null, ended_at: null, duration_ms: null, attempts: 0 }]
      : [];
  });
}

function stepBody(step: TrainingStep, { status, completedAt }: Training): StepBody {
  const { name, startedAt, attempts, figures, error } = step;
  // Of a final training no step is recorded any more: what was at work then has ended with it.
  const cutOff = step.state === 'running' && !OPEN_TRAINING.includes(status);
  const endedAt = cutOff ? completedAt : step.endedAt;
  return {
    name,
    state: cutOff ? (status as FinalStatus) : step.state,
    started_at: startedAt.toISOString(),
    ended_at: time(endedAt),
    duration_ms: endedAt === undefined ? null : endedAt.getTime() - startedAt.getTime(),
    attempts,
    ...(figures === undefined ? {} : { figures }),
    ...(error === undefined ? {} : { error }),
  };
}
