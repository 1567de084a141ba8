import type { Figure } from '../../contract/figure.ts';
import type { ConversionCurve } from '../../statistics/conversion-curve.ts';
import { poissonBinomial } from '../../statistics/poisson-binomial.ts';
import { type ConversionTimes, shareByNow } from './conversion-times.ts';
import type { MeasuredLead } from './measured-leads.ts';

export interface Expectation {
  readonly expected: Figure;
  readonly converted: number;
  readonly verdict: 'as_expected' | 'fewer' | 'more';
}

export const countConverted = (leads: readonly MeasuredLead[]): number =>
  leads.reduce((sum, { label }) => sum + label, 0);

/**
 * How many of these leads should have converted by now, if their probabilities are right: the sum of probability × share of the
 * conversions that come within the lead's age. The range is that of the exact distribution of such a number (its 2.5 % and 97.5 %
 * points), stretched from the mean by √(1 + variance of the curve ÷ variance of the number), as the curve is estimated, too.
 *
 * @returns undefined where the share is not known for every lead
 */
export function expectConversions(
  leads: readonly MeasuredLead[],
  times: ConversionTimes,
): Expectation | undefined {
  const promised = new Float64Array(leads.length);
  for (const [i, lead] of leads.entries()) {
    const share = shareByNow(times, lead);
    if (share === undefined) return undefined;
    promised[i] = lead.probability * share;
  }
  const { mean, variance, ...points } = poissonBinomial(promised);
  let { low, high } = points;
  const added = times.curve === undefined ? 0 : varianceOfCurve(leads, times.curve);
  if (added > 0 && variance > 0) {
    const stretch = Math.sqrt(1 + added / variance);
    low = Math.max(0, Math.min(low, Math.floor(mean - (mean - low) * stretch)));
    high = Math.min(leads.length, Math.max(high, Math.ceil(mean + (high - mean) * stretch)));
  }
  const converted = countConverted(leads);
  const verdict = converted < low ? 'fewer' : converted > high ? 'more' : 'as_expected';
  return { expected: { value: mean, low, high }, converted, verdict };
}

/**
 * The variance that the estimate of the curve adds, by the delta method. The logarithms of the shares of two ages have the steps after the
 * later one in common: ln m(a) = Σ over u > a of ln(1 − r(u)), whose terms are independent. So a step counts with the
 * square of all that is expected before it, and not of each age by itself.
 */
function varianceOfCurve(leads: readonly MeasuredLead[], curve: ConversionCurve): number {
  const { horizon, shares, logVariances } = curve;
  // Expected conversions by the day whose share they come from; between two days a lead has part of either.
  const byDay = new Float64Array(horizon + 1);
  for (const { age, probability } of leads) {
    const day = Math.min(horizon, Math.floor(age));
    const later = day === horizon ? 0 : age - day;
    byDay[day]! += probability * (1 - later) * shares[day]!;
    if (later > 0) byDay[day + 1]! += probability * later * shares[day + 1]!;
  }
  let [variance, before] = [0, 0];
  for (let day = 1; day <= horizon; day++) {
    before += byDay[day - 1]!;
    variance += (logVariances[day - 1]! - logVariances[day]!) * before * before;
  }
  return variance;
}
