import { count } from '../../count.ts';
import { formatCount, formatPercent } from '../../format-figures.ts';
import { writeDrops } from '../../learning/profile/write-drops.ts';
import { type PointsBin, scorecardPoints } from '../../learning/trainers/scorecard-points.ts';
import type { Curves, LeakNote, TrainingRecord } from '../../learning/training-record.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { type Html, html } from '../html.ts';
import type { AddChart } from '../render-page.ts';
import { CURVE_CHARTS, drawRivals } from '../training-charts.ts';
import { details, table } from './table.ts';

/** What the model can do, for those who call the leads. */
export function renderForSales({ curves, data, curves_on, score_counts, horizon }: TrainingRecord): Html {
  if (curves === undefined) {
    return html`<p>Nothing was held out, so it is not known how good this model is. Train without <code>--folds 0 --holdout 0</code> to measure it.</p>`;
  }
  const [best] = curves.lift;
  const third = curves.lift[2] ?? curves.lift.at(-1)!;
  const where = curves_on === 'holdout' ? 'on leads that were held out' : 'in cross-validation';
  return html`<div class="tiles">
<p><strong>${best!.lift.toFixed(1)} ×</strong>is how often the best tenth of the leads converts, compared with the average: ${formatPercent(best!.rate)} of them, against ${formatPercent(curves.converted / curves.rows)}</p>
<p><strong>${formatPercent(third.gain, 0)}</strong>of all conversions are reached by calling the best ${Math.min(3, curves.lift.length)}0 % of the leads</p>
<p><strong>${formatCount(data.converted)}</strong>of ${formatCount(data.rows)} past leads converted ${horizon === undefined ? `(${formatPercent(data.base_rate)})` : `within ${horizon.days} days so far (${formatPercent(data.base_rate)} estimated once all are that old)`}: what the model learned from</p></div>
<p class="soft">Measured ${where}: ${formatCount(curves.rows)} leads, none of which the measured model had seen${horizon === undefined ? '' : `, all at least ${horizon.days} days old, so that it is known what became of them`}.${describeTies(score_counts)}</p>`;
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
    ? html`<p class="soft">No automatic check raised a warning.</p>`
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
  return html`<p>A column that is filled because of the outcome gives great metrics and a useless model. Would you know these when the lead comes in?</p>${drops}
<div class="panel words">${table([['column', '', 'what was found'], ...rows(leak_suspects, 'leak suspect'), ...rows(worth_a_look, 'worth a look')])}</div>`;
}

export function renderCurves({ curves, candidates, winner }: TrainingRecord, addChart: AddChart): Html {
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
  // Records of before have the winner's curve only.
  const hasRivals = candidates.some(({ roc }) => roc !== undefined);
  const tables: Readonly<Record<string, Html>> = {
    'Lift by tenth of the leads': liftTable,
    'Are the probabilities right?': calibrationTable,
    'Probabilities of both classes': distributionTable(curves),
    [ROC]: rocTable(curves),
    'Precision and recall': precisionTable(curves),
    'Conversions reached': liftTable,
  };
  return html`<div class="grid">${CURVE_CHARTS.map(
    ([title, draw, text]) =>
      html`<section class="panel"><h3>${title}</h3>${addChart(title === ROC && hasRivals ? drawRivals(candidates, winner) : draw(curves), text, 280)}${title in tables ? details('as a table', tables[title]!) : ''}</section>`,
  )}</div>`;
}

const ROC = 'ROC curve';

/** Every so many of a curve's points, with its ends. */
function sampleCurve(x: readonly number[], y: readonly number[]): (readonly [number, number])[] {
  const shares = Array.from({ length: 11 }, (_, i) => i / 10);
  const at = (share: number) => x.findIndex((value) => value >= share - 1e-9);
  return [...new Set(shares.map(at))].filter((i) => i >= 0).map((i) => [x[i]!, y[i]!] as const);
}

const rocTable = ({ roc }: Curves): Html =>
  table([
    ['of the leads that did not convert', 'of the conversions found'],
    ...sampleCurve(roc.false_positive_rate, roc.true_positive_rate).map((shares) =>
      shares.map((share) => formatPercent(share)),
    ),
  ]);

const precisionTable = ({ precision_recall: { recall, precision } }: Curves): Html =>
  table([
    ['conversions found (recall)', 'conversion rate (precision)'],
    ...sampleCurve(recall, precision).map((shares) => shares.map((share) => formatPercent(share))),
  ]);

const distributionTable = ({ distribution: { edges, converted, not_converted } }: Curves): Html =>
  table([
    ['probability', 'converted', 'did not convert'],
    ...converted.map((count, i) => [
      `${formatPercent(edges[i]!)} – ${formatPercent(edges[i + 1]!)}`,
      formatCount(count),
      formatCount(not_converted[i]!),
    ]),
  ]);

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

export function renderData({ data, horizon, split, left_out, preparation }: TrainingRecord): Html {
  const out = Object.entries(left_out);
  return html`<div class="panel"><dl>
<dt>File</dt><dd>${data.file}${data.joined_file === undefined ? '' : `, joined with ${data.joined_file}`}: ${formatCount(data.rows_read)} rows</dd>
<dt>Leads</dt><dd>${horizon === undefined ? `${formatCount(data.rows)} with a known outcome; ${formatCount(data.converted)} converted (${data.target}: ${data.positive})` : `${formatCount(data.rows)}; ${formatCount(data.converted)} converted (${data.target}: ${data.positive} of ${horizon.time}), as of ${horizon.as_of}; ${formatCount(horizon.old_rows)} are at least ${horizon.days} days old, of which ${formatCount(horizon.old_converted)} converted. Younger leads count for what shows by their age`}</dd>
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
<dt>KS</dt><dd>largest distance between the cumulative shares of the two classes</dd>
<dt>Log-loss</dt><dd>mean of −ln of the probability given to what happened; lower is better, and it punishes false certainty</dd>
<dt>Brier score</dt><dd>mean squared difference of probability and outcome</dd>
<dt>ECE</dt><dd>expected calibration error: mean distance of predicted and actual rate over ten bins</dd>
<dt>Calibration slope</dt><dd>1 where probabilities are as far apart as they should be: below 1 they are too extreme, above 1 too cautious</dd>
<dt>95 % interval</dt><dd>where a figure would lie 19 times of 20, had other leads been held out</dd>
<dt>Lift</dt><dd>conversion rate of a group ÷ conversion rate of all leads</dd></dl></div>`;
