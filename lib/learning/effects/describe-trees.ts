import { FEWEST_NAMED } from '../../lead/rare-levels.ts';
import type { ModelArtifact } from '../../model/artifact.ts';
import { namePart } from '../../model/name-term.ts';
import { labelOf } from '../../model/sentences.ts';
import { drawSample } from '../../statistics/draw-sample.ts';
import { lowerBound } from '../../statistics/lower-bound.ts';
import { moments } from '../../statistics/moments.ts';
import { quantile } from '../../statistics/quantile.ts';
import { quantileEdges } from '../../statistics/quantile-edges.ts';
import { sum } from '../../statistics/sum.ts';
import { sumByGroup } from '../../statistics/sum-by-group.ts';
import { fill, range } from '../../typed-arrays.ts';
import { findFeature } from '../score-columns.ts';
import type { EncodedLeads, LevelFeature, NumberFeature } from '../table/encode-leads.ts';
import type { EffectCurve, EffectPoint } from '../training-record.ts';
import { describeDensity } from './describe-density.ts';
import { compileFactor } from './effect-factor.ts';
import { type ExplainedFeature, explainFeatures } from './explain-features.ts';
import { planExplained } from './plan-explained.ts';

const MOST_BINS = 20;
const MOST_LEVELS = 30;
/** Of the leads that have a value, those between these hundredths lie in its band. */
const BAND = [0.1, 0.9] as const;

/** How the features of a model with trees move the odds, and how many leads that was read from. */
export interface TreeEffects {
  readonly curves: EffectCurve[];
  readonly rows: number;
}

/**
 * What trees make of a value depends on the lead's other values, so a point is a mean: of the effects on the leads that have the
 * value, with a band that 80 % of them lie in. How certain the mean is, the band does not say.
 *
 * @param seed draws the leads that are explained, where not all are
 */
export function describeTrees(artifact: ModelArtifact, leads: EncodedLeads, seed: number): TreeEffects {
  const all = range(leads.count);
  const rows = drawSample(all, planExplained(artifact.trees!), seed);
  const fieldOf = (name: string) => artifact.schema.fields.find((field) => field.name === name)!;
  const factorOf = compileFactor(artifact);
  const isCalibrated = artifact.calibration.method !== 'none';
  const explained = [...explainFeatures(artifact, leads.features, rows)];
  const curves = explained
    .filter(([, { effects }]) => effects.some((effect) => effect !== 0))
    .map(([feature, one]): EffectCurve => {
      const { points, ...shape } = describeFeature(one, leads, rows);
      return {
        feature,
        label: namePart(labelOf(fieldOf(one.field)), one.part),
        spread: moments(one.effects).sd,
        mean_abs: sum(one.effects.map(Math.abs)) / rows.length,
        ...shape,
        points: points.map(({ low, high, ...point }) => ({
          ...point,
          ...(isCalibrated ? { odds: factorOf(point.effect) } : {}),
          odds_low: round(factorOf(low)),
          odds_high: round(factorOf(high)),
        })),
      };
    })
    .sort((a, b) => b.spread - a.spread || (a.feature < b.feature ? -1 : 1));
  return { curves, rows: rows.length };
}

/** A mean effect, and its band as effects. */
type MeanPoint = Omit<EffectPoint, 'odds' | 'odds_low' | 'odds_high'> & {
  readonly low: number;
  readonly high: number;
};

function describeFeature(
  { field, part, effects }: ExplainedFeature,
  { features }: EncodedLeads,
  rows: Int32Array,
): Pick<EffectCurve, 'kind' | 'density'> & { readonly points: readonly MeanPoint[] } {
  const feature = findFeature(features, field, part);
  if (feature.kind === 'level') return { kind: 'category', points: describeLevels(feature, effects, rows) };
  const known = feature.values.filter((value) => !Number.isNaN(value)).sort();
  const density = known.length === 0 ? undefined : describeDensity(known, feature.values.length);
  return {
    kind: 'number',
    ...(density === undefined ? {} : { density }),
    points: describeNumbers(feature, effects, rows, known[0]),
  };
}

