import { count } from '../../count.ts';
import { formatCount, formatPercent } from '../../format-figures.ts';
import { nameOdds, oddsOf } from '../../learning/effect-odds.ts';
import { writeDrops } from '../../learning/profile/write-drops.ts';
import { type PointsBin, scorecardPoints } from '../../learning/trainers/scorecard-points.ts';
import type { EffectCurve, EffectPoint, LeakNote, TrainingRecord } from '../../learning/training-record.ts';
import type { Evaluation, Metric, ModelArtifact } from '../../model/artifact.ts';
import { FIGURES } from '../figures.ts';
import { Html, html } from '../html.ts';
import type { AddChart } from '../render-page.ts';
import { CURVE_CHARTS, drawEffect } from '../training-charts.ts';

/** Rows of cells; the first row is the head. */
function table([head, ...rows]: readonly (readonly (string | Html)[])[], winner = -1): Html {
  return html`<div class="scroll"><table><thead><tr>${head!.map((cell) => html`<th>${cell}</th>`)}</tr></thead><tbody>${rows.map(
    (row, i) =>
      html`<tr${i === winner ? new Html(' class="winner"') : ''}>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

const details = (summary: string, content: Html): Html =>
  html`<details><summary>${summary}</summary>${content}</details>`;

/** What the model can do, for those who call the leads. */
export function renderForSales({ curves, data, curves_on, score_counts }: TrainingRecord): Html {
  if (curves === undefined) {
    return html`<p>Nothing was held out, so nobody knows how good this model is. Train without <code>--folds 0 --holdout 0</code> to measure it.</p>`;
  }
  const [best] = curves.lift;
  const third = curves.lift[2] ?? curves.lift.at(-1)!;
  const where = curves_on === 'holdout' ? 'on leads that were held out' : 'in cross-validation';
  return html`<div class="tiles">
<p><strong>${best!.lift.toFixed(1)} ×</strong>as often as the average does the best tenth of the leads convert: ${formatPercent(best!.rate)} of them, against ${formatPercent(curves.converted / curves.rows)}</p>
<p><strong>${formatPercent(third.gain, 0)}</strong>of all conversions are reached by calling the best ${Math.min(3, curves.lift.length)}0 % of the leads</p>
<p><strong>${formatCount(data.converted)}</strong>of ${formatCount(data.rows)} past leads converted (${formatPercent(data.base_rate)}): what the model learned from</p></div>
<p class="soft">Measured ${where}: ${formatCount(curves.rows)} leads, none of which the measured model had seen.${describeTies(score_counts)}</p>`;
}

/** Far more than the hundredth of the leads that have a score as a rule. */
const TIE = 0.03;

/** The largest groups of leads that nothing tells apart: which of them is called first is chance. */
function describeTies(counts: readonly number[] = []): string {
  const rows = counts.reduce((sum, n) => sum + n, 0);
  const ties = counts
    .map((n, i) => [n, i + 1] as const)
    .filter(([n]) => n > TIE * rows)
    .sort(([a], [b]) => b - a)
    .slice(0, 3);
  if (ties.length === 0) return '';
  const shown = ties.map(([n, score]) => `${formatCount(n)} at a score of ${score}`);
  return ` Of the ${formatCount(rows)} past leads many tie, that is, have one probability: ${shown.join(', ')}. The order among them is chance.`;
}

/** The verdict, then what to know before relying on the model. */
export const renderWarnings = ({ warnings, verdict }: TrainingRecord): Html =>
  html`${verdict?.better ? html`<p>The model is ${verdict.text}.</p>` : ''}${listWarnings(warnings)}`;

const listWarnings = (warnings: TrainingRecord['warnings']): Html =>
  warnings.length === 0
    ? html`<p class="soft">Nothing was found that speaks against this model.</p>`
    : html`<div class="warnings"><strong>Before you rely on it</strong><ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul></div>`;

/** The columns that may know the outcome, as the profile has them; undefined in records of before, and when there are none. */
export function renderLeaks({
  leak_suspects = [],
  worth_a_look = [],
  left_out,
}: TrainingRecord): Html | undefined {
  if (leak_suspects.length + worth_a_look.length === 0) return undefined;
  const rows = (notes: readonly LeakNote[], grade: string) =>
    notes.map(({ column, text }) => [
      column,
      column in left_out ? 'the model does not use it' : grade,
      `${text}`,
    ]);
  const drops =
    leak_suspects.length === 0
      ? ''
      : html`<p>If not, train without ${leak_suspects.length === 1 ? 'it' : 'them'}: <code>${writeDrops(leak_suspects.map(({ column }) => column))}</code></p>`;
  return html`<p>A column that is filled because of the outcome gives great figures and a useless model. Would you know these when the lead comes in?</p>${drops}
<div class="panel words">${table([['column', '', 'what was found'], ...rows(leak_suspects, 'leak suspect'), ...rows(worth_a_look, 'worth a look')])}</div>`;
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

export function renderCandidates({ candidates, winner, choice, calibration, split }: TrainingRecord): Html {
  const cells = (figures: Evaluation | undefined, sd?: Readonly<Record<Metric, number>>) =>
    FIGURES.map(([metric, , digits]): Html | string => {
      if (figures === undefined) return '–';
      const value = figures[metric].toFixed(digits);
      return sd === undefined ? value : html`${value} <small>± ${sd[metric].toFixed(digits)}</small>`;
    });
  const head = ['', ...FIGURES.map(([, name]) => name)];
  const last = (figures: Evaluation | undefined) => ['always the base rate', ...constantCells(figures)];
  const at = candidates.findIndex(({ trainer }) => trainer === winner);
  const folds =
    split.folds === 0
      ? ''
      : html`<h3>Cross-validation, ${split.folds} folds</h3>${table([head, ...candidates.map(({ trainer, cross_validated }) => [trainer, ...cells(cross_validated, cross_validated?.sd)]), last(candidates[0]?.cross_validated)], at)}`;
  const holdout =
    split.holdout_rows === 0
      ? ''
      : html`<h3 style="margin-top:18px">Hold-out, ${formatCount(split.holdout_rows)} leads</h3>${table([head, ...candidates.map(({ trainer, holdout: figures }) => [trainer, ...cells(figures)]), last(candidates[0]?.holdout)], at)}`;
  return html`<p><strong>${choice}</strong>. Calibration: ${calibration}.</p><div class="panel">${folds}${holdout}</div>`;
}

export function renderCurves({ curves }: TrainingRecord, addChart: AddChart): Html {
  if (curves === undefined) return html``;
  const calibrationTable = table([
    ['leads', 'predicted', 'converted', '95 % interval'],
    ...curves.calibration.map(({ rows, mean_probability, rate, low, high }) => [
      formatCount(rows),
      formatPercent(mean_probability),
      formatPercent(rate),
      `${formatPercent(low)} – ${formatPercent(high)}`,
    ]),
  ]);
  const liftTable = table([
    ['tenth', 'leads', 'converted', 'rate', 'lift', 'conversions reached'],
    ...curves.lift.map(({ rows, converted, rate, lift, gain }, i) => [
      `${i + 1}`,
      formatCount(rows),
      formatCount(converted),
      formatPercent(rate),
      lift.toFixed(2),
      formatPercent(gain),
    ]),
  ]);
  const tables: Readonly<Record<string, Html>> = {
    'Lift by tenth of the leads': liftTable,
    'Are the probabilities right?': calibrationTable,
  };
  return html`<div class="grid">${CURVE_CHARTS.map(
    ([title, draw, text]) =>
      html`<section class="panel"><h3>${title}</h3>${addChart(draw(curves), text, 280)}${title in tables ? details('as a table', tables[title]!) : ''}</section>`,
  )}</div>`;
}

const showValue = ({ value }: EffectPoint): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(5))) : value;

