import {
  type BinTable,
  type ClassCounts,
  makeBinTable,
  totalClasses,
  weightOfEvidence,
} from './bin-table.ts';
import { type Direction, type MergeRules, mergeClasses } from './merge-classes.ts';

/** How weights of evidence may run over a number's bins; `auto`: rising or falling, whichever tells more. */
export type Monotone = 'none' | 'auto' | Direction;

export interface BinningOptions {
  /** Classes that a feature is cut into before they are merged. */
  readonly fineClasses: number;
  /** Share of the leads that every bin but the special ones holds at least. */
  readonly minShare: number;
  /** Every such bin is so large that this many leads of the rarer class are expected in it. */
  readonly minExpected: number;
  /** Special bins not counted. */
  readonly maxBins: number;
  /** As in `MergeRules`. */
  readonly penalty: number;
  /** As in `weightOfEvidence`. */
  readonly smoothing: number;
  /** Levels in fewer leads share the bin "other". */
  readonly rareRows: number;
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
    .filter((i) => total[i]! >= options.rareRows)
    .sort((a, b) => woe[a]! - woe[b]! || (levels[a]! < levels[b]! ? -1 : 1));
  const classes = packLevels(ordered, total, options.fineClasses);
  const sums = (values: ArrayLike<number>) =>
    Float64Array.from(classes, (members) => members.reduce((sum, i) => sum + values[i]!, 0));
  const merged = { total: sums(total), converted: sums(converted) };
  const starts = classes.length === 0 ? [] : mergeClasses(merged, all, rulesFor(counts, options));
  const binOf = new Int32Array(levels.length + 1).fill(starts.length);
  binOf[levels.length] = starts.length + 1;
  starts.forEach((start, bin) => {
    for (const i of classes.slice(start, starts[bin + 1]).flat()) binOf[i] = bin;
  });
  return { binOf, table: tabulate(counts, binOf, starts.length + 2, options.smoothing) };
}

/** At most `size` classes of neighbouring levels with about as many leads each. */
function packLevels(ordered: readonly number[], total: ArrayLike<number>, size: number): number[][] {
  if (ordered.length <= size) return ordered.map((i) => [i]);
  const rows = ordered.reduce((sum, i) => sum + total[i]!, 0);
  const classes = Array.from({ length: size }, (): number[] => []);
  let before = 0;
  for (const i of ordered) {
    classes[Math.floor(((before + total[i]! / 2) / rows) * size)]!.push(i);
    before += total[i]!;
  }
  return classes.filter((members) => members.length > 0);
}

function rulesFor(counts: ClassCounts, options: BinningOptions): MergeRules {
  const { converted, unconverted } = totalClasses(counts);
  const rows = converted + unconverted;
  const minRows = Math.max(
    options.minShare * rows,
    (options.minExpected * rows) / Math.min(converted, unconverted),
  );
  return { minRows, maxBins: options.maxBins, penalty: options.penalty, smoothing: options.smoothing };
}

function tabulate(counts: ClassCounts, binOf: Int32Array, bins: number, smoothing: number): BinTable {
  const total = new Float64Array(bins);
  const converted = new Float64Array(bins);
  binOf.forEach((bin, i) => {
    total[bin]! += counts.total[i]!;
    converted[bin]! += counts.converted[i]!;
  });
  return makeBinTable(total, converted, smoothing);
}

const sliceClasses = ({ total, converted }: ClassCounts, end: number): ClassCounts => ({
  total: Array.from(total).slice(0, end),
  converted: Array.from(converted).slice(0, end),
});
