import { formatCount, formatPercent } from '../../format-figures.ts';
import { nameOdds, nameUnit, oddsOf } from '../../learning/effect-odds.ts';
import { findUnneeded, shareOfEffects } from '../../learning/evaluation/compare-importance.ts';
import type { Shuffled } from '../../learning/evaluation/evaluation-record.ts';
import type { EffectCurve, EffectPoint, TrainingRecord } from '../../learning/training-record.ts';
import { sum } from '../../statistics/sum.ts';
import { drawEffect, drawImportance, drawShuffles, heightOfEffect, importanceOf } from '../effect-charts.ts';
import { type Html, html } from '../html.ts';
import type { AddChart } from '../render-page.ts';
import { HEAT_LEGEND, renderHeatMap, renderMoves } from './heat-map.ts';
import { details, table } from './table.ts';

const MOST_BARS = 25;

/** Which features the model goes by, how much, and in which direction. */
export function renderEffects(record: TrainingRecord, addChart: AddChart): Html {
  const { effects } = record;
  const drawn = effects.filter(({ points }) => points.length > 1);
  const importance = renderImportance(record, addChart);
  const shuffles = renderShuffles(record, addChart);
  return html`${shuffles === '' ? importance : html`<div class="grid">${importance}${shuffles}</div>`}
<h3 class="part">Feature by feature</h3>
<p>Each value’s factor on ${nameOdds(record)}${record.effect_bands?.method === 'leads' ? '' : ', all other features alike'}; strongest feature first.${describeBands(record)}</p>
<div class="grid">${drawn.map((curve) => renderEffect(curve, addChart))}</div>${renderPairs(effects)}${renderInteractions(record)}`;
}

function renderImportance(record: TrainingRecord, addChart: AddChart): Html {
  const { effects, effect_bands } = record;
  const unit = nameUnit(record);
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
  const text = !isMeasured
    ? 'the standard deviation of what a feature contributes to the log-odds of the past leads, before calibration'
    : effect_bands?.method === 'leads'
      ? `how far a feature moves the ${unit} of a past lead, up or down, on average over ${formatCount(effect_bands.rows)} of them (mean |Shapley value|${unit === 'log-odds' ? ', before calibration' : ''})`
      : 'how far a feature moves the log-odds of a past lead, up or down, on average over all of them (mean |contribution − its mean|, before calibration)';
  const bars = ranked.slice(0, MOST_BARS);
  return html`<section class="panel"><h3>What the model goes by</h3><p class="soft">Measured as ${text}. Features that say the same share it between them, and it says nothing of causes.</p>${bars.length === 0 ? '' : addChart(drawImportance(bars, measure, unit), 'Importance of the features', 70 + 24 * bars.length)}${details('as a table', table([['feature', measure, 'share', 'standard deviation'], ...rows]))}</section>`;
}

/** A field as its effects call it; of a date without its part. */
function labelOf(field: string, effects: readonly EffectCurve[]): string {
  const own = effects.find(({ feature }) => feature === field);
  const part = effects.find(({ feature, kind }) => kind !== 'pair' && feature.startsWith(`${field} (`));
  return own?.label ?? part?.label.replace(/ \([^()]*\)$/, '') ?? field;
}

