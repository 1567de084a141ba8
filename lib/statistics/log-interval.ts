/**
 * The interval of an estimate that cannot be negative and is skewed to the right, such as a sum of money: on its logarithm, whose
 * standard error is standardError ÷ value (delta method).
 *
 * @param value 0 or more
 * @param quantile standard errors to either side
 * @example logInterval(100, 20, 1.96) // { low: 67.6, high: 148 }
 */
export function logInterval(
  value: number,
  standardError: number,
  quantile: number,
): { readonly low: number; readonly high: number } {
  if (value === 0) return { low: 0, high: 0 };
  const factor = Math.exp((quantile * standardError) / value);
  return { low: value / factor, high: value * factor };
}
