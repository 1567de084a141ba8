import { oddsOf } from '../learning/effect-odds.ts';
import type { Curves, EffectCurve } from '../learning/training-record.ts';
import { sum } from '../statistics/sum.ts';
import type { ChartConfig } from './chart-config.ts';

export interface Palette {
  readonly model: string;
  readonly reference: string;
  readonly converted: string;
  readonly other: string;
  readonly interval: string;
}
/** On a light ground. */
export const LIGHT: Palette = {
  model: '#1d4ed8',
  reference: '#94a3b8',
  converted: '#c2410c',
  other: '#b9c8da',
  interval: 'rgba(29, 78, 216, .25)',
};
/** On a dark ground. */
export const DARK: Palette = {
  model: '#8ab4ff',
  reference: '#7c8aa3',
  converted: '#ffab7a',
  other: '#4b586e',
  interval: 'rgba(138, 180, 255, .25)',
};
// Chart.js sets a minimum of its own, which may not be above the maximum.
const PERCENT = { style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: 0 } as const;
const FINE_PERCENT = { style: 'percent', minimumFractionDigits: 0, maximumFractionDigits: 1 } as const;
const FACTOR = { minimumFractionDigits: 0, maximumFractionDigits: 2 } as const;

const axis = (text: string, format: object | undefined, more: object = {}) => ({
  title: { display: true, text },
  ticks: format === undefined ? {} : { format },
  ...more,
});
const points = (x: readonly number[], y: readonly number[]) => x.map((value, i) => ({ x: value, y: y[i]! }));
const line = (label: string, data: unknown, colour: string, more: object = {}) => ({
  type: 'line',
  label,
  data,
  borderColor: colour,
  backgroundColor: colour,
  borderWidth: 2,
  pointRadius: 0,
  ...more,
});
const dashed = { borderDash: [5, 5], borderWidth: 1.5 } as const;
const diagonal = (label: string, colours: Palette, to = 1) =>
  line(label, points([0, to], [0, to]), colours.reference, dashed);
const bar = (label: string, data: readonly number[], backgroundColor: string | readonly string[]) => ({
  type: 'bar',
  label,
  data,
  backgroundColor,
});
const chart = (
  type: string,
  datasets: readonly object[],
  scales: object,
  more: object = {},
): ChartConfig => ({
  type,
  data: { datasets, ...('labels' in more ? { labels: more.labels } : {}) },
  options: {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    interaction: { mode: 'nearest', intersect: false },
    plugins: { legend: { display: datasets.length > 1, position: 'bottom', labels: { boxWidth: 18 } } },
    scales,
    ...('indexAxis' in more ? { indexAxis: more.indexAxis } : {}),
  },
});
const unit = { min: 0, max: 1, type: 'linear' } as const;

const drawRoc = ({ roc }: Curves, colours = LIGHT): ChartConfig =>
  chart(
    'line',
    [
      line('model', points(roc.false_positive_rate, roc.true_positive_rate), colours.model),
      diagonal('chance', colours),
    ],
    {
      x: axis('share of the leads that did not convert', PERCENT, unit),
      y: axis('share of the conversions found', PERCENT, unit),
    },
  );

const drawPrecisionRecall = (
  { precision_recall: { recall, precision }, rows, converted }: Curves,
  colours = LIGHT,
): ChartConfig =>
  chart(
    'line',
    [
      line('model', points(recall, precision), colours.model),
      line('all leads', points([0, 1], [converted / rows, converted / rows]), colours.reference, dashed),
    ],
    {
      x: axis('share of the conversions found (recall)', PERCENT, unit),
      y: axis('conversion rate (precision)', PERCENT, unit),
    },
  );

function drawCalibration({ calibration }: Curves, colours = LIGHT): ChartConfig {
  const top = Math.max(...calibration.map(({ mean_probability, high }) => Math.max(mean_probability, high)));
  const by = (figure: 'rate' | 'low' | 'high') =>
    calibration.map(({ mean_probability: x, [figure]: y }) => ({ x, y }));
  const range = { type: 'linear', min: 0, max: Math.min(1, Math.ceil(top * 20) / 20) };
  const bound = (label: string, figure: 'low' | 'high', fill: string | false) =>
    line(label, by(figure), 'transparent', { backgroundColor: colours.interval, fill });
  return chart(
    'line',
    [
      line('leads that converted', by('rate'), colours.model, { pointRadius: 4 }),
      bound('95 % interval', 'high', '+1'),
      bound(' ', 'low', false),
      diagonal('as predicted', colours, range.max),
    ],
    {
      x: axis('predicted probability', FINE_PERCENT, range),
      y: axis('share that converted', FINE_PERCENT, range),
    },
  );
}

