import type { ClassCounts } from '../../statistics/count-classes.ts';
import { binNumbers, quantileEdges } from '../../statistics/quantile-edges.ts';
import { sum } from '../../statistics/sum.ts';
import { binLevels, binNumber, type CoarseBins } from '../binning/coarse-bins.ts';
import type { Feature } from '../table/encode-leads.ts';
import type { ScorecardOptions } from './scorecard-options.ts';
import type { TrainingSet } from './trainer.ts';

/** A feature in its bins. */
export interface ScorecardFeature {
  readonly feature: Feature;
  /** Between a number's fine classes; levels have none. */
  readonly edges: Float64Array;
  /** Fine class (missing last) → bin, and the bins of all training leads. */
  readonly bins: CoarseBins;
  /** Per training lead, its weight of evidence in bins that were made without it. */
  readonly column: Float64Array;
}

/** Which part of the cross-fit each training lead belongs to. */
export interface Parts {
  readonly count: number;
  /** One per training lead. */
  readonly of: Uint8Array;
}

/** Deals the leads of either class out in turn; so that no part's others lack a class, there may be fewer parts. */
export function dealParts(labels: Uint8Array, wanted: number): Parts {
  const converted = sum(labels);
  const count = Math.max(1, Math.min(wanted, converted, labels.length - converted));
  const dealt = [0, 0];
  const of = labels.map((label) => dealt[label]!++ % count);
  return { count, of };
}

/** Cuts a feature finely, then merges the classes, once for the terms and once without each part. */
export function binFeature(
  feature: Feature,
  { labels, rows }: TrainingSet,
  parts: Parts,
  options: ScorecardOptions,
): ScorecardFeature {
  const isNumber = feature.kind === 'number';
  const edges = isNumber ? quantileEdges(feature.values, rows, options.fineClasses) : new Float64Array(0);
  const codes = isNumber ? binNumbers(feature.values, edges) : feature.codes;
  const size = isNumber ? edges.length + 2 : feature.levels.length + 1;
  const byPart = countByPart(codes, size, labels, rows, parts);
  const all = addCounts(byPart, size);
  const merge = (counts: ClassCounts) =>
    isNumber
      ? binNumber(counts, options, monotoneFor(feature.field, options))
      : binLevels(feature.levels, counts, options);
  const bins = merge(all);
  const evidence = byPart.map((part) => {
    const { binOf, table } = parts.count === 1 ? bins : merge(subtractCounts(all, part));
    return Float64Array.from(binOf, (bin) => table.bins[bin]!.woe);
  });
  const column = new Float64Array(rows.length);
  for (let i = 0; i < column.length; i++) column[i] = evidence[parts.of[i]!]![codes[rows[i]!]!]!;
  return { feature, edges, bins, column };
}

// A field may be named like a property of Object.prototype.
const monotoneFor = (field: string, { monotone, monotoneBy }: ScorecardOptions) =>
  Object.hasOwn(monotoneBy, field) ? monotoneBy[field]! : monotone;

interface Counts {
  readonly total: Float64Array;
  readonly converted: Float64Array;
}

function countByPart(
  codes: ArrayLike<number>,
  size: number,
  labels: Uint8Array,
  rows: Int32Array,
  parts: Parts,
): Counts[] {
  const counts = Array.from({ length: parts.count }, () => emptyCounts(size));
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const code = codes[row]!;
    const { total, converted } = counts[parts.of[i]!]!;
    total[code]! += 1;
    converted[code]! += labels[row]!;
  }
  return counts;
}

const emptyCounts = (size: number): Counts => ({
  total: new Float64Array(size),
  converted: new Float64Array(size),
});

function addCounts(parts: readonly Counts[], size: number): Counts {
  const sum = emptyCounts(size);
  for (const { total, converted } of parts) {
    for (let i = 0; i < size; i++) {
      sum.total[i]! += total[i]!;
      sum.converted[i]! += converted[i]!;
    }
  }
  return sum;
}

const subtractCounts = (all: Counts, part: Counts): Counts => ({
  total: all.total.map((count, i) => count - part.total[i]!),
  converted: all.converted.map((count, i) => count - part.converted[i]!),
});
