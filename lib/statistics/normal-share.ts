/**
 * The share of the standard normal distribution up to a number, by its series around 0 (Marsaglia 2004, Evaluating the normal
 * distribution, Journal of Statistical Software 11(4)), to 1e-15.
 *
 * @example normalShare(1.959963984540054) // 0.975
 */
export function normalShare(x: number): number {
  if (Math.abs(x) > 8) return x < 0 ? 0 : 1;
  let [sum, term] = [x, x];
  for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(sum); i += 2) sum += term *= (x * x) / i;
  return 0.5 + sum * normalDensity(x);
}

/** The density of the standard normal distribution. */
export const normalDensity = (x: number): number => Math.exp(-x * x * 0.5) / Math.sqrt(2 * Math.PI);
