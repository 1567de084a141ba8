import type { Training, TrainingStep } from '../lib/client/index.ts';
import { count } from '../lib/count.ts';
import { style } from './print.ts';
import { alignCells } from './text-table.ts';

/** What a person wants to know of a training. */
export function summariseRun(run: Training): string[] {
  const { training_id: id, status, model, dataset, decision, error, new_model_version: version } = run;
  const rows =
    dataset.rows === null ? '' : ` (${count(dataset.rows, 'lead')}, ${dataset.converted} converted)`;
  return [
    `Training ${id} of ${model} ${status}`,
    `${dataset.key}${rows}`,
    ...listSteps(run),
    ...(version === null ? [] : [`Registered ${model}@${version}`]),
    ...(decision === null ? [] : [`${OUTCOMES[decision.outcome]}: ${decision.reason}`]),
    ...(error === undefined ? [] : [`${error.code}: ${error.message}`]),
  ];
}

const OUTCOMES: Readonly<Record<NonNullable<Training['decision']>['outcome'], string>> = {
  promoted: 'It is the champion',
  challenger: 'It is the challenger',
  kept: 'No alias was moved',
  skipped: 'Nothing was trained',
};

/** A line a step. */
export const listSteps = ({ steps }: Training): string[] =>
  alignCells(
    steps.map((step) => [`  ${MARKS[step.state]}`, step.name, durationOf(step), describeStep(step)]),
  );

const MARKS: Readonly<Record<TrainingStep['state'], string>> = {
  pending: '·',
  running: '…',
  succeeded: '✓',
  failed: '✗',
};

const durationOf = ({ duration_ms: ms }: TrainingStep): string =>
  ms === null ? '' : `${(ms / 1000).toFixed(1)} s`;

/** The figure that tells most of a step. */
export function describeStep({ name, figures = {}, attempts, error, state }: TrainingStep): string {
  const again = attempts > 1 ? `attempt ${attempts}; ` : '';
  if (error !== undefined && state !== 'succeeded')
    return style('red', `${again}${error.code}: ${error.message}`);
  return again + tell(name.replace(/:.*/, ''), figures);
}

function tell(name: string, figures: Readonly<Record<string, unknown>>): string {
  const number = (value: unknown) => Number(value).toLocaleString('en-US');
  switch (name) {
    case 'check':
      return 'rows' in figures ? `${number(figures.rows)} leads, ${number(figures.new_rows)} new` : '';
    case 'prepare':
      return 'features' in figures
        ? `${number(figures.features)} features, ${figures.folds} folds, ${number(figures.holdout_rows)} held out`
        : '';
    case 'train': {
      const measured = (figures.cross_validated ?? figures.holdout) as Record<string, number> | undefined;
      return measured === undefined
        ? ''
        : `log-loss ${measured.log_loss!.toFixed(4)}, ROC-AUC ${measured.roc_auc!.toFixed(3)}`;
    }
    case 'evaluate':
      return String(figures.choice ?? '');
    case 'register':
      return String(figures.version ?? '');
    case 'compare':
      return String(figures.verdict ?? '');
    default:
      return String(figures.outcome ?? '');
  }
}
