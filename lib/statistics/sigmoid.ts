/**
 * Log-odds to probability: 1 ÷ (1 + e^−z), without overflow for large |z|.
 *
 * @example sigmoid(Math.log(3)) // 0.75
 */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}
