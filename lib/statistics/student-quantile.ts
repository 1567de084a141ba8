/** Below three degrees the series is off. */
const FEW = [12.706204736, 4.30265273];
/** The 97.5 % quantile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * The 97.5 % quantile of Student's t distribution, to .02 or better: the series of Cornish and Fisher (Abramowitz & Stegun 1964,
 * 26.7.5).
 *
 * @param degrees of freedom, a whole number from 1 on
 * @example studentQuantile(4) // 2.776
 */
export function studentQuantile(degrees: number): number {
  const few = FEW[degrees - 1];
  if (few !== undefined) return few;
  const power = (exponent: number) => Z ** exponent;
  const terms = [
    (power(3) + Z) / 4,
    (5 * power(5) + 16 * power(3) + 3 * Z) / 96,
    (3 * power(7) + 19 * power(5) + 17 * power(3) - 15 * Z) / 384,
    (79 * power(9) + 776 * power(7) + 1482 * power(5) - 1920 * power(3) - 945 * Z) / 92160,
  ];
  return terms.reduce((sum, term, i) => sum + term / degrees ** (i + 1), Z);
}
