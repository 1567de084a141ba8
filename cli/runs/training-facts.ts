import type { TrainingFacts } from '../../lib/mlflow/training-facts.ts';
import type { LocalRun, Metrics } from './run-history.ts';

/** A training of the history as the API would have it: what is compared, and exported to MLflow. */
export function toTrainingFacts(run: LocalRun, metrics: Metrics): TrainingFacts {
  const { candidates, data, calibration, winner } = metrics;
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
    measures: listMeasures(metrics),
    steps: [
      {
        ...step,
        name: 'prepare',
        figures: {
          positive: data.positive,
          ...(measured?.measured_sha256 === undefined ? {} : { measured_sha256: measured.measured_sha256 }),
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

/** What MLflow can plot side by side: the best cut-offs, permutation importance, and each segment. */
function listMeasures({ cut_offs, shuffles, segments }: Metrics): Record<string, unknown> {
  const best = (mark: string) => {
    const found = cut_offs?.points.find(({ marks }) => marks.includes(mark));
    if (found === undefined) return undefined;
    const { probability, contacted, recall, precision, f1, profit } = found;
    return {
      ...{ probability, contacted, recall: recall.value, precision: precision.value, f1 },
      ...(profit === undefined ? {} : { profit: profit.value }),
    };
  };
  const named = [
    ['best_f1', best('best F1')],
    ['best_profit', best('best profit')],
    [
      'permutation',
      shuffles &&
        Object.fromEntries(
          shuffles.features.map(({ feature, log_loss, roc_auc }) => [
            feature,
            { log_loss: log_loss.mean, roc_auc: roc_auc.mean },
          ]),
        ),
    ],
    [
      'segment',
      segments &&
        Object.fromEntries(
          segments.columns.map(({ column, segments: own }) => [
            column,
            Object.fromEntries(
              own.map(({ segment, rows, rate, log_loss, roc_auc, calibration }) => [
                segment,
                { rows, rate, log_loss, roc_auc: roc_auc?.value, observed_over_expected: calibration?.value },
              ]),
            ),
          ]),
        ),
    ],
  ] as const;
  return Object.fromEntries(named.filter(([, measure]) => measure !== undefined));
}
