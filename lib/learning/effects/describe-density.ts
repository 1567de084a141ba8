import type { Density } from '../training-record.ts';

const BINS = 40;

/**
 * Where the numbers lie: a histogram between the 1st and the 99th hundredth of them, or of all where these are the same number.
 *
 * @param known ascending
 * @param leads how many there are, with those whose number is missing
 * @returns undefined when all numbers are alike
 */
export function describeDensity(known: Float64Array, leads: number): Density | undefined {
  const at = (share: number) => known[Math.round(share * (known.length - 1))]!;
  const [low, high] = at(0.01) < at(0.99) ? [at(0.01), at(0.99)] : [known[0]!, known.at(-1)!];
  if (!(low < high)) return undefined;
  const counts = new Array<number>(BINS).fill(0);
  for (const value of known) {
    if (value < low || value > high) continue;
    counts[Math.min(BINS - 1, Math.floor((BINS * (value - low)) / (high - low)))]! += 1;
  }
  return { low, high, shares: counts.map((count) => Number((count / leads).toPrecision(3))) };
}
