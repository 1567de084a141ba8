import type { Training, TrainingStep } from '../../lib/client/index.ts';
import { listWarnings } from '../../lib/client/list-warnings.ts';
import { count } from '../../lib/count.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { measuredOn } from '../../lib/model/measured-on.ts';
import { formatDuration, formatMetric, formatSeconds } from '../terminal/format.ts';
import { hint, withHints } from '../terminal/hint.ts';
import { paint } from '../terminal/screen.ts';
import { type Column, tabulate } from '../terminal/table.ts';

/** What a person wants to know of a training. @param steps whether its steps are among it */
export function summariseTraining(training: Training, { steps = true } = {}): string[] {
  const { training_id: id, status, model, dataset, decision, error, new_model_version: version } = training;
  const rows =
    dataset.rows === null
      ? ''
      : ` (${count(dataset.rows, 'lead')}, ${formatCount(dataset.converted!)} converted)`;
  return [
    `Training ${id} of ${model} ${status}`,
    `${dataset.key}${rows}`,
    ...(steps ? listSteps(training) : []),
    ...listWarnings(training).map((warning) => `${paint('warning', 'Warning:')} ${warning}`),
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

/** A line a step, or more where what is said of it is long; of some steps, as they stand among all. */
export const listSteps = (training: Training, steps = training.steps): string[] => {
  const longest = Math.max(...training.steps.map(({ name }) => name.length));
  return tabulate(
    STEP_COLUMNS,
    steps.map((step) => [
      markOf(step),
      step.name.padEnd(longest),
      durationOf(step).padStart(USUAL_DURATION),
      describeStep(step, training.error),
    ]),
    { indent: 2 },
  );
};

/** `850 ms` */
const USUAL_DURATION = 6;

const STEP_COLUMNS: readonly Column[] = [
  { title: '' },
  { title: '' },
  { title: '', align: 'right' },
  { title: '', fit: 'wrap', least: 24 },
];

const MARKS: Readonly<Record<TrainingStep['state'], string>> = {
  pending: '·',
  running: '…',
  succeeded: '✓',
  failed: '✗',
  canceled: '–',
};

/** Succeeded and failed have their colour. */
function markOf({ state }: TrainingStep): string {
  if (state === 'succeeded') return paint('good', MARKS[state]);
  return state === 'failed' ? paint('error', MARKS[state]) : MARKS[state];
}

/** Of a step that is at work, how long it has been so; the stack's clock and this one's may differ. */
function durationOf({ duration_ms: ms, state, started_at: since }: TrainingStep): string {
  if (ms !== null) return formatDuration(ms);
  if (state !== 'running' || since === null) return '';
  return formatSeconds(Math.max(0, Date.now() - Date.parse(since)));
}

/**
 * The figure that tells most of a step.
 *
 * @param ending what the whole training failed of, which is told below, in full
 */
function describeStep(
  { name, figures = {}, attempts, error, state }: TrainingStep,
  ending?: Training['error'],
): string {
  const again = attempts > 1 ? `attempt ${attempts}; ` : '';
  if (error !== undefined && state !== 'succeeded') {
    const message = error.message === ending?.message ? '' : `: ${error.message}`;
    return `${paint('error', `${again}${error.code}`)}${message}`;
  }
  return again + tell(name.replace(/:.*/, ''), figures);
}

function tell(name: string, figures: Readonly<Record<string, unknown>>): string {
  const number = (value: unknown) => formatCount(Number(value));
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
        : `log-loss ${formatMetric('log_loss', measured.log_loss!)}, ROC-AUC ${formatMetric('roc_auc', measured.roc_auc!)} (${measuredOn(measured)})`;
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
