import { sum } from '../../statistics/sum.ts';
import { sumByGroup } from '../../statistics/sum-by-group.ts';
import { fill } from '../../typed-arrays.ts';
import { fingerprintLeads } from '../lead-fingerprints.ts';
import type { EncodedLeads, Feature } from '../table/encode-leads.ts';

/** Leads that count as one lead's, because they say the same in everything that is used. */
export interface Repeats {
  /** A number per lead: repeats of one lead have the same one. */
  readonly groups: Uint32Array;
  /** Leads that repeat another, all but one of each set. */
  readonly rows: number;
  /** Sets of two leads and more. */
  readonly sets: number;
}

/** A set of at most so many equal leads is a small one. */
const FEW = 5;
/** A set of more than this share of the leads is a common profile, whatever its outcomes. */
const MOST_SHARE = 0.02;
/** Below so many equals per lead by chance, the features are rich: small sets of equals are then repeats. */
const RICH = 0.01;
/** Chance explains at most this share of the equals that are seen. */
const MOST_BY_CHANCE = 0.1;
/** Of the pairs of different outcomes that strangers would make, repeats make at most such shares. */
const MOST_DIFFERENT = { small: 0.5, large: 0.1 };
/** Leads that are looked at to learn how often two have the same value. */
const MOST_SEEN = 20_000;
/** So many pairs of different outcomes must be expected before their lack tells anything. */
const FEWEST_PAIRS = 10;

/**
 * Finds leads that repeat one another without a key that says so: those equal in every feature, where that is no
 * coincidence. Two yes-or-no columns make every lead equal to half of the others, and these are honest different
 * leads; so equal leads count as repeats
 *
 * - in sets of five at most, when the features are so rich that hardly a lead would meet its equal by chance (what is
 *   expected of independent columns is below one in a hundred leads, and a tenth of what is seen);
 * - or when the outcomes of equal leads agree more than any model of honest leads would have it: of the pairs with
 *   different outcomes that strangers would make, at most half are there in small sets; in larger sets at most a tenth,
 *   and chance explains at most a tenth of the sets' sizes.
 *
 * A set of more than a fiftieth of the leads is never taken for repeats. To take honest leads of a small set for repeats
 * costs next to nothing, as they are only kept together; to miss repeats flatters the figures.
 *
 * @param labels 1 or 0 per lead
 * @returns undefined when there are none
 */
export function findRepeats(leads: EncodedLeads, labels: Uint8Array): Repeats | undefined {
  const sets = listSets(fingerprintLeads(leads)!.keys);
  if (sets.length === 0) return undefined;
  const rate = sum(labels) / labels.length;
  const most = Math.max(FEW, MOST_SHARE * leads.count);
  const small = sets.filter(({ length }) => length <= FEW);
  const large = sets.filter(({ length }) => length > FEW && length <= most);
  const chosen = [
    ...(areSmallRepeats(leads, small, labels, rate) ? small : []),
    ...(areLargeRepeats(leads, large, labels, rate) ? large : []),
  ];
  if (chosen.length === 0) return undefined;
  const groups = fill(new Uint32Array(leads.count), (lead) => lead);
  for (const set of chosen) for (const lead of set) groups[lead] = set[0]!;
  const rows = chosen.reduce((total, { length }) => total + length - 1, 0);
  return { groups, rows, sets: chosen.length };
}

/** The leads with equal keys, two at least; each set ascending. */
function listSets(keys: Float64Array): Uint32Array[] {
  const sorted = keys.slice().sort();
  const repeated = new Map<number, number[]>();
  for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) repeated.set(sorted[i]!, []);
  if (repeated.size === 0) return [];
  for (let lead = 0; lead < keys.length; lead++) repeated.get(keys[lead]!)?.push(lead);
  return [...repeated.values()].map((set) => Uint32Array.from(set)).sort((a, b) => a[0]! - b[0]!);
}

function areSmallRepeats(
  leads: EncodedLeads,
  sets: readonly Uint32Array[],
  labels: Uint8Array,
  rate: number,
): boolean {
  if (sets.length === 0) return false;
  const chance = equalsByChance(leads);
  const seen = sum(sets.map(({ length }) => length * (length - 1)));
  const isRich = chance <= RICH && chance * leads.count <= MOST_BY_CHANCE * seen;
  return isRich || outcomesAgree(sets, labels, rate, MOST_DIFFERENT.small);
}

function areLargeRepeats(
  leads: EncodedLeads,
  sets: readonly Uint32Array[],
  labels: Uint8Array,
  rate: number,
): boolean {
  if (sets.length === 0 || !outcomesAgree(sets, labels, rate, MOST_DIFFERENT.large)) return false;
  const shares = leads.features.map(shareOfValues);
  const expected = sets.reduce((total, set) => {
    const likelihood = shares.reduce((product, shareOf) => product * shareOf(set[0]!), 1);
    return total + set.length * (leads.count - 1) * likelihood;
  }, 0);
  return expected <= MOST_BY_CHANCE * sum(sets.map(({ length }) => length * (length - 1)));
}

/** Whether the pairs within the sets differ in outcome in at most such a share of what strangers' would. */
function outcomesAgree(
  sets: readonly Uint32Array[],
  labels: Uint8Array,
  rate: number,
  most: number,
): boolean {
  let [pairs, different] = [0, 0];
  for (const set of sets) {
    const converted = set.reduce((total, lead) => total + labels[lead]!, 0);
    pairs += (set.length * (set.length - 1)) / 2;
    different += converted * (set.length - converted);
  }
  const expected = pairs * 2 * rate * (1 - rate);
  return expected >= FEWEST_PAIRS && different <= most * expected;
}

/**
 * How many others would equal a lead in every feature if the features were independent; the mean over the leads. The leads
 * are in a random order, so the first of them tell how often two have the same value.
 */
function equalsByChance({ features, count }: EncodedLeads): number {
  const seen = Math.min(count, MOST_SEEN);
  return features.reduce((product, feature) => {
    const counts = countValues(feature, seen);
    const pairs = counts.reduce((total, n) => total + n * (n - 1), 0);
    return product * (pairs / (seen * (seen - 1)));
  }, count - 1);
}

/** Per lead, the share of the leads that have its value. */
function shareOfValues(feature: Feature): (lead: number) => number {
  if (feature.kind === 'level') {
    const { codes } = feature;
    const counts = sumByGroup(codes, feature.levels.length + 1);
    return (lead) => counts[codes[lead]!]! / codes.length;
  }
  const { values } = feature;
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return (lead) => counts.get(values[lead]!)! / values.length;
}

/** How many of the first leads have each value. */
function countValues(feature: Feature, leads: number): readonly number[] {
  if (feature.kind === 'level')
    return [...sumByGroup(feature.codes.subarray(0, leads), feature.levels.length + 1)];
  const sorted = feature.values.slice(0, leads).sort();
  const counts: number[] = [];
  for (let i = 0, from = 0; i < sorted.length; i++) {
    if (i + 1 < sorted.length && Object.is(sorted[i + 1], sorted[i])) continue;
    counts.push(i + 1 - from);
    from = i + 1;
  }
  return counts;
}
