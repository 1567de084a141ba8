/**
 * The number with the fewest decimals from `low` to below `high`; of several the one next to their middle.
 *
 * @param low below `high`
 * @example
 * shortestBetween(3.17, 4.06); // 4
 * shortestBetween(0.1234, 0.1299); // 0.125
 */
export function shortestBetween(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  // From hundreds on, by steps of 100, 10, 1, .1 …: neighbours of one step are alike in length.
  const largest = Math.floor(Math.log10(high - low)) + 1;
  for (let power = largest; power > largest - 3; power--) {
    // Division by a power of ten gives the nearest number to a decimal, which multiplication by .001 does not.
    const unit = 10 ** Math.abs(power);
    const near = power < 0 ? Math.round(middle * unit) / unit : Math.round(middle / unit) * unit;
    if (near >= low && near < high) return near + 0;
  }
  return low;
}
