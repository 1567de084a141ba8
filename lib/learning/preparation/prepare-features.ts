import { applySteps } from '../../model/apply-steps.ts';
import type { NumberStep } from '../../model/artifact.ts';
import { moments } from '../../statistics/moments.ts';
import { quantile } from '../../statistics/quantile.ts';
import { release } from '../../typed-arrays.ts';
import type { Feature, LevelFeature, NumberFeature } from '../table/encode-leads.ts';
import { chooseTransform } from './choose-transform.ts';
import { PREPARATION_DEFAULTS, type PreparationOptions } from './preparation-options.ts';
import { rangeOf, sortSample } from './summarise-numbers.ts';

/** What was learned about a number from the training leads. */
export interface PreparedNumber {
  readonly kind: 'number';
  readonly feature: NumberFeature;
  readonly steps: readonly NumberStep[];
  readonly missingRows: number;
  /** What a missing value counts as, after the steps; 0 for the mean. */
  readonly fill: number;
  /** A missing value has an effect of its own besides. */
  readonly ownMissingEffect: boolean;
}

/** Which levels have a weight of their own; counts are training leads. */
export interface PreparedLevels {
  readonly kind: 'level';
  readonly feature: LevelFeature;
  /** Indices into the feature's levels, with a weight of their own. */
  readonly own: readonly number[];
  readonly counts: Int32Array;
  readonly otherRows: number;
  readonly missingRows: number;
}

export type Prepared = PreparedNumber | PreparedLevels;

/** Learns the preparation of every feature from the leads at `rows`, and from no others. */
export function prepareFeatures(
  features: readonly Feature[],
  rows: Int32Array,
  options: PreparationOptions = PREPARATION_DEFAULTS,
): Prepared[] {
  return features.map((feature) =>
    feature.kind === 'number'
      ? prepareNumber(feature, rows, options)
      : prepareLevels(feature, rows, options.rareLevelRows),
  );
}

function prepareNumber(
  feature: NumberFeature,
  rows: Int32Array,
  { impute, missingEffect, winsorise, transform, normalise }: PreparationOptions,
): PreparedNumber {
  const { values } = feature;
  const { low, high, known } = rangeOf(values, rows);
  const base = {
    kind: 'number',
    feature,
    missingRows: rows.length - known,
    ownMissingEffect: missingEffect,
  } as const;
  if (known === 0) return { ...base, steps: [], fill: 0 };
  const sample = sortSample(values, rows);
  // The range of the training leads is always kept to: nothing is known of what lies outside.
  const inner = { low: quantile(sample, winsorise), high: quantile(sample, 1 - winsorise) };
  // Nearly all values may be one, so that both quantiles are it; what differs is then all there is to learn from.
  const clip = {
    op: 'clip' as const,
    ...(winsorise > 0 && inner.low < inner.high ? inner : { low, high }),
  };
  const clipped = sample.map((x) => Math.min(Math.max(x, clip.low), clip.high));
  const transformed = chooseTransform(clipped, transform);
  const steps: NumberStep[] = transformed === undefined ? [clip] : [clip, transformed];
  const { mean: centre, sd: spread } = moments(
    transformed === undefined ? clipped : clipped.map((x) => applySteps([transformed], x)),
  );
  if (normalise) {
    // A constant has no scale; dividing by 1 keeps its contribution at zero.
    const sd = spread > 1e-12 * Math.abs(centre) ? spread : 1;
    steps.push({ op: 'scale', mean: centre, sd });
  }
  const mean = normalise ? 0 : centre;
  const fill = impute === 'mean' ? mean : applySteps(steps, quantile(sample, 0.5));
  release(sample, clipped);
  return { ...base, steps, fill };
}

function prepareLevels(feature: LevelFeature, rows: Int32Array, rareLevelRows: number): PreparedLevels {
  const tally = new Int32Array(feature.levels.length + 1);
  const { codes } = feature;
  for (let i = 0; i < rows.length; i++) tally[codes[rows[i]!]!]! += 1;
  const missingRows = tally[feature.levels.length]!;
  const counts = tally.subarray(0, feature.levels.length);
  const own: number[] = [];
  let otherRows = 0;
  counts.forEach((n, code) => {
    if (n >= rareLevelRows) own.push(code);
    else otherRows += n;
  });
  return { kind: 'level', feature, own, counts, otherRows, missingRows };
}