/** Permutation importance, beside the additive one. */
function renderShuffles({ shuffles, effects }: TrainingRecord, addChart: AddChart): Html | '' {
  if (shuffles === undefined) return '';
  const { features, repeats, rows, holdout_rows, shuffled } = shuffles;
  const share = shareOfEffects(shuffles);
  const bars = features
    .filter(({ mean_abs }) => mean_abs > 0)
    .slice(0, MOST_BARS)
    .map((shown) => ({ ...shown, label: labelOf(shown.feature, effects) }));
  const spread = ({ mean, sd }: Shuffled, digits: number) =>
    html`${mean.toFixed(digits)} <small>± ${sd.toFixed(digits)}</small>`;
  const lines = features.map((feature) => [
    labelOf(feature.feature, effects),
    feature.mean_abs.toFixed(3),
    formatPercent(share(feature)),
    spread(feature.log_loss, 4),
    feature.log_loss.low === undefined
      ? '–'
      : `${feature.log_loss.low.toFixed(4)} – ${feature.log_loss.high!.toFixed(4)}`,
    spread(feature.roc_auc, 4),
  ]);
  const head = ['field', 'mean |contribution|', 'share', 'log-loss rises', '95 % interval', 'ROC-AUC falls'];
  const unneeded = findUnneeded(shuffles).map(({ feature }) => labelOf(feature, effects));
  const note =
    unneeded.length === 0
      ? ''
      : html`<p>With the values of ${unneeded.join(', ')} shuffled, held-out leads are predicted about as well, though the model uses ${unneeded.length === 1 ? 'it' : 'them'}: it may be noise, or another feature may say the same.</p>`;
  const sample =
    rows === holdout_rows
      ? `the ${formatCount(rows)} held-out leads`
      : `${formatCount(rows)} of the ${formatCount(holdout_rows)} held-out leads, drawn at random`;
  return html`<section class="panel"><h3>What held-out leads need</h3><p class="soft">How much log-loss rises when the values of a field change places among ${sample} (permutation importance, mean of ${repeats}${shuffled === 'groups' ? '; whole groups change places' : ''}). Of fields that say the same each looks unimportant, as the other is still there.</p>${note}${bars.length === 0 ? '' : addChart(drawShuffles(bars), 'Permutation importance of the fields', 70 + 24 * bars.length)}${details('both importances as a table', table([head, ...lines]))}</section>`;
}

function describeBands({ effect_bands, effects }: TrainingRecord): string {
  const density = effects.some((curve) => curve.density !== undefined)
    ? ' Below the curves, in grey: where the past leads lie.'
    : '';
  if (effect_bands === undefined) return density;
  if (effect_bands.method === 'leads')
    return ` What trees make of a value depends on the lead’s other values: each point is the mean effect on the leads that have the value, and 80 % of them lie within its band (${formatCount(effect_bands.rows)} past leads were explained).${density}`;
  const { method, fits } = effect_bands;
  const band =
    method === 'jackknife'
      ? `95 % bands by the jackknife: from ${fits} fits, each without the leads of a fold`
      : `Bands go from the lowest to the highest of ${fits} fits, each of a part of the leads`;
  return ` ${band}.${density}`;
}

/** Features of a model with trees that do something together; half of it is in the effect of each. */
function renderInteractions(record: TrainingRecord): Html | '' {
  const { interactions } = record;
  if (interactions === undefined) return '';
  const unit = nameUnit(record);
  const { rows, pairs } = interactions;
  const strengths = table([
    ['pair', `mean size, ${unit}`, 'standard deviation'],
    ...pairs.map(({ label, mean_abs, spread }) => [label, mean_abs.toFixed(3), spread.toFixed(3)]),
  ]);
  const maps = pairs.map(
    ({ label, grid }) =>
      html`<section class="panel"><h3>${label}</h3>${unit === 'log-odds' ? renderHeatMap(grid) : renderMoves(grid)}</section>`,
  );
  const what =
    unit === 'log-odds'
      ? 'Factors on the odds, beyond what each of the two does alone, before calibration'
      : 'Percentage points on the probability, beyond what each of the two does alone';
  return html`<h3 class="part">Pairs of features that act together</h3>
<p>${what}: Shapley interactions (Grabisch &amp; Roubens 1999) of ${formatCount(rows)} past leads, means of the leads in a cell. The strongest pairs are shown; half of what a pair does is part of either feature’s effect above.</p>${unit === 'log-odds' ? HEAT_LEGEND : ''}<div class="stack">${maps}</div>${details('how strong each pair is', strengths)}`;
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
