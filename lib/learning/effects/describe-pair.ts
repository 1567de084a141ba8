import { formatNumber } from '../../format-figures.ts';
import { FEWEST_NAMED } from '../../lead/rare-levels.ts';
import type { PairAxis, PairTerm } from '../../model/artifact.ts';
import { groupByMass } from '../../statistics/group-by-mass.ts';
import { lowerBound } from '../../statistics/lower-bound.ts';
import { sumByGroup } from '../../statistics/sum-by-group.ts';
import { fill } from '../../typed-arrays.ts';
import { findFeature } from '../score-columns.ts';
import type { EncodedLeads, Feature } from '../table/encode-leads.ts';
import type { PairGrid } from '../training-record.ts';

/** Of one side; more would be too small to read. */
export const MOST_ENTRIES = 12;

/**
 * A pair as a grid to look at: neighbouring bins of a number are joined, and so are the rarer levels, until there are a dozen of
 * either; a cell is the mean of its leads. Cells and levels that fewer than 20 leads have are not told.
 *
 * @param contributions of the pair to every lead, log-odds
 * @param labels of the two features, for people
 * @param most entries of a side, besides other and missing
 */
export function describePair(
  { features, axes, mean }: Pick<PairTerm, 'features' | 'axes' | 'mean'>,
  { features: columns }: Pick<EncodedLeads, 'features'>,
  contributions: Float64Array,
  labels: readonly [string, string],
  most = MOST_ENTRIES,
): PairGrid {
  const [rows, cells] = [0, 1].map((side) =>
    readAxis(axes[side]!, findFeature(columns, features[side]!, axes[side]!.part), most),
  ) as [AxisCodes, AxisCodes];
  const width = cells.entries.length;
  const codes = fill(
    new Uint32Array(contributions.length),
    (lead) => rows.codes[lead]! * width + cells.codes[lead]!,
  );
  const counts = sumByGroup(codes, rows.entries.length * width);
  const sums = sumByGroup(codes, counts.length, contributions);
  const effectAt = (cell: number) =>
    counts[cell]! < FEWEST_NAMED ? null : Number((sums[cell]! / counts[cell]! - mean).toPrecision(4));
  return {
    rows: { label: labels[0], entries: rows.entries },
    columns: { label: labels[1], entries: cells.entries },
    effects: rows.entries.map((_, i) => cells.entries.map((_, j) => effectAt(i * width + j))),
  };
}

interface AxisCodes {
  /** Those that leads have. */
  readonly entries: readonly string[];
  /** Per lead, an index into the entries. */
  readonly codes: Uint8Array;
}

function readAxis(axis: PairAxis, feature: Feature, most: number): AxisCodes {
  const entryOf = 'edges' in axis ? placeNumbers(axis.edges, feature) : placeLevels(axis.levels, feature);
  const size = ('edges' in axis ? axis.edges.length : axis.levels.length) + 2;
  const counts = sumByGroup(entryOf, size);
  const { groups, names } =
    'edges' in axis ? joinBins(axis.edges, counts, most) : joinLevels(axis.levels, counts, most);
  const present = sumByGroup(groups, names.length, counts);
  const kept = names.flatMap((_, group) => (present[group]! > 0 ? [group] : []));
  return {
    entries: kept.map((group) => names[group]!),
    codes: fill(new Uint8Array(entryOf.length), (lead) => kept.indexOf(groups[entryOf[lead]!]!)),
  };
}

/** The entry of every lead, as the term's axis has them: the bins, then missing. */
function placeNumbers(edges: readonly number[], feature: Feature): Uint16Array {
  if (feature.kind !== 'number') throw new Error(`describe pair: expected numbers, got ${feature.field}`);
  const { values } = feature;
  return fill(new Uint16Array(values.length), (lead) =>
    Number.isNaN(values[lead]!) ? edges.length + 1 : lowerBound(edges, values[lead]!),
  );
}

/** The levels, then other, then missing. */
function placeLevels(own: readonly string[], feature: Feature): Uint16Array {
  if (feature.kind !== 'level') throw new Error(`describe pair: expected levels, got ${feature.field}`);
  const indices = new Map(own.map((level, i) => [level, i]));
  const entries = [...feature.levels.map((level) => indices.get(level) ?? own.length), own.length + 1];
  return fill(new Uint16Array(feature.codes.length), (lead) => entries[feature.codes[lead]!]!);
}

interface Joined {
  /** Per entry of the axis. */
  readonly groups: Int32Array;
  readonly names: readonly string[];
}

function joinBins(edges: readonly number[], counts: Float64Array, most: number): Joined {
  const joined = groupByMass(counts.subarray(0, edges.length + 1), most);
  const last = joined.at(-1)!;
  const names = Array.from({ length: last + 1 }, (_, group) => {
    const [from, to] = [joined.indexOf(group), joined.lastIndexOf(group)];
    const at = (edge: number) => formatNumber(edges[edge]!);
    if (from === 0) return to === edges.length ? 'any number' : `up to ${at(to)}`;
    return to === edges.length ? `over ${at(from - 1)}` : `${at(from - 1)} – ${at(to)}`;
  });
  return { groups: Int32Array.of(...joined, last + 1), names: [...names, 'missing'] };
}

function joinLevels(levels: readonly string[], counts: Float64Array, most: number): Joined {
  const shown = [...levels.keys()]
    .filter((entry) => counts[entry]! >= FEWEST_NAMED)
    .toSorted((a, b) => counts[b]! - counts[a]!)
    .slice(0, most)
    // In the order that the axis has: of weekdays it means something.
    .toSorted((a, b) => a - b);
  const other = shown.length;
  const groups = Int32Array.from(counts, (_, entry) => {
    if (entry === levels.length + 1) return other + 1;
    const group = shown.indexOf(entry);
    return group < 0 ? other : group;
  });
  return { groups, names: [...shown.map((entry) => levels[entry]!), 'other', 'missing'] };
}
