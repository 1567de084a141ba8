const SMALL = [1, 1, 2, 6, 24, 120, 720, 5040, 40_320, 362_880].map(Math.log);

/**
 * ln(n!), by Stirling's series (Abramowitz & Stegun 1964, 6.1.41); exact to 14 digits.
 *
 * @param n a whole number, 0 or more
 */
export function logFactorial(n: number): number {
  if (n < SMALL.length) return SMALL[n]!;
  const x = n + 1;
  const inverse = 1 / (x * x);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}
