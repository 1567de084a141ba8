import type { ClassCounts } from '../../statistics/count-classes.ts';
import { groupByMass } from '../../statistics/group-by-mass.ts';
import { lowerBound } from '../../statistics/lower-bound.ts';
import { type Direction, type MergeRules, mergeClasses } from '../../statistics/merge-classes.ts';
import { sumByGroup } from '../../statistics/sum-by-group.ts';
import {
  type BinTable,
  makeBinTable,
  totalClasses,
  weightOfEvidence,
} from '../../statistics/weight-of-evidence.ts';

/** How weights of evidence may run over a number's bins; `auto`: rising or falling, whichever tells more. */
export type Monotone = 'none' | 'auto' | Direction;

/** `maxBins` does not count the special ones. */
export interface BinningOptions extends Pick<MergeRules, 'maxBins' | 'penalty' | 'smoothing'> {
  /** Classes that a feature is cut into before they are merged. */
  readonly fineClasses: number;
  /** Share of the leads that every bin but the special ones holds at least. */
  readonly minShare: number;
  /** Every such bin is so large that this many leads of the rarer class are expected in it. */
  readonly minExpected: number;
  /** Levels in fewer leads share the bin "other". */
  readonly rareLevelRows: number;
}

/**
 * The bins of a feature and which of its classes each holds. Special bins come last: of levels "other" (rare
 * and unseen levels), then of both kinds missing.
 */
export interface CoarseBins {
  /** Class → bin; the last class is missing. */
  readonly binOf: Int32Array;
  readonly table: BinTable;
}

/**
 * Bins a number's ordered classes.
 *
 * @param counts leads per class, missing ones last; of both outcomes
 */
export function binNumber(counts: ClassCounts, options: BinningOptions, monotone: Monotone): CoarseBins {
  const missing = counts.total.length - 1;
  const all = totalClasses(counts);
  const known = sliceClasses(counts, missing);
  const directions =
    monotone === 'none' ? [undefined] : monotone === 'auto' ? DIRECTIONS : ([monotone] as const);
  return directions
    .map((direction): CoarseBins => {
      const starts = mergeClasses(known, all, rulesFor(counts, options), direction);
      const binOf = new Int32Array(missing + 1).fill(starts.length);
      starts.forEach((start, bin) => {
        binOf.fill(bin, start, starts[bin + 1] ?? missing);
      });
      return { binOf, table: tabulate(counts, binOf, starts.length + 1, options.smoothing) };
    })
    .reduce((best, bins) => (bins.table.iv > best.table.iv ? bins : best));
}

const DIRECTIONS = ['ascending', 'descending'] as const;

/**
 * Bins levels: orders them by their weight of evidence and merges neighbours; rare ones go to "other".
 *
 * @param levels what the classes are called, for the order of equal ones
 * @param counts leads per level, missing ones last; of both outcomes
 */
export function binLevels(
  levels: readonly string[],
  counts: ClassCounts,
  options: BinningOptions,
): CoarseBins {
  const { total, converted } = counts;
  const all = totalClasses(counts);
  const woe = Float64Array.from(levels, (_, i) =>
    weightOfEvidence(converted[i]!, total[i]! - converted[i]!, all, options.smoothing),
  );
  const ordered = Array.from(levels.keys())
    .filter((i) => total[i]! >= options.rareLevelRows)
    .sort((a, b) => woe[a]! - woe[b]! || (levels[a]! < levels[b]! ? -1 : 1));
  const totals = ordered.map((i) => total[i]!);
  const classOf = groupByMass(totals, options.fineClasses);
  const size = (classOf.at(-1) ?? -1) + 1;
  const merged = {
    total: sumByGroup(classOf, size, totals),
    converted: sumByGroup(
      classOf,
      size,
      ordered.map((i) => converted[i]!),
    ),
  };
  const starts = size === 0 ? [] : mergeClasses(merged, all, rulesFor(counts, options));
  const binOf = new Int32Array(levels.length + 1).fill(starts.length);
  binOf[levels.length] = starts.length + 1;
  ordered.forEach((level, i) => {
    binOf[level] = lowerBound(starts, classOf[i]! + 1) - 1;
  });
  return { binOf, table: tabulate(counts, binOf, starts.length + 2, options.smoothing) };
}

function rulesFor(counts: ClassCounts, options: BinningOptions): MergeRules {
  const { converted, unconverted } = totalClasses(counts);
  const rows = converted + unconverted;
  const minRows = Math.max(
    options.minShare * rows,
    (options.minExpected * rows) / Math.min(converted, unconverted),
  );
  return { ...options, minRows };
}

function tabulate(counts: ClassCounts, binOf: Int32Array, bins: number, smoothing: number): BinTable {
  const sumPerBin = (values: ArrayLike<number>) => sumByGroup(binOf, bins, values);
  return makeBinTable(sumPerBin(counts.total), sumPerBin(counts.converted), smoothing);
}

const sliceClasses = ({ total, converted }: ClassCounts, end: number): ClassCounts => ({
  total: Array.from(total).slice(0, end),
  converted: Array.from(converted).slice(0, end),
});
