import type { Training, TrainingStep } from '../../lib/client/index.ts';
import { listWarnings } from '../../lib/client/list-warnings.ts';
import { count } from '../../lib/count.ts';
import { measuredOn } from '../../lib/model/measured-on.ts';
import { hint, withHints } from '../terminal/hint.ts';
import { paint } from '../terminal/screen.ts';
import { alignCells } from '../terminal/text-table.ts';

/** What a person wants to know of a training. */
export function summariseTraining(training: Training): string[] {
  const { training_id: id, status, model, dataset, decision, error, new_model_version: version } = training;
  const rows =
    dataset.rows === null
      ? ''
      : ` (${count(dataset.rows, 'lead')}, ${dataset.converted!.toLocaleString('en-US')} converted)`;
  return [
    `Training ${id} of ${model} ${status}`,
    `${dataset.key}${rows}`,
    ...listSteps(training),
    ...listWarnings(training).map((warning) => paint('warning', `Warning: ${warning}`)),
    ...(version === null ? [] : [`Registered ${model}@${version}`]),
    ...(decision === null ? [] : [`${OUTCOMES[decision.outcome]}: ${withHints(decision.reason)}`]),
    // Where fields stand against it, the reason says how.
    ...(version !== null && isWaiting(decision) && !decision.reason.includes('models promote')
      ? [`To see what would change, and to promote it: ${hint(['models', 'promote', `${model}@${version}`])}`]
      : []),
    ...(error === undefined ? [] : [`${error.code}: ${withHints(error.message)}`]),
  ];
}

const isWaiting = (decision: Training['decision']): decision is NonNullable<Training['decision']> =>
  decision?.outcome === 'challenger' || decision?.outcome === 'kept';

const OUTCOMES: Readonly<Record<NonNullable<Training['decision']>['outcome'], string>> = {
  promoted: 'It is the champion',
  challenger: 'It is the challenger',
  kept: 'No alias was moved',
  skipped: 'Nothing was trained',
};

/** A line a step. */
export const listSteps = ({ steps, error }: Training): string[] =>
  alignCells(
    steps.map((step) => [`  ${MARKS[step.state]}`, step.name, durationOf(step), describeStep(step, error)]),
  );

const MARKS: Readonly<Record<TrainingStep['state'], string>> = {
  pending: '·',
  running: '…',
  succeeded: '✓',
  failed: '✗',
  canceled: '–',
};

/** Of a step that is at work, how long it has been so; the stack's clock and this one's may differ. */
function durationOf({ duration_ms: ms, state, started_at: since }: TrainingStep): string {
  if (ms !== null) return `${(ms / 1000).toFixed(1)} s`;
  if (state !== 'running' || since === null) return '';
  return `${Math.max(0, Math.round((Date.now() - Date.parse(since)) / 1000))} s`;
}

/**
 * The figure that tells most of a step.
 *
 * @param ending what the whole training failed of, which is told below, in full
 */
export function describeStep(
  { name, figures = {}, attempts, error, state }: TrainingStep,
  ending?: Training['error'],
): string {
  const again = attempts > 1 ? `attempt ${attempts}; ` : '';
  if (error !== undefined && state !== 'succeeded') {
    const message = error.message === ending?.message ? '' : `: ${error.message}`;
    return paint('error', `${again}${error.code}${message}`);
  }
  return again + tell(name.replace(/:.*/, ''), figures);
}

function tell(name: string, figures: Readonly<Record<string, unknown>>): string {
  const number = (value: unknown) => Number(value).toLocaleString('en-US');
  switch (name) {
    case 'check':
      return 'rows' in figures
        ? `${number(figures.rows)} leads${'new_rows' in figures ? `, ${number(figures.new_rows)} new` : ''}`
        : '';
    case 'prepare':
      return 'features' in figures
        ? `${number(figures.features)} features, ${figures.folds} folds, ${number(figures.holdout_rows)} held out`
        : '';
    case 'train': {
      const measured = (figures.cross_validated ?? figures.holdout) as Record<string, number> | undefined;
      return measured === undefined
        ? ''
        : `log-loss ${measured.log_loss!.toFixed(4)}, ROC-AUC ${measured.roc_auc!.toFixed(3)} (${measuredOn(measured)})`;
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
