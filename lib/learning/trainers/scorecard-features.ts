import { type ClassCounts, countClasses } from '../../statistics/count-classes.ts';
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

/**
 * Deals the leads of either class out in turn; so that no part's others lack a class, there may be fewer parts. Every lead goes
 * where the first of its group went.
 */
export function dealParts(labels: Uint8Array, wanted: number, groups?: Uint32Array): Parts {
  const converted = sum(labels);
  const count = Math.max(1, Math.min(wanted, converted, labels.length - converted));
  const dealt = [0, 0];
  const of = labels.map((label) => dealt[label]!++ % count);
  if (groups === undefined) return { count, of };
  const first = new Map<number, number>();
  groups.forEach((group, lead) => {
    if (!first.has(group)) first.set(group, of[lead]!);
    of[lead] = first.get(group)!;
  });
  // A few large groups may leave one part with all of a class.
  const lacks = Array.from({ length: count }, (_, part) => part).some((part) => {
    const others = labels.filter((_, lead) => of[lead] !== part);
    return !others.includes(0) || !others.includes(1);
  });
  return lacks ? { count: 1, of: new Uint8Array(labels.length) } : { count, of };
}

/** Cuts a feature finely, then merges the classes, once for the terms and once without each part. */
export function binFeature(
  feature: Feature,
  { labels, rows, maturity }: TrainingSet,
  parts: Parts,
  options: ScorecardOptions,
): ScorecardFeature {
  const isNumber = feature.kind === 'number';
  const edges = isNumber ? quantileEdges(feature.values, rows, options.fineClasses) : new Float64Array(0);
  const codes = isNumber ? binNumbers(feature.values, edges) : feature.codes;
  const size = isNumber ? edges.length + 2 : feature.levels.length + 1;
  const count = (of: Int32Array) => countClasses(codes, size, labels, of, maturity);
  const all = count(rows);
  const merge = (counts: ClassCounts) =>
    isNumber
      ? binNumber(counts, options, monotoneFor(feature.field, options))
      : binLevels(feature.levels, counts, options);
  const bins = merge(all);
  const countWithout = (part: number): ClassCounts =>
    maturity === undefined
      ? subtractCounts(all, count(rows.filter((_, i) => parts.of[i] === part)))
      : // What a young lead counts as depends on the others of its class.
        count(rows.filter((_, i) => parts.of[i] !== part));
  const evidence = Array.from({ length: parts.count }, (_, part) => {
    const { binOf, table } = parts.count === 1 ? bins : merge(countWithout(part));
    return Float64Array.from(binOf, (bin) => table.bins[bin]!.woe);
  });
  const column = new Float64Array(rows.length);
  for (let i = 0; i < column.length; i++) column[i] = evidence[parts.of[i]!]![codes[rows[i]!]!]!;
  return { feature, edges, bins, column };
}

// A field may be named like a property of Object.prototype.
const monotoneFor = (field: string, { monotone, monotoneBy }: ScorecardOptions) =>
  Object.hasOwn(monotoneBy, field) ? monotoneBy[field]! : monotone;

const subtractCounts = (all: ClassCounts, part: ClassCounts): ClassCounts => ({
  total: Float64Array.from(all.total, (count, i) => count - part.total[i]!),
  converted: Float64Array.from(all.converted, (count, i) => count - part.converted[i]!),
});
