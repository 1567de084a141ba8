import { formatCount, formatPercent } from '../../format-figures.ts';
import type {
  Bounded,
  SegmentColumnRecord,
  SegmentFigures,
  SegmentFlag,
} from '../../learning/evaluation/evaluation-record.ts';
import type { TrainingRecord } from '../../learning/training-record.ts';
import { type Html, html } from '../html.ts';
import { type Cell, table } from './table.ts';

const HEAD = ['leads', 'converted', 'predicted', 'observed ÷ expected', 'ROC-AUC', 'Log-loss', 'Brier'];
const MEASURED_ON = {
  holdout: 'the leads that were held out',
  cross_validation: 'the leads of the folds, each by a model that had not seen it',
  both: 'the leads of the folds and of the hold-out, each by a model that had not seen it',
};

/** How the winner does in the segments of `--segments`; nothing without them. */
export function renderSegments({ segments }: TrainingRecord): Html | undefined {
  if (segments === undefined) return undefined;
  const { all, columns, looks, on } = segments;
  const flagged = columns
    .flatMap(({ segments: own }) => own)
    .filter(({ flags }) => flags !== undefined).length;
  const verdict =
    flagged === 0
      ? 'No segment is clearly off.'
      : `${formatCount(flagged)} ${flagged === 1 ? 'segment is' : 'segments are'} clearly off (⚠).`;
  return html`<p><strong>${verdict}</strong> Measured on ${MEASURED_ON[on]}.</p>
<div class="stack">${columns.map((column) => renderColumn(column, all))}</div>
<p class="soft">In small print: 95 % intervals. ⚠ marks a difference that is certain to 95 % even though ${formatCount(looks)} comparisons were made: predicted and converted shares differ, or ROC-AUC is lower than among all other leads. Within a segment the model cannot use what sets it apart, so its ROC-AUC is often a little lower. Segments of fewer than 30 leads, or fewer than 5 of either kind, are only counted.</p>`;
}

const renderColumn = ({ column, segments }: SegmentColumnRecord, all: SegmentFigures): Html =>
  html`<section class="panel"><h3>${column}</h3>${table([['', ...HEAD], ...segments.map(cells), cells(all)])}</section>`;

const FLAG_WORDS: Readonly<Record<SegmentFlag, string>> = {
  too_low: '⚠ probabilities too low',
  too_high: '⚠ probabilities too high',
  ranking: '⚠ ranked worse',
};

function cells(figures: SegmentFigures): Cell[] {
  const {
    segment,
    rows,
    rate,
    mean_probability,
    calibration,
    roc_auc,
    log_loss,
    brier,
    flags = [],
  } = figures;
  const marks = flags.map((flag) => html`<small class="off">${FLAG_WORDS[flag]}</small>`);
  return [
    html`${segment}${marks}`,
    formatCount(rows),
    formatPercent(rate),
    formatPercent(mean_probability),
    bounded(calibration, 2),
    bounded(roc_auc, 3),
    log_loss?.toFixed(4) ?? '–',
    brier?.toFixed(4) ?? '–',
  ];
}

const bounded = (figure: Bounded | undefined, digits: number): Cell =>
  figure === undefined
    ? '–'
    : html`${figure.value.toFixed(digits)} <small>${figure.low.toFixed(digits)} – ${figure.high.toFixed(digits)}</small>`;
