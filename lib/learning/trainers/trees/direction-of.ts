import type { Monotone } from '../../binning/coarse-bins.ts';
import type { NumberFeature } from '../../table/encode-leads.ts';
import type { BinnedColumn } from './grow/tree-grower.ts';

/** The rules of `--monotone`. */
export interface MonotoneRules {
  /** Of all numbers. */
  readonly monotone: Monotone;
  /** Field → its own rule in place of `monotone`. */
  readonly monotoneBy: Readonly<Record<string, Monotone>>;
}

export const hasRules = ({ monotone, monotoneBy }: MonotoneRules): boolean =>
  [monotone, ...Object.values(monotoneBy)].some((rule) => rule !== 'none');

/**
 * Whether scores may only rise (1) or only fall (−1) with a number; 0: neither. By the rule `auto` they go the way in which the
 * training leads' outcomes go with it on the whole.
 *
 * @param labels of the leads at `rows`
 * @param maturity of the same, where some are too young: an unconverted one counts as that part of a lead
 */
export function directionOf(
  { field, ofLevels, values }: NumberFeature,
  rows: Int32Array,
  labels: Uint8Array,
  { monotone, monotoneBy }: MonotoneRules,
  maturity?: Float64Array,
): BinnedColumn['monotone'] {
  if (ofLevels === true) return 0;
  // A field may be named like a property of Object.prototype.
  const rule = Object.hasOwn(monotoneBy, field) ? monotoneBy[field]! : monotone;
  if (rule === 'none') return 0;
  if (rule === 'auto') return correlate(values, rows, labels, maturity) < 0 ? -1 : 1;
  return rule === 'ascending' ? 1 : -1;
}

/** Of the known numbers: above 0 when converted leads have larger ones than others, in the mean of their ranks. */
function correlate(
  values: Float64Array,
  rows: Int32Array,
  labels: Uint8Array,
  maturity?: Float64Array,
): number {
  const known = rows.map((_, i) => i).filter((i) => !Number.isNaN(values[rows[i]!]!));
  known.sort((a, b) => values[rows[a]!]! - values[rows[b]!]!);
  const [ranks, counts] = [
    [0, 0],
    [0, 0],
  ];
  for (let start = 0; start < known.length; ) {
    let end = start;
    while (end < known.length && values[rows[known[end]!]!] === values[rows[known[start]!]!]) end++;
    for (let i = start; i < end; i++) {
      const label = labels[known[i]!]!;
      const weight = label === 1 ? 1 : (maturity?.[known[i]!] ?? 1);
      ranks[label]! += (weight * (start + end)) / 2;
      counts[label]! += weight;
    }
    start = end;
  }
  return ranks[1]! * counts[0]! - ranks[0]! * counts[1]!;
}
