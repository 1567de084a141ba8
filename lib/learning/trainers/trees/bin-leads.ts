import { quantileEdges } from '../../../statistics/quantile-edges.ts';
import { shortestBetween } from '../../../statistics/shortest-between.ts';
import { sumByGroup } from '../../../statistics/sum-by-group.ts';
import type { Feature, LevelFeature, NumberFeature } from '../../table/encode-leads.ts';
import type { BinnedColumn } from './grow/tree-grower.ts';

interface Column extends BinnedColumn {
  /** Training leads per bin. */
  readonly counts: Float64Array;
}

/** A number in bins: missing, then by thresholds: bin i + 1 holds thresholds[i-1] < x ≤ thresholds[i]. */
export interface NumberColumn extends Column {
  readonly kind: 'number';
  readonly feature: NumberFeature;
  readonly thresholds: Float64Array;
}

/** Levels: missing, then those with enough leads, the most frequent first, then all others as one. */
export interface LevelColumn extends Column {
  readonly kind: 'level';
  readonly feature: LevelFeature;
  /** Indices into the feature's levels. */
  readonly own: readonly number[];
}

export type TreeColumn = NumberColumn | LevelColumn;

/** Bins of a column, with that of what is missing: a byte tells them apart. */
const MOST_BINS = 255;

/**
 * Cuts the features of the leads at `rows` into bins; one with fewer than two bins in use says nothing.
 *
 * @param monotoneOf whether scores may only rise or fall with a number
 */
export function binLeads(
  features: readonly Feature[],
  rows: Int32Array,
  rareLevelRows: number,
  monotoneOf: (feature: NumberFeature) => BinnedColumn['monotone'],
): TreeColumn[] {
  return features
    .map((feature) =>
      feature.kind === 'number'
        ? binNumber(feature, rows, monotoneOf(feature))
        : binLevels(feature, rows, rareLevelRows),
    )
    .filter(({ counts }) => counts.filter((count) => count > 0).length > 1);
}

function binNumber(
  feature: NumberFeature,
  rows: Int32Array,
  monotone: BinnedColumn['monotone'],
): NumberColumn {
  const { values } = feature;
  const edges = quantileEdges(values, rows, MOST_BINS - 1);
  const codes = new Uint8Array(rows.length);
  const table = new Float64Array(256).fill(Number.POSITIVE_INFINITY);
  table.set(edges);
  // The smallest value of each bin: a threshold lies anywhere between the bin before and it.
  const least = new Float64Array(edges.length + 1).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < codes.length; i++) {
    const value = values[rows[i]!]!;
    if (Number.isNaN(value)) continue;
    // As `lowerBound`, without a branch that the processor would have to guess.
    let bin = 0;
    for (let half = 128; half > 0; half >>= 1) bin += table[bin + half - 1]! < value ? half : 0;
    codes[i] = bin + 1;
    if (value < least[bin]!) least[bin] = value;
  }
  const thresholds = edges.map((edge, i) => shortestBetween(edge, least[i + 1]!));
  const bins = edges.length + 2;
  return { kind: 'number', feature, thresholds, bins, codes, monotone, counts: sumByGroup(codes, bins) };
}

function binLevels(feature: LevelFeature, rows: Int32Array, rareLevelRows: number): LevelColumn {
  const { levels } = feature;
  const totals = new Float64Array(levels.length + 1);
  for (const row of rows) totals[feature.codes[row]!]! += 1;
  const own = levels
    .map((_, level) => level)
    .filter((level) => totals[level]! >= rareLevelRows)
    // By name among equals, so that the order in which the levels came cannot matter.
    .sort((a, b) => totals[b]! - totals[a]! || (levels[a]! < levels[b]! ? -1 : 1))
    .slice(0, MOST_BINS - 2);
  const binOf = new Uint8Array(levels.length + 1).fill(own.length + 1);
  own.forEach((level, i) => {
    binOf[level] = i + 1;
  });
  binOf[levels.length] = 0;
  const codes = new Uint8Array(rows.length);
  for (let i = 0; i < codes.length; i++) codes[i] = binOf[feature.codes[rows[i]!]!]!;
  const bins = own.length + 2;
  return { kind: 'level', feature, own, bins, codes, monotone: 0, counts: sumByGroup(codes, bins) };
}
