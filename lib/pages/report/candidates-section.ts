import { formatCount, formatPercent } from '../../format-figures.ts';
import { tellCalibration } from '../../learning/evaluation/tell-calibration.ts';
import type { FigureInterval, TrainingRecord } from '../../learning/training-record.ts';
import type { Evaluation, Metric } from '../../model/artifact.ts';
import { FIGURES } from '../figures.ts';
import { type Html, html } from '../html.ts';
import { type Cell, details, table } from './table.ts';

/** The candidates side by side: their figures, how far these can be trusted, and what each fold says. */
export function renderCandidates(record: TrainingRecord): Html {
  const { candidates, winner, choice, calibration, split } = record;
  const head = ['', ...FIGURES.map(([, name]) => name)];
  const last = (figures: Evaluation | undefined) => ['always the base rate', ...constantCells(figures)];
  const at = candidates.findIndex(({ trainer }) => trainer === winner);
  const options = { winner: at };
  const folds =
    split.folds === 0
      ? ''
      : html`<h3>Cross-validation, ${split.folds} folds</h3>${table([head, ...candidates.map(({ trainer, cross_validated }) => [trainer, ...cells(cross_validated, cross_validated?.sd)]), last(candidates[0]?.cross_validated)], options)}${renderFolds(record)}`;
  const holdout =
    split.holdout_rows === 0
      ? ''
      : html`<h3>Hold-out, ${formatCount(split.holdout_rows)} leads</h3>${table([head, ...candidates.map(({ trainer, holdout, holdout_intervals }) => [trainer, ...cells(holdout, undefined, holdout_intervals)]), last(candidates[0]?.holdout)], options)}${describeIntervals(record)}`;
  return html`<p><strong>${choice}</strong>. Calibration: ${calibration}.</p><div class="panel">${folds}${holdout}${renderRecalibration(record)}</div>`;
}

/** What a model must beat on these leads: the conversion rate of the leads that were learned from, as everyone's probability. */
function constantCells(figures: Evaluation | undefined): string[] {
  if (figures === undefined) return FIGURES.map(() => '–');
  const { base_rate, constant_log_loss, constant_brier } = figures;
  const constant: Partial<Record<Metric, number>> = {
    roc_auc: 0.5,
    gini: 0,
    ks: 0,
    pr_auc: base_rate,
    log_loss: constant_log_loss,
    brier: constant_brier,
  };
  return FIGURES.map(([metric, , digits]) => constant[metric]?.toFixed(digits) ?? '–');
}

function cells(
  figures: Evaluation | undefined,
  sd?: Readonly<Record<Metric, number>>,
  intervals: Readonly<Partial<Record<Metric, FigureInterval>>> = {},
): Cell[] {
  return FIGURES.map(([metric, , digits]) => {
    if (figures === undefined) return '–';
    const value = figures[metric].toFixed(digits);
    const interval = intervals[metric];
    if (interval !== undefined)
      return html`${value} <small>${interval.low.toFixed(digits)} – ${interval.high.toFixed(digits)}</small>`;
    return sd === undefined ? value : html`${value} <small>± ${sd[metric].toFixed(digits)}</small>`;
  });
}

/** How the intervals came about; records of before have none. */
function describeIntervals({ candidates, split }: TrainingRecord): Html | '' {
  const intervals = candidates.find(
    ({ holdout_intervals }) => holdout_intervals !== undefined,
  )?.holdout_intervals;
  if (intervals === undefined) return '';
  if (intervals.log_loss === undefined)
    return html`<p class="soft">No intervals: all leads of the hold-out are of one ${intervals.by ?? 'group'}.</p>`;
  const samples = intervals.pr_auc?.samples;
  const bootstrap = samples === undefined ? '' : `; PR-AUC by ${formatCount(samples)} bootstrap samples`;
  const alike =
    intervals.by !== undefined
      ? ` Leads of one ${intervals.by} count as one observation.`
      : split.scheme === 'forward'
        ? ' The leads count as independent of each other, which leads of one time may not be.'
        : '';
  return html`<p class="soft">In small print: 95 % intervals, which say what other held-out leads would change. ROC-AUC and Gini by DeLong’s standard error; log-loss and Brier score by that of a mean${bootstrap}. KS and ECE have none: their intervals would be biased.${alike}</p>`;
}

/** Every fold of every candidate, to unfold. */
function renderFolds({ candidates }: TrainingRecord): Html | '' {
  const measured = candidates.filter(({ folds = [] }) => folds.length > 0);
  if (measured.length === 0) return '';
  const rows = measured.flatMap(({ trainer, folds = [] }) =>
    folds.map((fold, i) => [
      `${trainer}, fold ${i + 1}`,
      formatCount(fold.rows),
      formatPercent(fold.base_rate),
      ...cells(fold),
    ]),
  );
  const head = ['', 'leads', 'converted', ...FIGURES.map(([, name]) => name)];
  return html`<p class="soft">In small print: the standard deviation over the folds.</p>${details('fold by fold', table([head, ...rows]))}`;
}

function renderRecalibration({ candidates, winner, curves, curves_on }: TrainingRecord): Html | '' {
  const measured = candidates.flatMap(({ trainer, recalibration }) =>
    recalibration === undefined ? [] : [{ trainer, ...recalibration }],
  );
  const own = measured.find(({ trainer }) => trainer === winner);
  if (measured.length === 0 || curves === undefined) return '';
  const pair = (value: number, error: number) =>
    html`${value.toFixed(3)} <small>± ${error.toFixed(3)}</small>`;
  const rows = measured.map((line) => [
    line.trainer,
    pair(line.slope, line.slope_error),
    pair(line.intercept, line.intercept_error),
    pair(line.in_the_large, line.in_the_large_error),
  ]);
  const where = curves_on === 'holdout' ? 'hold-out' : 'cross-validation';
  const words =
    own === undefined
      ? ''
      : html`<p>The probabilities of ${winner} are ${tellCalibration(own, curves.converted / curves.rows)}.</p>`;
  return html`<h3>Calibration line, ${where}</h3>${words}${table([['', 'slope (1)', 'intercept (0)', 'intercept at slope 1 (0)'], ...rows], { winner: measured.findIndex(({ trainer }) => trainer === winner) })}<p class="soft">In brackets what is right; in small print standard errors. The line takes predicted log-odds to those of what happened (Cox 1958).</p>`;
}
