/**
 * A short decimal from `low` to below `high`: a whole multiple of the largest power of ten that has one there, that next to their
 * middle.
 *
 * @param low below `high`
 * @example
 * shortestBetween(3.17, 4.06); // 4
 * shortestBetween(0.1234, 0.1299); // 0.127
 */
export function shortestBetween(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  const largest = Math.floor(Math.log10(high - low)) + 1;
  for (let power = largest; power > largest - 3; power--) {
    // Division by a power of ten gives the nearest number to a decimal, which multiplication by .001 does not.
    const unit = 10 ** Math.abs(power);
    const times = power < 0 ? middle * unit : middle / unit;
    for (const count of [Math.round(times), Math.floor(times)]) {
      const multiple = power < 0 ? count / unit : count * unit;
      if (multiple >= low && multiple < high) return multiple + 0;
    }
  }
  // Neighbours among all numbers, or farther from each other than a number can tell.
  return low;
}
