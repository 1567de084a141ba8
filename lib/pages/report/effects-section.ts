import { formatPercent } from '../../format-figures.ts';
import { nameOdds, oddsOf } from '../../learning/effect-odds.ts';
import type { EffectCurve, EffectPoint, TrainingRecord } from '../../learning/training-record.ts';
import { sum } from '../../statistics/sum.ts';
import { drawEffect, drawImportance, heightOfEffect, importanceOf } from '../effect-charts.ts';
import { type Html, html } from '../html.ts';
import type { AddChart } from '../render-page.ts';
import { HEAT_LEGEND, renderHeatMap } from './heat-map.ts';
import { details, table } from './table.ts';

const MOST_BARS = 25;

/** Which features the model goes by, how much, and in which direction. */
export function renderEffects(record: TrainingRecord, addChart: AddChart): Html {
  const { effects } = record;
  const drawn = effects.filter(({ points }) => points.length > 1);
  return html`${renderImportance(effects, addChart)}
<h3 class="part">Feature by feature</h3>
<p>Each value’s factor on ${nameOdds(record)}, all other features alike; strongest feature first.${describeBands(record)}</p>
<div class="grid">${drawn.map((curve) => renderEffect(curve, addChart))}</div>${renderPairs(effects)}`;
}

function renderImportance(effects: readonly EffectCurve[], addChart: AddChart): Html {
  const ranked = effects.toSorted((a, b) => importanceOf(b) - importanceOf(a));
  const isMeasured = ranked.every(({ mean_abs }) => mean_abs !== undefined);
  const total = sum(ranked.map(importanceOf));
  const rows = ranked.map((curve) => [
    curve.label,
    importanceOf(curve).toFixed(3),
    total === 0 ? '–' : formatPercent(importanceOf(curve) / total),
    curve.spread.toFixed(3),
  ]);
  const measure = isMeasured ? 'mean |contribution|' : 'spread of the contributions';
  const text = isMeasured
    ? 'how far a feature moves the log-odds of a past lead, up or down, on average over all of them (mean |contribution − its mean|, before calibration)'
    : 'the standard deviation of what a feature contributes to the log-odds of the past leads, before calibration';
  const bars = ranked.slice(0, MOST_BARS);
  return html`<p>Importance is measured as ${text}. Features that tell the same share it between them, and it says nothing of causes.</p>
<section class="panel"><h3>Which features matter</h3>${bars.length === 0 ? '' : addChart(drawImportance(bars, measure), 'Importance of the features', 70 + 24 * bars.length)}${details('as a table', table([['feature', measure, 'share', 'standard deviation'], ...rows]))}</section>`;
}

function describeBands({ effect_bands, effects }: TrainingRecord): string {
  const density = effects.some((curve) => curve.density !== undefined)
    ? ' Below the curves, in grey: where the past leads lie.'
    : '';
  if (effect_bands === undefined) return density;
  const { method, fits } = effect_bands;
  const band =
    method === 'jackknife'
      ? `95 % bands by the jackknife: from ${fits} fits, each without the leads of a fold`
      : `Bands go from the lowest to the highest of ${fits} fits, each of a part of the leads`;
  return ` ${band}.${density}`;
}

const showValue = ({ value }: EffectPoint): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(5))) : value;

function renderEffect(curve: EffectCurve, addChart: AddChart): Html {
  const hasBand = curve.points.some(({ odds_low }) => odds_low !== undefined);
  const rows = curve.points.map((point) => [
    showValue(point),
    `× ${oddsOf(point).toFixed(2)}`,
    ...(hasBand
      ? [point.odds_low === undefined ? '' : `${point.odds_low.toFixed(2)} – ${point.odds_high!.toFixed(2)}`]
      : []),
    point.share === undefined ? '' : formatPercent(point.share),
  ]);
  const head = ['value', 'odds', ...(hasBand ? ['band'] : []), 'leads'];
  return html`<section class="panel"><h3>${curve.label}</h3>${addChart(drawEffect(curve), `Effect of ${curve.label} on the odds`, heightOfEffect(curve))}${details('as a table', table([head, ...rows]))}</section>`;
}

function renderPairs(effects: readonly EffectCurve[]): Html | '' {
  const pairs = effects.filter(({ kind }) => kind === 'pair');
  if (pairs.length === 0) return '';
  const maps = pairs.flatMap(({ label, grid }) =>
    grid === undefined
      ? []
      : [html`<section class="panel"><h3>${label}</h3>${renderHeatMap(grid)}</section>`],
  );
  const spreads = table([
    ['pair', 'spread of the log-odds before calibration'],
    ...pairs.map(({ label, spread }) => [label, spread.toFixed(3)]),
  ]);
  const shown =
    maps.length === 0
      ? spreads
      : html`<p>Factors on the odds, beyond what each of the two does alone, before calibration; means of the leads in a cell.</p>${HEAT_LEGEND}<div class="stack">${maps}</div>${details('how strong each pair is', spreads)}`;
  return html`<h3 class="part">Pairs of features that also tell something together</h3>${shown}`;
}
