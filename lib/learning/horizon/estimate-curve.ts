/** How conversions within a horizon come in with a lead's age. */
export interface ConversionCurve {
  /** Days. */
  readonly horizon: number;
  /** For each whole age, 0 … horizon days: the share of the conversions within the horizon that show by then; the last is 1. */
  readonly shares: Float64Array;
}

/**
 * Estimates by reverse hazards how conversions come in, from those that converted and how old each of them is by now: going down
 * from the horizon, of the leads that are at least u days old and took at most u days, the share that took more than u − 1 days is
 * what the curve loses. Leads too young to have shown a delay of u days say nothing at u, so that young leads do not make conversions
 * look fast (Lagakos, Barraj & De Gruttola 1988, Nonparametric analysis of truncated survival data, Biometrika 75; Kalbfleisch &
 * Lawless 1989, Inference based on retrospective ascertainment, Journal of the American Statistical Association 84).
 *
 * @param delays days from a lead's beginning to its conversion, at least 0; per lead that converted. They count by the day that they
 * end on, the first one for 0
 * @param ages days from its beginning to now, as many
 * @param horizon whole days
 * @example
 * estimateCurve([1, 2, 2, 4, 1, 3], [5, 5, 5, 5, 2, 3], 5).shares; // [0, 0.28125, 0.5625, 0.75, 1, 1]
 */
export function estimateCurve(
  delays: ArrayLike<number>,
  ages: ArrayLike<number>,
  horizon: number,
): ConversionCurve {
  /** Per day: how many took so long; and by how many more leads than the day before are old enough and took no longer. */
  const taken = new Float64Array(horizon + 2);
  const change = new Float64Array(horizon + 2);
  for (let i = 0; i < delays.length; i++) {
    const day = Math.max(1, Math.ceil(delays[i]!));
    const age = Math.min(horizon, Math.floor(ages[i]!));
    // In a part of a day it may have converted later than its last whole day.
    if (day > age) continue;
    taken[day]! += 1;
    change[day]! += 1;
    change[age + 1]! -= 1;
  }
  const shares = new Float64Array(horizon + 1);
  shares[horizon] = 1;
  let seen = 0;
  for (let day = horizon; day >= 1; day--) {
    // From above, what begins a day later is no longer seen.
    seen -= change[day + 1]!;
    shares[day - 1] = seen === 0 ? shares[day]! : (shares[day]! * (seen - taken[day]!)) / seen;
  }
  // What is done in a moment takes its first day.
  shares[0] = 0;
  return { horizon, shares };
}

/** The share of conversions that show by an age, days; straight between whole days. */
export function maturityAt({ horizon, shares }: ConversionCurve, age: number): number {
  if (age >= horizon) return 1;
  const day = Math.floor(age);
  return shares[day]! + (age - day) * (shares[day + 1]! - shares[day]!);
}
