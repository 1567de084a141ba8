import { Z_95 } from './z-95.ts';

/** Below three degrees the series is off. */
const FEW = [12.706204736, 4.30265273];

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
  const power = (exponent: number) => Z_95 ** exponent;
  const terms = [
    (power(3) + Z_95) / 4,
    (5 * power(5) + 16 * power(3) + 3 * Z_95) / 96,
    (3 * power(7) + 19 * power(5) + 17 * power(3) - 15 * Z_95) / 384,
    (79 * power(9) + 776 * power(7) + 1482 * power(5) - 1920 * power(3) - 945 * Z_95) / 92160,
  ];
  return terms.reduce((sum, term, i) => sum + term / degrees ** (i + 1), Z_95);
}
