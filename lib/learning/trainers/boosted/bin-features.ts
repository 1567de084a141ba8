import { binNumbers, quantileEdges } from '../../../statistics/quantile-edges.ts';
import { sumByGroup } from '../../../statistics/sum-by-group.ts';
import { fill } from '../../../typed-arrays.ts';
import type { Feature, LevelFeature, NumberFeature } from '../../table/encode-leads.ts';

interface Binned {
  readonly bins: number;
  /** Per training lead. */
  readonly codes: Uint16Array;
  /** Training leads per bin. */
  readonly counts: Float64Array;
}

/** A number in bins: 0 … edges.length, then missing. */
interface BinnedNumber extends Binned {
  readonly kind: 'number';
  readonly feature: NumberFeature;
  readonly edges: Float64Array;
}

/** Levels: those with enough leads of their own, then other, then missing. */
interface BinnedLevels extends Binned {
  readonly kind: 'level';
  readonly feature: LevelFeature;
  /** Indices into the feature's levels. */
  readonly own: readonly number[];
}

export type BinnedFeature = BinnedNumber | BinnedLevels;

/** Cuts the features of the leads at `rows` into bins; a feature with fewer than two bins in use says nothing. */
export function binFeatures(
  features: readonly Feature[],
  rows: Int32Array,
  maxBins: number,
  rareLevelRows: number,
): BinnedFeature[] {
  return features
    .map((feature) =>
      feature.kind === 'number' ? binNumber(feature, rows, maxBins) : binLevels(feature, rows, rareLevelRows),
    )
    .filter(({ counts }) => counts.filter((count) => count > 0).length > 1);
}

function binNumber(feature: NumberFeature, rows: Int32Array, maxBins: number): BinnedNumber {
  const edges = quantileEdges(feature.values, rows, maxBins);
  const all = binNumbers(feature.values, edges);
  const bins = edges.length + 2;
  const codes = fill(new Uint16Array(rows.length), (i) => all[rows[i]!]!);
  return { kind: 'number', feature, edges, bins, codes, counts: sumByGroup(codes, bins) };
}

function binLevels(feature: LevelFeature, rows: Int32Array, rareLevelRows: number): BinnedLevels {
  const missing = feature.levels.length;
  const totals = sumByGroup(
    fill(new Uint16Array(rows.length), (i) => feature.codes[rows[i]!]!),
    missing + 1,
  );
  // By name, so that the order in which the levels came cannot matter.
  const own = feature.levels
    .map((_, level) => level)
    .filter((level) => totals[level]! >= rareLevelRows)
    .sort((a, b) => (feature.levels[a]! < feature.levels[b]! ? -1 : 1));
  const binOf = new Uint16Array(missing + 1).fill(own.length);
  own.forEach((level, bin) => {
    binOf[level] = bin;
  });
  binOf[missing] = own.length + 1;
  const bins = own.length + 2;
  const codes = fill(new Uint16Array(rows.length), (i) => binOf[feature.codes[rows[i]!]!]!);
  return { kind: 'level', feature, own, bins, codes, counts: sumByGroup(codes, bins) };
}
