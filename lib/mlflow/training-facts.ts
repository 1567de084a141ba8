import type { Training } from '../contract/index.ts';

type Facts = 'training_id' | 'status' | 'model' | 'created_at' | 'completed_at' | 'options' | 'winner';

/** Of a training what is told to MLflow; a part of the answer of `GET /train/{id}`. */
export interface TrainingFacts extends Pick<Training, Facts | 'new_model_version'> {
  readonly dataset: Omit<Training['dataset'], 'bytes'>;
  readonly steps: readonly Omit<Training['steps'][number], 'attempts' | 'duration_ms'>[];
  readonly decision: {
    readonly outcome: string;
    readonly reason: string;
    readonly comparison?: Readonly<Record<string, unknown>>;
  } | null;
  /** More figures of the winner, of a training that the API does not know. */
  readonly measures?: Readonly<Record<string, unknown>>;
}

/** What one run of MLflow is told. */
export interface RunFacts {
  readonly name: string;
  readonly status: 'RUNNING' | 'FINISHED' | 'FAILED' | 'KILLED';
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly tags: Readonly<Record<string, string>>;
}

export const TRAINING_TAG = 'scorelane.training_id';
export const CANDIDATE_TAG = 'scorelane.candidate';
export const VERSION_TAG = 'scorelane.version';

const STATUS: Readonly<Record<string, RunFacts['status']>> = {
  succeeded: 'FINISHED',
  failed: 'FAILED',
  canceled: 'KILLED',
};
const CANDIDATE = /^train:(.+)$/;

/** The training as a whole: its options and data, the winner's figures, the comparison with the champion. */
export function describeTraining(training: TrainingFacts): RunFacts {
  const { training_id, status, model, dataset, options, winner, new_model_version, decision } = training;
  const won = training.steps.find(({ name }) => name === `train:${winner}`);
  return {
    name: `${model} ${training_id}`,
    status: STATUS[status] ?? 'RUNNING',
    start: Date.parse(training.created_at),
    end: training.completed_at === null ? undefined : Date.parse(training.completed_at),
    params: flatten({ ...options, dataset: dataset.key, data_sha256: dataset.sha256, winner }, showText),
    metrics: flatten(
      {
        rows: dataset.rows,
        converted: dataset.converted,
        ...holdoutOf(won?.figures),
        comparison: decision?.comparison,
        ...training.measures,
      },
      showNumber,
    ),
    tags: {
      [TRAINING_TAG]: training_id,
      ...(new_model_version === null ? {} : { [VERSION_TAG]: new_model_version }),
      ...(decision === null
        ? {}
        : { 'scorelane.decision': decision.outcome, 'mlflow.note.content': decision.reason }),
    },
  };
}

/** Each candidate that was trained. */
export const describeCandidates = ({ training_id, steps }: TrainingFacts): RunFacts[] =>
  steps.flatMap(({ name, state, started_at, ended_at, figures = {} }) => {
    const [, trainer] = CANDIDATE.exec(name) ?? [];
    if (trainer === undefined || started_at === null) return [];
    const { options, calibration, cross_validated, parameters } = figures;
    return {
      name: trainer,
      status: STATUS[state] ?? 'RUNNING',
      start: Date.parse(started_at),
      end: ended_at === null ? undefined : Date.parse(ended_at),
      params: flatten({ trainer, calibration, ...asRecord(options) }, showText),
      metrics: flatten({ ...holdoutOf(figures), cross_validated, parameters }, showNumber),
      tags: { [TRAINING_TAG]: training_id, [CANDIDATE_TAG]: trainer },
    };
  });

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

/** The figures on leads that were held out, by their own names. */
const holdoutOf = (figures: Readonly<Record<string, unknown>> = {}) => asRecord(figures.holdout);

/** MLflow takes longer ones since 2.8 only. */
const MOST_TEXT = 500;

const showText = (value: unknown): string | undefined => {
  if (value === null || value === undefined) return undefined;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT - 1)}…` : text;
};
const showNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** What is in nested objects gets the names on the way, with dots; what cannot be shown is left out. */
function flatten<T>(
  value: Readonly<Record<string, unknown>>,
  show: (value: unknown) => T | undefined,
  before = '',
): Record<string, T> {
  const flat: Record<string, T> = {};
  for (const [name, inner] of Object.entries(value)) {
    const key = toKey(before + name);
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner))
      Object.assign(flat, flatten(inner as Record<string, unknown>, show, `${key}.`));
    else {
      const shown = show(inner);
      if (shown !== undefined) flat[key] = shown;
    }
  }
  return flat;
}

/** MLflow's keys have letters, digits, `_ - . /` and spaces. */
const toKey = (name: string): string => name.replace(/[^\w\-./ ]/g, '_').slice(0, 250);
