/** Of differences that are looked at again and again while more of them come. */
export interface RunningSums {
  readonly count: number;
  readonly sum: number;
  /** Sum of the squares. */
  readonly squares: number;
}

/** The probability that the bound is ever above the mean. */
const ALPHA = 0.05;
/** The bound is tightest when there are about so many. */
const TIGHTEST_AT = 5000;

/** ρ² of the paper for a bound that is tightest at so many, with 2α because it is one-sided: 0.001265772. */
const RHO_SQUARED = (-2 * Math.log(2 * ALPHA) + Math.log(-2 * Math.log(2 * ALPHA) + 1)) / TIGHTEST_AT;

/**
 * A lower bound of a mean that holds at every look, however often and whenever one looks: with a probability of 95 % it is never
 * above the mean. An ordinary one-sided 95 % bound that is looked at daily exceeds it some day in 4 of 10 years. It is the
 * one-sided asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2024, Time-uniform central limit
 * theory and asymptotic confidence sequences, Annals of Statistics 52(6): 2613–2640: like the central limit theorem it wants many
 * differences, or a rule beside it that asks for enough.
 *
 * @returns undefined with fewer than two
 * @example anytimeLowerBound({ count: 5000, sum: 100, squares: 200 }) // 0.01217815
 */
export function anytimeLowerBound({ count: n, sum, squares }: RunningSums): number | undefined {
  if (n < 2) return undefined;
  // Rounding may carry the difference below 0.
  const variance = Math.max(0, (squares - (sum * sum) / n) / (n - 1));
  const scale = n * RHO_SQUARED + 1;
  const width = ((2 * scale) / (n * n * RHO_SQUARED)) * Math.log(1 + Math.sqrt(scale) / (2 * ALPHA));
  return sum / n - Math.sqrt(variance * width);
}
