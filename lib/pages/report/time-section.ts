import { formatCount, formatPercent } from '../../format-figures.ts';
import type { TrainingRecord } from '../../learning/training-record.ts';
import { type Html, html } from '../html.ts';
import type { AddChart } from '../render-page.ts';
import { drawAreaOverTime, drawRateOverTime } from '../training-charts.ts';
import { details, table } from './table.ts';

/** How rate, probabilities and ROC-AUC move with time; nothing where leads have no date. */
export function renderOverTime({ over_time, split }: TrainingRecord, addChart: AddChart): Html | undefined {
  if (over_time === undefined) return undefined;
  const { column, periods } = over_time;
  const rows = periods.map(({ from, to, rows: leads, rate, mean_probability, roc_auc }) => [
    from === to ? from : `${from} – ${to}`,
    formatCount(leads),
    formatPercent(rate),
    formatPercent(mean_probability),
    roc_auc === undefined
      ? '–'
      : html`${roc_auc.value.toFixed(3)} <small>${roc_auc.low.toFixed(3)} – ${roc_auc.high.toFixed(3)}</small>`,
  ]);
  const how =
    split.scheme === 'forward'
      ? 'each by a model of earlier leads'
      : 'each by a model that had not seen it, but had seen later leads: forward in time it may do worse (--time)';
  return html`<p>By ${column}, in stretches of about as many leads each; the leads of the folds and of the hold-out, ${how}.</p>
<div class="grid"><section class="panel"><h3>Conversions and probabilities</h3>${addChart(drawRateOverTime(over_time), `Conversion rate and mean probability by ${column}`, 280)}</section>
<section class="panel"><h3>ROC-AUC</h3>${addChart(drawAreaOverTime(over_time), `ROC-AUC by ${column}`, 280)}</section></div>${details('as a table', table([[column, 'leads', 'converted', 'mean probability', 'ROC-AUC, 95 % interval'], ...rows]))}`;
}
