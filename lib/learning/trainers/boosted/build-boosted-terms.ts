import type { MainTerm, PairAxis, PairTerm } from '../../../model/artifact.ts';
import { moments } from '../../../statistics/moments.ts';
import type { BinnedFeature } from './bin-features.ts';
import { type BinGroups, isNamed } from './group-bins.ts';
import type { PairGrid } from './pair-grid.ts';

/** A main effect as a term: neighbouring bins of one value are one. @param values centred, one per bin */
export function buildMainTerm(binned: BinnedFeature, values: Float64Array, mean: number): MainTerm {
  const { feature, counts } = binned;
  const contributionOf = (bin: number) => (counts[bin]! > 0 ? values[bin]! + 0 : mean);
  const missing = contributionOf(binned.bins - 1);
  if (binned.kind === 'level') {
    const { field, part, levels } = binned.feature;
    return {
      kind: 'category',
      feature: field,
      ...(part === undefined ? {} : { part }),
      values: Object.fromEntries(binned.own.map((level, bin) => [levels[level]!, values[bin]! + 0])),
      other: contributionOf(binned.bins - 2),
      missing,
      mean,
    };
  }
  const { part } = binned.feature;
  const starts = [...binned.edges.keys()].filter((edge) => values[edge] !== values[edge + 1]);
  return {
    kind: 'binned',
    feature: feature.field,
    ...(part === undefined ? {} : { part }),
    edges: starts.map((edge) => binned.edges[edge]!),
    values: [...starts, binned.edges.length].map((bin) => values[bin]! + 0),
    missing,
    mean,
  };
}

/**
 * A pair as a term. What a side's training leads never lacked contributes the mean when it is missing, whatever the other
 * side is: it moves the score neither up nor down.
 *
 * @param values of the grid's cells
 */
export function buildPairTerm(grid: PairGrid, values: Float64Array): PairTerm {
  const [first, second] = grid.groups.map(describeSide);
  const { mean } = moments(values, grid.counts);
  const isUnknown = (side: 0 | 1, group: number) => {
    const { feature, groups } = grid.groups[side];
    return group === groups - 1 && feature.counts[feature.bins - 1] === 0;
  };
  const cellOf = (row: number, column: number) =>
    isUnknown(0, row) || isUnknown(1, column) ? mean : values[row * grid.width + column]! + 0;
  return {
    kind: 'pair',
    features: [grid.groups[0].feature.feature.field, grid.groups[1].feature.feature.field],
    axes: [first!.axis, second!.axis],
    values: first!.groups.map((row) => second!.groups.map((column) => cellOf(row, column))),
    mean,
  };
}

/** An axis, and the group that each of its entries stands for. */
function describeSide({ feature, groupOf, groups }: BinGroups): { axis: PairAxis; groups: number[] } {
  const missing = groups - 1;
  if (feature.kind === 'level') {
    const { part, levels } = feature.feature;
    const named = [...feature.own.keys()].filter((bin) => isNamed(feature, bin));
    return {
      axis: {
        ...(part === undefined ? {} : { part }),
        levels: named.map((bin) => levels[feature.own[bin]!]!),
      },
      groups: [...named.map((bin) => groupOf[bin]!), missing - 1, missing],
    };
  }
  const { part } = feature.feature;
  const ends = [...feature.edges.keys()].filter((edge) => groupOf[edge] !== groupOf[edge + 1]);
  return {
    axis: { ...(part === undefined ? {} : { part }), edges: ends.map((edge) => feature.edges[edge]!) },
    groups: [...ends.map((edge) => groupOf[edge]!), groupOf[feature.edges.length]!, missing],
  };
}
