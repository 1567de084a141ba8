import type { TrainingFacts } from '../../lib/mlflow/training-facts.ts';
import type { LocalRun, Metrics } from './run-history.ts';

/** A training of the history as the API would have it: what is compared, and exported to MLflow. */
export function toTrainingFacts(
  run: LocalRun,
  { candidates, data, calibration, winner }: Metrics,
): TrainingFacts {
  const { run_id, name, created_at, duration_ms, options, measured } = run;
  const completed_at = new Date(Date.parse(created_at) + duration_ms).toISOString();
  const step = { state: 'succeeded', started_at: created_at, ended_at: completed_at } as const;
  const { path, file, sha256, rows, converted } = run.data;
  return {
    training_id: run_id,
    status: 'succeeded',
    model: name,
    created_at,
    completed_at,
    options: { ...options },
    winner: run.winner,
    new_model_version: null,
    dataset: { key: path ?? file, sha256, rows, converted },
    decision: null,
    steps: [
      {
        ...step,
        name: 'prepare',
        figures: {
          positive: data.positive,
          ...(measured?.holdout_id === undefined ? {} : { holdout_id: measured.holdout_id }),
        },
      },
      ...candidates.map((candidate) => ({
        ...step,
        name: `train:${candidate.trainer}`,
        figures: {
          options: candidate.options,
          ...(candidate.trainer === winner ? { calibration } : {}),
          ...(candidate.cross_validated === undefined ? {} : { cross_validated: candidate.cross_validated }),
          ...(candidate.holdout === undefined ? {} : { holdout: candidate.holdout }),
          parameters: candidate.parameters,
        },
      })),
    ],
  };
}
