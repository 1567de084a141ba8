import type { Candidate, Curves, OverTime } from '../learning/training-record.ts';
import { sum } from '../statistics/sum.ts';
import type { ChartConfig } from './chart-config.ts';
import {
  axis,
  bar,
  chart,
  dashed,
  diagonal,
  FACTOR,
  FINE_PERCENT,
  LIGHT,
  line,
  PERCENT,
  points,
  unit,
} from './chart-parts.ts';

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

/** The ROC curves of all candidates, the winner's in front; they differ in their dashes, too. */
export function drawRivals(
  candidates: readonly Pick<Candidate, 'trainer' | 'roc'>[],
  winner: string,
  colours = LIGHT,
): ChartConfig {
  const rest = [colours.converted, colours.third, colours.fourth];
  const dashes = [
    [8, 3],
    [3, 3],
    [10, 3, 2, 3],
  ];
  const others = candidates.filter(({ trainer }) => trainer !== winner);
  const own = candidates.filter(({ trainer }) => trainer === winner);
  const lines = [...own, ...others].flatMap(({ trainer, roc }, i) =>
    roc === undefined
      ? []
      : [
          line(
            trainer,
            points(roc.false_positive_rate, roc.true_positive_rate),
            trainer === winner ? colours.model : rest[(i - own.length) % rest.length]!,
            trainer === winner
              ? { borderWidth: 3 }
              : { borderDash: dashes[(i - own.length) % dashes.length] },
          ),
        ],
  );
  return chart('line', [...lines, diagonal('chance', colours)], {
    x: axis('share of the leads that did not convert', PERCENT, unit),
    y: axis('share of the conversions found', PERCENT, unit),
  });
}

const startOf = ({ periods }: OverTime) => ({ labels: periods.map(({ from }) => from) });

/** What converted, and what the model expected. */
export const drawRateOverTime = (over: OverTime, colours = LIGHT): ChartConfig =>
  chart(
    'line',
    [
      line(
        'converted',
        over.periods.map(({ rate }) => rate),
        colours.converted,
        { pointRadius: 4 },
      ),
      line(
        'mean probability',
        over.periods.map(({ mean_probability }) => mean_probability),
        colours.model,
        {
          ...dashed,
          pointRadius: 4,
          pointStyle: 'rect',
        },
      ),
    ],
    { x: axis(`${over.column}, from`, undefined), y: axis('share of the leads', FINE_PERCENT, { min: 0 }) },
    startOf(over),
  );

/** With its 95 % interval; periods without one are left open. */
export function drawAreaOverTime(over: OverTime, colours = LIGHT): ChartConfig {
  const by = (figure: 'value' | 'low' | 'high') =>
    over.periods.map(({ roc_auc }) => (roc_auc === undefined ? null : roc_auc[figure]));
  const bound = (label: string, figure: 'low' | 'high', fill: string | false) =>
    line(label, by(figure), 'transparent', { backgroundColor: colours.interval, fill });
  return chart(
    'line',
    [
      line('ROC-AUC', by('value'), colours.model, { pointRadius: 4 }),
      bound('95 % interval', 'high', '+1'),
      bound(' ', 'low', false),
    ],
    { x: axis(`${over.column}, from`, undefined), y: axis('ROC-AUC', FACTOR, { suggestedMin: 0.5, max: 1 }) },
    startOf(over),
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