/** Bins of about as many leads each, from their lower edges on; then the leads without the number. */
function describeNumbers(
  { values }: NumberFeature,
  effects: Float64Array,
  rows: Int32Array,
  least: number | undefined,
): MeanPoint[] {
  const quantiles = quantileEdges(values, rows, MOST_BINS);
  const edges = joinSmall(quantiles, values, rows);
  const binOf = (value: number) => (Number.isNaN(value) ? edges.length + 1 : lowerBound(edges, value));
  const shares = sumByGroup(values.map(binOf), edges.length + 2);
  const own = collect(
    fill(new Int32Array(rows.length), (i) => binOf(values[rows[i]!]!)),
    edges.length + 2,
    effects,
  );
  return own.flatMap((group, bin): MeanPoint[] => {
    if (group.length === 0) return [];
    const isMissing = bin > edges.length;
    const value = isMissing ? 'missing' : bin === 0 ? least! : edges[bin - 1]!;
    return [meanPoint(value, isMissing ? 'missing' : 'step', group, shares[bin]! / values.length)];
  });
}

/** Without the edges below which fewer than 20 leads would lie; the last bin takes what is left over. */
function joinSmall(edges: Float64Array, values: Float64Array, rows: Int32Array): Float64Array {
  const known = rows.filter((row) => !Number.isNaN(values[row]!));
  const counts = sumByGroup(
    fill(new Int32Array(known.length), (i) => lowerBound(edges, values[known[i]!]!)),
    edges.length + 1,
  );
  const kept: number[] = [];
  let [open, rest] = [0, known.length];
  edges.forEach((edge, bin) => {
    open += counts[bin]!;
    if (open < FEWEST_NAMED || rest - open < FEWEST_NAMED) return;
    kept.push(edge);
    rest -= open;
    open = 0;
  });
  return Float64Array.from(kept);
}

/**
 * Most frequent first; the parts of a date and yes before no. Levels that fewer than 20 leads have, of all or of those that are
 * explained, are part of other.
 */
function describeLevels(
  { levels, codes, part }: LevelFeature,
  effects: Float64Array,
  rows: Int32Array,
): MeanPoint[] {
  const counts = sumByGroup(codes, levels.length + 1);
  const groups = collect(
    fill(new Int32Array(rows.length), (i) => codes[rows[i]!]!),
    levels.length + 1,
    effects,
  );
  // A weekday or a yes names no one.
  const isPublic = part !== undefined || (levels.length === 2 && levels[0] === 'true');
  const isShown = (code: number) =>
    isPublic ? groups[code]!.length > 0 : Math.min(counts[code]!, groups[code]!.length) >= FEWEST_NAMED;
  const shown = [...levels.keys()].filter(isShown);
  if (!isPublic) shown.sort((a, b) => counts[b]! - counts[a]! || (levels[a]! < levels[b]! ? -1 : 1));
  const own = shown.slice(0, MOST_LEVELS);
  const share = (...of: readonly number[]) => sum(of.map((code) => counts[code]!)) / codes.length;
  const others = [...levels.keys()].filter((code) => !own.includes(code));
  const inOther = Float64Array.from(others.flatMap((code) => [...groups[code]!]));
  const missing = groups[levels.length]!;
  return [
    ...own.map((code) => meanPoint(levels[code]!, 'level', groups[code]!, share(code))),
    ...(inOther.length === 0 ? [] : [meanPoint('other', 'other', inOther, share(...others))]),
    ...(missing.length === 0 ? [] : [meanPoint('missing', 'missing', missing, share(levels.length))]),
  ];
}

/** The effects on the leads of each group. */
function collect(groupOf: Int32Array, groups: number, effects: Float64Array): Float64Array[] {
  const collected = Array.from(sumByGroup(groupOf, groups), (size) => new Float64Array(size));
  const sizes = new Int32Array(groups);
  groupOf.forEach((group, i) => {
    collected[group]![sizes[group]!++] = effects[i]!;
  });
  return collected;
}

function meanPoint(
  value: EffectPoint['value'],
  kind: EffectPoint['kind'],
  effects: Float64Array,
  share: number,
): MeanPoint {
  const sorted = effects.toSorted();
  const [low, high] = BAND.map((at) => quantile(sorted, at)) as [number, number];
  return { value, kind, effect: sum(effects) / effects.length, low, high, share };
}

const round = (value: number): number => Number(value.toPrecision(4));
