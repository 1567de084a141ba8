import type { Figure } from '../../contract/figure.ts';
import type { LivePerformance } from '../../contract/performance.ts';
import { aucOfCounts } from '../../statistics/auc-of-counts.ts';
import { groupByMass } from '../../statistics/group-by-mass.ts';
import { wilsonInterval } from '../../statistics/wilson-interval.ts';
import { countConverted } from './expect-conversions.ts';
import type { MeasuredLead } from './measured-leads.ts';

/** Leads with the same probability, which nothing orders. */
export interface Tied {
  readonly probability: number;
  readonly leads: readonly MeasuredLead[];
  readonly converted: number;
}

/** Leads by their probability, the highest first. */
export function rankLeads(leads: readonly MeasuredLead[]): readonly Tied[] {
  const groups = Map.groupBy(leads, ({ probability }) => probability);
  // Numbers of their own are sorted ten times as fast as entries with a comparison.
  const descending = Float64Array.from(groups.keys()).sort().reverse();
  return Array.from(descending, (probability) => {
    const tied = groups.get(probability)!;
    return { probability, leads: tied, converted: countConverted(tied) };
  });
}

/** As many as there are scores. */
const RANKS = 99;

/**
 * The area under the ROC curve on counts per score. Where leads have no score, or their scores do not ascend with the probability, as
 * those of several versions, it is on 99 ranks of about as many leads each, equal probabilities together.
 */
export function measureArea(descending: readonly Tied[]): LivePerformance['roc_auc'] | undefined {
  const ranked = descending.toReversed();
  const scores =
    scoresOf(ranked) ??
    groupByMass(
      ranked.map(({ leads: tied }) => tied.length),
      RANKS,
    );
  const converted = new Float64Array(RANKS + 1);
  const others = new Float64Array(RANKS + 1);
  for (const [i, tied] of ranked.entries()) {
    converted[scores[i]!]! += tied.converted;
    others[scores[i]!]! += tied.leads.length - tied.converted;
  }
  const found = aucOfCounts({ converted, others });
  if (found === undefined) return undefined;
  const { area, low, high, exactWithin } = found;
  return { value: area, low, high, exact_within: exactWithin };
}

/** The score of each probability; undefined: some have none, or several, or one below that of a smaller probability. */
function scoresOf(ascending: readonly Tied[]): readonly number[] | undefined {
  const scores: number[] = [];
  for (const { leads } of ascending) {
    const { score } = leads[0]!;
    if (score === undefined || score < (scores.at(-1) ?? 0)) return undefined;
    if (leads.some((lead) => lead.score !== score)) return undefined;
    scores.push(score);
  }
  return scores;
}

/** The decile of a lead, from `1`: that in which the middle of the leads with its probability lies. */
export function decileOf(ranked: readonly Tied[]): (lead: MeasuredLead) => string {
  const all = countLeads(ranked);
  const deciles = new Map<number, string>();
  let before = 0;
  for (const { probability, leads: tied } of ranked) {
    deciles.set(probability, String(1 + Math.floor((10 * (before + tied.length / 2)) / all)));
    before += tied.length;
  }
  return ({ probability }) => deciles.get(probability)!;
}

/**
 * Conversions among the tenth of the leads with the highest probabilities (rounded up to whole leads), as a multiple of the average. Leads
 * that are tied where the tenth ends count in part. The interval is Wilson's of the share of the conversions that lie there.
 *
 * @returns undefined with fewer than ten leads, and without a conversion
 */
export function measureLift(ranked: readonly Tied[]): Figure | undefined {
  const all = countLeads(ranked);
  const converts = ranked.reduce((sum, { converted }) => sum + converted, 0);
  if (all < 10 || converts === 0) return undefined;
  const size = Math.ceil(all / 10);
  let [rest, found] = [size, 0];
  for (const { leads: tied, converted } of ranked) {
    const taken = Math.min(rest, tied.length);
    found += (converted * taken) / tied.length;
    rest -= taken;
    if (rest === 0) break;
  }
  const { low, high } = wilsonInterval(found, converts);
  const scale = all / size;
  return { value: (found / converts) * scale, low: low * scale, high: high * scale };
}

const countLeads = (ranked: readonly Tied[]): number =>
  ranked.reduce((sum, { leads }) => sum + leads.length, 0);
