import type { ConversionCurve } from './conversion-curve.ts';

/**
 * The share of the conversions within the horizon that have come by an age; between two days on the line between their shares.
 *
 * @param age in days, a fraction as well; from the horizon on the share is 1
 * @example shareConverted(curve, 1.5)
 */
export function shareConverted({ horizon, shares }: ConversionCurve, age: number): number {
  if (age >= horizon) return 1;
  if (age <= 0) return shares[0]!;
  const day = Math.floor(age);
  return shares[day]! + (age - day) * (shares[day + 1]! - shares[day]!);
}