const drawLift = ({ lift }: Curves, colours = LIGHT): ChartConfig =>
  chart(
    'bar',
    [
      bar(
        'lift',
        lift.map(({ lift: factor }) => factor),
        colours.model,
      ),
    ],
    {
      x: axis('tenth of the leads, best first', undefined),
      y: axis('times the average conversion rate', FACTOR, { min: 0 }),
    },
    { labels: lift.map((_, i) => `${i + 1}`) },
  );

const drawGain = ({ lift }: Curves, colours = LIGHT): ChartConfig =>
  chart(
    'line',
    [
      line(
        'by the model',
        points(lift.map((_, i) => i / 10).concat(1), [0, ...lift.map(({ gain }) => gain)]),
        colours.model,
        { pointRadius: 3 },
      ),
      diagonal('at random', colours),
    ],
    {
      x: axis('share of the leads called, best first', PERCENT, unit),
      y: axis('share of the conversions reached', PERCENT, unit),
    },
  );

function drawDistribution(
  { distribution: { edges, converted, not_converted } }: Curves,
  colours = LIGHT,
): ChartConfig {
  const share = (counts: readonly number[]) => {
    const total = sum(counts);
    return counts.map((count) => (total === 0 ? 0 : count / total));
  };
  const touching = { categoryPercentage: 0.95, barPercentage: 1 };
  return chart(
    'bar',
    [
      { ...bar('did not convert', share(not_converted), colours.other), ...touching },
      { ...bar('converted', share(converted), colours.converted), ...touching },
    ],
    { x: axis('predicted probability', undefined), y: axis('share of the class', PERCENT, { min: 0 }) },
    { labels: converted.map((_, i) => `${(100 * edges[i]!).toFixed(1)} %`) },
  );
}

/** What the curves of a training show, in the order in which they are shown: a title, a chart, and what it shows in words. */
export const CURVE_CHARTS = [
  ['Lift by tenth of the leads', drawLift, 'Lift by tenth of the leads'],
  ['Conversions reached', drawGain, 'Share of the conversions reached by the share of the leads called'],
  ['Are the probabilities right?', drawCalibration, 'Share of converted leads by predicted probability'],
  ['Probabilities of both classes', drawDistribution, 'Distribution of the predicted probabilities by class'],
  ['ROC curve', drawRoc, 'Receiver operating characteristic'],
  ['Precision and recall', drawPrecisionRecall, 'Precision by recall'],
] as const;

/** Where the scale of the odds may begin, and where it may end: left alone, it would begin at a power of ten. */
const LOW = [0.9, 0.8, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01];
const HIGH = [1.1, 1.2, 1.5, 2, 3, 5, 10, 20, 50, 100];
const around = (odds: readonly number[]) => ({
  min: LOW.find((low) => low <= Math.min(...odds)) ?? Math.min(...odds),
  max: HIGH.find((high) => high >= Math.max(...odds)) ?? Math.max(...odds),
});

/** Odds against the average lead, on a scale on which twice and half are as far from 1. */
export function drawEffect(curve: EffectCurve, colours = LIGHT): ChartConfig {
  if (curve.kind === 'category') {
    const odds = curve.points.map(oddsOf);
    const colour = curve.points.map(({ kind, effect }) =>
      kind !== 'level' ? colours.other : effect > 0 ? colours.model : colours.converted,
    );
    return chart(
      'bar',
      [{ ...bar('odds against the average lead', odds, colour), base: 1 }],
      {
        x: axis('odds × (1 = average lead)', FACTOR, { type: 'logarithmic', ...around(odds) }),
        y: { ticks: { autoSkip: false } },
      },
      { labels: curve.points.map(({ value }) => String(value)), indexAxis: 'y' },
    );
  }
  const known = curve.points.filter(({ kind }) => kind === 'curve' || kind === 'step');
  const missing = curve.points.find(({ kind }) => kind === 'missing');
  const x = known.map(({ value }) => Number(value));
  const ends = [x[0] ?? 0, x.at(-1) ?? 1];
  return chart(
    'line',
    [
      line('odds against the average lead', points(x, known.map(oddsOf)), colours.model, {
        stepped: known[0]?.kind === 'step' ? 'before' : false,
      }),
      ...(missing === undefined
        ? []
        : [line('missing', points(ends, [oddsOf(missing), oddsOf(missing)]), colours.converted, dashed)]),
    ],
    {
      x: axis(curve.label, undefined, { type: 'linear' }),
      y: axis('odds ×', FACTOR, { type: 'logarithmic' }),
    },
  );
}

/** The ROC-AUC of a model's versions, oldest first. */
export const drawVersions = (
  versions: readonly { readonly version: string; readonly roc_auc: number }[],
  colours = LIGHT,
): ChartConfig =>
  chart(
    'line',
    [
      line(
        'ROC-AUC',
        versions.map(({ roc_auc }) => roc_auc),
        colours.model,
        { pointRadius: 4 },
      ),
    ],
    { x: axis('version', undefined), y: axis('ROC-AUC', FACTOR) },
    { labels: versions.map(({ version }) => version) },
  );
