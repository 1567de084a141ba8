import { oddsOf } from '../learning/effect-odds.ts';
import type { ShuffledFeature } from '../learning/evaluation/evaluation-record.ts';
import type { EffectCurve, EffectPoint } from '../learning/training-record.ts';
import type { ChartConfig } from './chart-config.ts';
import { axis, bar, chart, dashed, FACTOR, LIGHT, line, type Palette, points } from './chart-parts.ts';

/** Where the scale of the odds may begin, and where it may end: left alone, it would begin at a power of ten. */
const LOW = [0.9, 0.8, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05, 0.02, 0.01];
const HIGH = [1.1, 1.2, 1.5, 2, 3, 5, 10, 20, 50, 100];
/** A band that is wider leaves the picture: on a scale that held it all, no effect would be seen. */
const MOST_BAND = 3;
/** What a row of bars needs to be told apart from the next. */
const ROW = 26;
const LONGEST_LABEL = 22;

/** The scale that shows all effects, and of their bands what is no more than a factor of 3 beyond them. */
function scaleOf(shown: readonly EffectPoint[]): { readonly min: number; readonly max: number } {
  const odds = shown.map(oddsOf);
  const [least, most] = [Math.min(...odds), Math.max(...odds)];
  const lowest = Math.max(
    least / MOST_BAND,
    Math.min(least, ...shown.map(({ odds_low = least }) => odds_low)),
  );
  const highest = Math.min(
    most * MOST_BAND,
    Math.max(most, ...shown.map(({ odds_high = most }) => odds_high)),
  );
  return {
    min: LOW.find((low) => low <= lowest) ?? lowest,
    max: HIGH.find((high) => high >= highest) ?? highest,
  };
}

/** Of a scale's ticks: what may stand before the power of ten, from fine to coarse. */
const MANTISSAS = [[1, 1.1, 1.2, 1.5, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 5], [1, 2, 5], [1]];
const MOST_TICKS = 7;

/** A logarithmic axis whose ticks are far enough apart to be labelled; left alone, they crowd at its upper end. */
function oddsAxis(text: string, { min, max }: { readonly min: number; readonly max: number }): object {
  const between = (mantissas: readonly number[]) =>
    [-3, -2, -1, 0, 1, 2, 3]
      .flatMap((power) => mantissas.map((mantissa) => Number(`${mantissa}e${power}`)))
      .filter((value) => value >= min * 0.999 && value <= max * 1.001);
  const values =
    MANTISSAS.map(between).find(({ length }) => length <= MOST_TICKS) ?? between(MANTISSAS.at(-1)!);
  return { title: { display: true, text }, type: 'logarithmic', min, max, ticks: { values } };
}

/** The height, in pixels, that an effect needs. */
export const heightOfEffect = ({ kind, points: { length } }: EffectCurve): number =>
  kind === 'category' ? 96 + ROW * length : 260;

/** Odds against the average lead, on a scale on which twice and half are as far from 1. */
export const drawEffect = (curve: EffectCurve, colours = LIGHT): ChartConfig =>
  curve.kind === 'category' ? drawLevels(curve, colours) : drawNumber(curve, colours);

function drawLevels({ points: shown }: EffectCurve, colours: Palette): ChartConfig {
  const colour = shown.map(({ kind, effect }) =>
    kind !== 'level' ? colours.other : effect > 0 ? colours.model : colours.converted,
  );
  const scale = scaleOf(shown);
  const hold = (odds: number) => Math.min(scale.max, Math.max(scale.min, odds));
  const bands = shown.map(({ odds_low, odds_high }) =>
    odds_low === undefined || odds_high === undefined ? null : [hold(odds_low), hold(odds_high)],
  );
  const hasBand = bands.some((band) => band !== null);
  return chart(
    'bar',
    [
      ...(hasBand
        ? [{ ...bar('band', bands, colours.reference), grouped: false, barThickness: 4, order: 0 }]
        : []),
      {
        ...bar(
          'odds × (grey: other, missing)',
          shown.map((point) => precise(oddsOf(point))),
          colour,
        ),
        grouped: false,
        base: 1,
        order: 1,
      },
    ],
    {
      x: oddsAxis('odds × (1 = average lead)', scale),
      y: { ticks: { autoSkip: false } },
    },
    { labels: shown.map(nameLevel), indexAxis: 'y' },
  );
}

/** `webinar (12 %)`; the table beside the chart has the whole name. */
function nameLevel({ value, share }: EffectPoint): string {
  const name = String(value);
  const short = name.length > LONGEST_LABEL ? `${name.slice(0, LONGEST_LABEL - 1)}…` : name;
  if (share === undefined) return short;
  return `${short} (${share > 0 && share < 0.005 ? '< 1' : Math.round(100 * share)} %)`;
}

