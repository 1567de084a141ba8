import type { Training } from './types.ts';

/** Rows of text: a name, and a cell per training; `–` where there is nothing. */
export type ComparedRows = readonly (readonly [name: string, ...cells: string[]])[];

/** What is compared of a training: of one of the API, or of the command's history. */
export interface ComparedTraining
  extends Pick<
    Training,
    'training_id' | 'created_at' | 'status' | 'options' | 'winner' | 'new_model_version'
  > {
  readonly dataset: Omit<Training['dataset'], 'bytes'>;
  readonly decision: { readonly outcome: string } | null;
  readonly steps: readonly Pick<Training['steps'][number], 'name' | 'figures'>[];
}

export interface ComparedTrainings {
  /** What they were, and what came of them. */
  readonly facts: ComparedRows;
  /** Those in which they differ. */
  readonly options: ComparedRows;
  /** The figures of every candidate of any of them. */
  readonly candidates: ComparedRows;
}

/** Trainings side by side, in their order. */
export function compareTrainings(runs: readonly ComparedTraining[]): ComparedTrainings {
  const row = (name: string, cell: (run: ComparedTraining) => unknown): ComparedRows[number] => [
    name,
    ...runs.map((run) => show(cell(run))),
  ];
  const options = [...new Set(runs.flatMap((run) => Object.keys(run.options)))]
    .map((name) => row(name, (run) => (name === 'positive' ? readPositive(run) : run.options[name])))
    .filter(([, ...cells]) => new Set(cells).size > 1);
  const candidates = [...new Set(runs.flatMap(({ steps }) => steps.map(({ name }) => name)))]
    .filter((name) => name.startsWith('train:'))
    .flatMap((name) =>
      MEASURES.map(([label, part, figure]) =>
        row(`${name.slice('train:'.length)}, ${label}`, (run) => readFigure(run, name, part, figure)),
      ),
    );
  return {
    facts: [
      row('created', ({ created_at }) => created_at.slice(0, 16).replace('T', ' ')),
      row('status', ({ status }) => status),
      row('dataset', ({ dataset }) => dataset.key),
      row('data SHA-256', ({ dataset }) => dataset.sha256?.slice(0, 12)),
      row('leads', ({ dataset }) => dataset.rows),
      row('converted', ({ dataset }) => dataset.converted),
      row('measured on', (training) => measuredOn(training)?.slice(0, 8)),
      row('winner', ({ winner }) => winner),
      row('version', ({ new_model_version }) => new_model_version),
      row('outcome', ({ decision }) => decision?.outcome),
    ],
    options,
    candidates,
  };
}

const MEASURES = [
  ['log-loss out of fold', 'cross_validated', 'log_loss'],
  ['ROC-AUC out of fold', 'cross_validated', 'roc_auc'],
  ['log-loss held out', 'holdout', 'log_loss'],
  ['ROC-AUC held out', 'holdout', 'roc_auc'],
] as const;

function readFigure(
  { steps }: ComparedTraining,
  name: string,
  part: string,
  figure: string,
): string | undefined {
  const measured = steps.find((step) => step.name === name)?.figures?.[part] as
    | Record<string, number>
    | undefined;
  return measured?.[figure]?.toFixed(4);
}

/** What it has learned as “converted”: a training that is told nothing finds out by itself, and tells it when it plans. */
const readPositive = ({ steps, options }: ComparedTraining): unknown =>
  steps.find(({ name }) => name === 'prepare')?.figures?.positive ?? options.positive;

/** Tells whether two trainings were measured on the same leads; undefined where nothing was measured, and in trainings of before. */
export const measuredOn = ({ steps }: ComparedTraining): string | undefined =>
  steps.find(({ name }) => name === 'prepare')?.figures?.measured_sha256 as string | undefined;

const show = (value: unknown): string => {
  if (value === undefined || value === null) return '–';
  if (Array.isArray(value)) return value.map(show).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};