export function renderEffects(record: TrainingRecord, addChart: AddChart): Html {
  const { effects } = record;
  const drawn = effects.filter(({ points }) => points.length > 1);
  const pairs = effects.filter(({ kind }) => kind === 'pair');
  const card = (curve: EffectCurve) => {
    const rows = curve.points.map((point) => [
      showValue(point),
      `× ${oddsOf(point).toFixed(2)}`,
      point.share === undefined ? '' : formatPercent(point.share),
    ]);
    const height = curve.kind === 'category' ? 90 + 24 * curve.points.length : 240;
    return html`<section class="panel"><h3>${curve.label}</h3>${addChart(drawEffect(curve), `Effect of ${curve.label} on the odds`, height)}${details('as a table', table([['value', 'odds', 'leads'], ...rows]))}</section>`;
  };
  return html`<p>Each value’s factor on ${nameOdds(record)}, all other features alike; strongest feature first.</p>
<div class="grid">${drawn.map(card)}</div>${
    pairs.length === 0
      ? ''
      : html`<h3 style="margin-top:20px">Pairs of features that also tell something together</h3>${table([['pair', 'spread of the log-odds before calibration'], ...pairs.map(({ label, spread }) => [label, spread.toFixed(3)])])}`
  }`;
}

/** The points of a scorecard; nothing for other models. */
export function renderPoints({ intercept, terms, scale, calibration }: ModelArtifact): Html | undefined {
  if (scale.points === undefined) return undefined;
  const { base_points, base_odds, points_to_double_odds } = scale.points;
  const rows = scorecardPoints({ intercept, terms }, scale.points).flatMap(({ feature, part, bins }) =>
    bins.map(({ bin, points }, i) => [
      i === 0 ? (part === undefined ? feature : `${feature} (${part})`) : '',
      describeBin(bin),
      String(points),
    ]),
  );
  return html`<p>A lead’s points are the sum of one row per feature: ${base_points} points at odds of ${base_odds.toPrecision(3)} to 1, and ${points_to_double_odds} points more double the odds${calibration.method === 'none' ? '' : ', before calibration'}.</p><div class="panel">${table([['feature', 'value', 'points'], ...rows])}</div>`;
}

