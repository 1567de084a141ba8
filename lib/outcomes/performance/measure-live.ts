import type { Figure } from '../../contract/figure.ts';
import type { GroupPerformance, LivePerformance } from '../../contract/performance.ts';
import { GRADES } from '../../contract/words.ts';
import { calibrationLine, type Estimate } from '../../statistics/calibration-line.ts';
import { leadLoss } from '../../statistics/log-loss.ts';
import { meanInterval } from '../../statistics/mean-interval.ts';
import { wilsonInterval } from '../../statistics/wilson-interval.ts';
import { Z_95 } from '../../statistics/z-95.ts';
import { type ConversionTimes, shareByNow } from './conversion-times.ts';
import { expectConversions } from './expect-conversions.ts';
import { decileOf, measureArea, measureLift, rankLeads } from './measure-ranking.ts';
import type { MeasuredLead } from './measured-leads.ts';

/**
 * What the scores were worth on leads of mature weeks. A lead of them that has not converted by now counts as one that does not. What
 * compares promises with what came (`expected`, calibration) counts of every probability the share that comes within the lead's
 * age; log-loss, Brier score and ranking are those of the probabilities themselves.
 *
 * @returns null with fewer than two leads
 */
export function measureLive(leads: readonly MeasuredLead[], times: ConversionTimes): LivePerformance | null {
  if (leads.length < 2) return null;
  const probabilities = Float64Array.from(leads, ({ probability }) => probability);
  const labels = Uint8Array.from(leads, ({ label }) => label);
  const byNow = Float64Array.from(leads, (lead) => lead.probability * shareByNow(times, lead)!);
  const ranked = rankLeads(leads);
  const line = calibrationLine(byNow, labels);
  const losses = probabilities.map((p, i) => leadLoss(p, labels[i]!));
  const squares = probabilities.map((p, i) => (p - labels[i]!) ** 2);
  return {
    ...measureGroup(leads, times),
    roc_auc: measureArea(ranked) ?? null,
    log_loss: within(meanInterval(losses), 0, Number.MAX_VALUE),
    brier: within(meanInterval(squares), 0, 1),
    calibration_slope: figureOf(line.slope),
    calibration_intercept: figureOf(line.intercept),
    lift: measureLift(ranked) ?? null,
    grades: measureGroups(leads, times, GRADES, ({ grade }) => grade),
    deciles: measureGroups(leads, times, DECILES, decileOf(ranked)),
    value: meanValue(leads),
  };
}

const DECILES = Array.from({ length: 10 }, (_, i) => String(i + 1));

/** Groups in this order, without those that are empty. */
function measureGroups(
  leads: readonly MeasuredLead[],
  times: ConversionTimes,
  names: readonly string[],
  groupOf: (lead: MeasuredLead) => string | undefined,
): GroupPerformance[] {
  const groups = Map.groupBy(leads, groupOf);
  return names.flatMap((group) => {
    const ofGroup = groups.get(group);
    return ofGroup === undefined ? [] : [{ group, ...measureGroup(ofGroup, times) }];
  });
}

/** @param leads at least one, of mature weeks */
function measureGroup(leads: readonly MeasuredLead[], times: ConversionTimes) {
  const expectation = expectConversions(leads, times)!;
  const { converted } = expectation;
  const value = converted / leads.length;
  return { leads: leads.length, ...expectation, rate: { value, ...wilsonInterval(converted, leads.length) } };
}

function figureOf(estimate: Estimate | undefined): Figure | null {
  if (estimate === undefined) return null;
  const { value, standardError } = estimate;
  return { value, low: value - Z_95 * standardError, high: value + Z_95 * standardError };
}

const within = (
  { mean, low, high }: { mean: number; low: number; high: number },
  least: number,
  most: number,
): Figure => ({ value: mean, low: Math.max(least, low), high: Math.min(most, high) });

/** In parts of the largest value: sums and squares of very large ones have no number. */
function meanValue(leads: readonly MeasuredLead[]): Figure | null {
  const values = leads.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (values.length < 2) return null;
  const largest = values.reduce((a, b) => Math.max(a, b));
  if (largest === 0) return { value: 0, low: 0, high: 0 };
  const { mean, low, high } = meanInterval(Float64Array.from(values, (value) => value / largest));
  const back = (part: number) => Math.min(Number.MAX_VALUE, part * largest);
  return { value: back(mean), low: back(Math.max(0, low)), high: back(high) };
}
