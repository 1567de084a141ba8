import type { ConversionCurve } from './conversion-curve.ts';
import { wilsonInterval } from './wilson-interval.ts';
import { Z_95 } from './z-95.ts';

/**
 * The 95 % interval of a share of a conversion curve, symmetric in ln(−ln m), where it stays inside [0, 1] (Kalbfleisch & Prentice
 * 2002, The statistical analysis of failure time data, of a survival function). The variance knows nothing of
 * days on which no conversion came: where the share is 1 before the horizon, or 0, Wilson's interval of what was watched bounds it.
 *
 * @param day a whole number, 0 … horizon
 * @example conversionShareInterval(curve, 2) // low 0.099…, high 0.867…
 */
export function conversionShareInterval(curve: ConversionCurve, day: number): { low: number; high: number } {
  const { horizon, shares, logVariances, watched } = curve;
  if (day >= horizon) return { low: 1, high: 1 };
  const share = shares[day]!;
  if (share === 1) {
    const least = watched.subarray(day + 1).reduce((low, count) => Math.min(low, count));
    return { low: least === 0 ? 0 : wilsonInterval(least, least).low, high: 1 };
  }
  if (share === 0) {
    let next = day + 1;
    while (shares[next] === 0) next += 1;
    // Of the conversions within the next day that has some, none came earlier.
    const part = watched[next] === 0 ? 1 : wilsonInterval(0, watched[next]!).high;
    return { low: 0, high: part * conversionShareInterval(curve, next).high };
  }
  const half = (Z_95 * Math.sqrt(logVariances[day]!)) / -Math.log(share);
  return { low: share ** Math.exp(half), high: share ** Math.exp(-half) };
}
