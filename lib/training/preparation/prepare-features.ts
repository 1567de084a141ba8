import type { NumberStep } from '../../model/artifact.ts';
import type { Feature, LevelFeature, NumberFeature } from '../table/encode-leads.ts';

/** Levels in fewer training leads share one weight, "other". */
export const RARE_LEVEL_ROWS = 20;
/** A number that is never negative and more skewed than this ("highly skewed", Bulmer 1979) is read on a log scale. */
export const LOG_SKEWNESS = 1;

/** What was learned about a number from the training leads. */
export interface PreparedNumber {
  readonly kind: 'number';
  readonly feature: NumberFeature;
  readonly steps: readonly NumberStep[];
  readonly missingRows: number;
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
export function prepareFeatures(features: readonly Feature[], rows: Int32Array): Prepared[] {
  return features.map((feature) =>
    feature.kind === 'number' ? prepareNumber(feature, rows) : prepareLevels(feature, rows),
  );
}

function prepareNumber(feature: NumberFeature, rows: Int32Array): PreparedNumber {
  const values = Float64Array.from(rows, (row) => feature.values[row]!).filter(
    (value) => !Number.isNaN(value),
  );
  const missingRows = rows.length - values.length;
  if (values.length === 0) return { kind: 'number', feature, steps: [], missingRows };
  const low = values.reduce((min, value) => Math.min(min, value), values[0]!);
  const high = values.reduce((max, value) => Math.max(max, value), values[0]!);
  const steps: NumberStep[] = [{ op: 'clip', low, high }];
  let moments = measure(values);
  if (low >= 0 && moments.skewness > LOG_SKEWNESS) {
    steps.push({ op: 'log1p' });
    moments = measure(values.map(Math.log1p));
  }
  // A constant has no scale; dividing by 1 keeps its contribution at zero.
  steps.push({
    op: 'scale',
    mean: moments.mean,
    sd: moments.sd > 1e-12 * Math.abs(moments.mean) ? moments.sd : 1,
  });
  return { kind: 'number', feature, steps, missingRows };
}

/** Mean, population standard deviation and skewness (third standardised moment). */
function measure(values: Float64Array): { mean: number; sd: number; skewness: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let second = 0;
  let third = 0;
  for (const value of values) {
    const deviation = value - mean;
    second += deviation * deviation;
    third += deviation * deviation * deviation;
  }
  const sd = Math.sqrt(second / values.length);
  return { mean, sd, skewness: sd > 0 ? third / values.length / sd ** 3 : 0 };
}

function prepareLevels(feature: LevelFeature, rows: Int32Array): PreparedLevels {
  const tally = new Int32Array(feature.levels.length + 1);
  for (const row of rows) tally[feature.codes[row]!]! += 1;
  const missingRows = tally[feature.levels.length]!;
  const counts = tally.subarray(0, feature.levels.length);
  const own: number[] = [];
  let otherRows = 0;
  counts.forEach((n, code) => {
    if (n >= RARE_LEVEL_ROWS) own.push(code);
    else otherRows += n;
  });
  return { kind: 'level', feature, own, counts, otherRows, missingRows };
}