/** What a pixel can show: it makes pages smaller. */
const precise = (x: number): number => Number(x.toPrecision(5));

function drawNumber(curve: EffectCurve, colours: Palette): ChartConfig {
  const { density } = curve;
  const known = curve.points.filter(({ kind }) => kind === 'curve' || kind === 'step');
  const missing = curve.points.find(({ kind }) => kind === 'missing');
  const isStepped = known[0]?.kind === 'step';
  const x = known.map(({ value }) => Number(value));
  // The last step goes on to where the leads end.
  const end = Math.max(x.at(-1) ?? 1, density?.high ?? Number.NEGATIVE_INFINITY);
  const isOpen = isStepped && end > x.at(-1)!;
  const along = (y: readonly number[]) =>
    points(isOpen ? [...x, end] : x, (isOpen ? [...y, y.at(-1)!] : y).map(precise));
  const stepped = isStepped ? 'before' : false;
  const bound = (label: string, y: readonly number[], fill: string | false) =>
    line(label, along(y), 'transparent', { backgroundColor: colours.interval, fill, stepped });
  const hasBand = known.length > 0 && known.every(({ odds_low }) => odds_low !== undefined);
  const range = density === undefined ? {} : { min: density.low, max: density.high };
  return chart(
    'line',
    [
      line('odds ×', along(known.map(oddsOf)), colours.model, { stepped }),
      ...(hasBand
        ? [
            bound(
              'band',
              known.map(({ odds_high }) => odds_high!),
              '+1',
            ),
            bound(
              ' ',
              known.map(({ odds_low }) => odds_low!),
              false,
            ),
          ]
        : []),
      ...(missing === undefined
        ? []
        : [
            line(
              'missing',
              points([x[0] ?? 0, end], [oddsOf(missing), oddsOf(missing)]),
              colours.converted,
              dashed,
            ),
          ]),
      ...(density === undefined ? [] : [drawDensity(density, colours)]),
    ],
    {
      x: axis(curve.label, undefined, { type: 'linear', ...range }),
      y: oddsAxis('odds ×', scaleOf(curve.points)),
      // Four times as high as the highest bin: the histogram takes the lowest quarter of the picture.
      ...(density === undefined
        ? {}
        : { leads: { display: false, min: 0, max: 4 * Math.max(...density.shares) } }),
    },
  );
}

function drawDensity({ low, high, shares }: NonNullable<EffectCurve['density']>, colours: Palette): object {
  const width = (high - low) / shares.length;
  const edges = [...shares.map((_, i) => precise(low + i * width)), high];
  return line('leads', points(edges, [...shares, shares.at(-1)!]), 'transparent', {
    backgroundColor: colours.density,
    fill: 'origin',
    stepped: 'before',
    yAxisID: 'leads',
    order: 9,
  });
}

/** How much a feature matters; in records of before, by its spread. */
export const importanceOf = ({ mean_abs, spread }: EffectCurve): number => mean_abs ?? spread;

/** @param ranked most important first */
export const drawImportance = (
  ranked: readonly EffectCurve[],
  measure: string,
  unit: string,
  colours = LIGHT,
): ChartConfig =>
  chart(
    'bar',
    [
      bar(
        measure,
        ranked.map((curve) => precise(importanceOf(curve))),
        colours.model,
      ),
    ],
    { x: axis(`${measure}, ${unit}`, FACTOR, { min: 0 }), y: { ticks: { autoSkip: false } } },
    {
      labels: ranked.map(({ label }) =>
        label.length > LONGEST_LABEL + 8 ? `${label.slice(0, LONGEST_LABEL + 7)}…` : label,
      ),
      indexAxis: 'y',
    },
  );

/** How much worse held-out leads are predicted with each feature shuffled. @param ranked most important first */
export const drawShuffles = (
  ranked: readonly (Pick<ShuffledFeature, 'log_loss'> & { readonly label: string })[],
  colours = LIGHT,
): ChartConfig =>
  chart(
    'bar',
    [
      bar(
        'log-loss',
        ranked.map(({ log_loss }) => precise(log_loss.mean)),
        colours.converted,
      ),
    ],
    { x: axis('rise of log-loss on the hold-out', FACTOR), y: { ticks: { autoSkip: false } } },
    {
      labels: ranked.map(({ label }) =>
        label.length > LONGEST_LABEL + 8 ? `${label.slice(0, LONGEST_LABEL + 7)}…` : label,
      ),
      indexAxis: 'y',
    },
  );
