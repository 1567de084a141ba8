import { Z_95 } from './z-95.ts';
/**
 * The 95 % interval of a share (Wilson 1927, Probable inference, the law of succession, and statistical
 * inference); unlike p ± 1.96 se it stays inside [0, 1] and says something for 0 of n.
 *
 * @param count how many of the rows
 * @param rows at least 1
 * @param z the quantile of the normal distribution that bounds it, where it is not the 95 % interval
 */
export function wilsonInterval(count: number, rows: number, z = Z_95): { low: number; high: number } {
  const share = count / rows;
  const weight = z ** 2 / rows;
  const middle = (share + weight / 2) / (1 + weight);
  const half = (z * Math.sqrt((share * (1 - share)) / rows + weight / (4 * rows))) / (1 + weight);
  // Rounding may carry the ends past what was seen.
  return {
    low: Math.max(0, Math.min(middle - half, share)),
    high: Math.min(1, Math.max(middle + half, share)),
  };
}
