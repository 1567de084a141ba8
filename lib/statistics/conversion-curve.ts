/** Leads that converted, one entry each. */
export interface ObservedConversions {
  /** Days from the start to the conversion: whole numbers from 0 on, rounded up. */
  readonly delays: ArrayLike<number>;
  /** Days for which the lead has been watched: whole numbers, rounded down. */
  readonly ages: ArrayLike<number>;
}

/** How long conversions take, of those that come within the horizon. Each array has an entry per day, 0 … horizon. */
export interface ConversionCurve {
  /** In days. Leads that were watched for less time say nothing of what comes later, and nor does the curve. */
  readonly horizon: number;
  /** Conversions that it was estimated from. */
  readonly conversions: number;
  /** Share of the conversions within the horizon that have come by the end of the day; ascending, 1 at the horizon. */
  readonly shares: Float64Array;
  /** Variance of the natural logarithm of the share. Those of two days have that of the later one in common. */
  readonly logVariances: Float64Array;
  /** Conversions within the day of leads that were watched for at least as long: what the step to the day rests on. */
  readonly watched: Int32Array;
}

/**
 * The distribution of the time to conversion by its reverse hazard (Lagakos, Barraj & De Gruttola 1988, Nonparametric analysis of
 * truncated survival data, with application to AIDS, Biometrika 75: 515–523). Leads that have not converted yet are left out:
 * whether they will, nobody knows. So a conversion is only seen if its delay is not above the lead's age, which is
 * truncation from the right. Going backwards from the horizon, of the conversions within day u whose lead was watched for at least
 * u days the share r(u) came on day u itself: m(u − 1) = m(u) · (1 − r(u)), Var ln m(a) = Σ over u > a of
 * r(u) ÷ (watched(u) · (1 − r(u))).
 *
 * Conversions with a delay above the age or the horizon are not used: those came on a day that has not been watched to its end.
 *
 * @param horizon whole days, at least 1; at most the oldest age, as nothing is known beyond it
 * @throws for numbers that are no whole days, and for a horizon below 1
 * @example
 * const curve = conversionCurve({ delays: [1, 2, 2, 4, 1, 3], ages: [5, 5, 5, 5, 2, 3] }, 5);
 * curve.shares; // [0, 0.28125, 0.5625, 0.75, 1, 1]
 */
export function conversionCurve({ delays, ages }: ObservedConversions, horizon: number): ConversionCurve {
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new Error(`conversion curve: expected a horizon of at least 1 whole day, got ${horizon}`);
  if (delays.length !== ages.length)
    throw new Error(`conversion curve: expected an age per delay, got ${ages.length} of ${delays.length}`);
  // A lead is watched on the days from its delay to its age, and the horizon is the last day.
  const came = new Int32Array(horizon + 1);
  const starts = new Int32Array(horizon + 2);
  let conversions = 0;
  for (let i = 0; i < delays.length; i++) {
    const [delay, age] = [wholeDays(delays[i]!), wholeDays(ages[i]!)];
    if (delay > Math.min(age, horizon)) continue;
    conversions += 1;
    came[delay]! += 1;
    starts[delay]! += 1;
    starts[Math.min(age, horizon) + 1]! -= 1;
  }
  const watched = new Int32Array(horizon + 1);
  for (let day = 0, now = 0; day <= horizon; day++) watched[day] = now += starts[day]!;
  const shares = new Float64Array(horizon + 1);
  const logVariances = new Float64Array(horizon + 1);
  shares[horizon] = 1;
  for (let day = horizon; day >= 1; day--) {
    const hazard = came[day] === 0 ? 0 : came[day]! / watched[day]!;
    shares[day - 1] = shares[day]! * (1 - hazard);
    // Where every conversion came on this day the share before it is 0, and has no logarithm.
    const added = hazard === 1 ? 0 : hazard / (1 - hazard) / Math.max(1, watched[day]!);
    logVariances[day - 1] = logVariances[day]! + added;
  }
  return { horizon, conversions, shares, logVariances, watched };
}

function wholeDays(days: number): number {
  if (Number.isInteger(days) && days >= 0) return days;
  throw new Error(`conversion curve: expected whole days from 0 on, got ${days}`);
}