function describeBin(bin: PointsBin): string {
  const show = (value: number) => String(Number(value.toPrecision(6)));
  if (bin.kind === 'other' || bin.kind === 'missing') return bin.kind;
  if (bin.kind === 'rare') return count(bin.count, 'rare value');
  if (bin.kind === 'levels') return bin.levels.join(', ');
  if (bin.above === undefined) return bin.to === undefined ? 'any number' : `up to ${show(bin.to)}`;
  return bin.to === undefined ? `over ${show(bin.above)}` : `over ${show(bin.above)} to ${show(bin.to)}`;
}

export function renderData({ data, split, left_out, preparation }: TrainingRecord): Html {
  const out = Object.entries(left_out);
  return html`<div class="panel"><dl>
<dt>File</dt><dd>${data.file}${data.joined_file === undefined ? '' : `, joined with ${data.joined_file}`}: ${formatCount(data.rows_read)} rows</dd>
<dt>Leads</dt><dd>${formatCount(data.rows)} with a known outcome; ${formatCount(data.converted)} converted (${data.target}: ${data.positive})</dd>
<dt>Split</dt><dd>${split.text}</dd>
<dt>Fields</dt><dd>${data.fields.map(({ name, type, required }) => `${name} (${type}${required ? '' : ', may be missing'})`).join(', ')}</dd>
<dt>Left out</dt><dd>${out.length === 0 ? 'nothing' : out.map(([name, reason]) => html`<div><strong>${name}</strong>: ${reason}</div>`)}</dd>
<dt>Preparation</dt><dd>${preparation.map((step) => html`<div>${step}</div>`)}</dd></dl></div>`;
}

export function renderLineage({ lineage, seed, created_at, trainer, trainer_options }: ModelArtifact): Html {
  const versions = Object.entries(lineage.libraries).map(([name, version]) => `${name} ${version}`);
  const options = Object.entries(trainer_options).map(([name, value]) => `${name} ${value}`);
  return html`<div class="panel"><dl>
<dt>Trained</dt><dd>${created_at}, seed ${seed}</dd>
<dt>Data, SHA-256</dt><dd>${lineage.data_sha256}</dd>
<dt>Trainer</dt><dd>${trainer}: ${options.join(', ')}</dd>
<dt>Computed with</dt><dd>${versions.join(', ') || 'not recorded'}${lineage.git_commit === undefined ? '' : `; commit ${lineage.git_commit}`}</dd></dl></div>`;
}

export const GLOSSARY = html`<div class="panel"><dl>
<dt>Odds</dt><dd>converted leads per unconverted one: a rate of 20 % is odds of 0.25</dd>
<dt>ROC-AUC</dt><dd>share of pairs of a converted and an unconverted lead that the model puts in the right order; 0.5 is chance. Gini = 2 · AUC − 1</dd>
<dt>PR-AUC</dt><dd>mean conversion rate among the best leads, over all cut-offs; the base rate is chance</dd>
<dt>KS</dt><dd>largest distance between the two classes’ cumulated shares</dd>
<dt>Log-loss</dt><dd>mean of −ln of the probability given to what happened; lower is better, and it punishes false certainty</dd>
<dt>Brier score</dt><dd>mean squared difference of probability and outcome</dd>
<dt>ECE</dt><dd>expected calibration error: mean distance of predicted and actual rate over ten bins</dd>
<dt>Lift</dt><dd>conversion rate of a group ÷ conversion rate of all leads</dd></dl></div>`;
