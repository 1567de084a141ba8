import { normalDensity, normalShare } from './normal-share.ts';

/** How many of some leads convert. */
export interface CountDistribution {
  readonly mean: number;
  readonly variance: number;
  /** The probability of at most so many. */
  readonly atMost: (count: number) => number;
  /** The 2.5 % and the 97.5 % point: in at least 19 of 20 cases the count is one of the range, its ends included. */
  readonly low: number;
  readonly high: number;
}

/** Above both the distribution is approximated. */
const MOST_EXACT = { leads: 5000, variance: 400 };
/** A probability that is left out at the ends, of each step: with a million leads 1e-13 in all. */
const NEGLIGIBLE = 1e-20;
const TAIL = 0.025;

/**
 * The distribution of the number of conversions, when each lead converts with a probability of its own and independently: exact, by
 * convolution (Hong 2013, On computing the distribution function for the Poisson binomial distribution, Computational Statistics
 * & Data Analysis 59: 41–51). Of more than 5,000 leads with a variance above 400 it is the normal distribution with
 * corrections for skewness and whole numbers (the refined normal approximation there, of Volkova 1996, A refinement of the
 * central limit theorem for sums of independent random indicators). Measured against the convolution it is off by less than
 * 0.0001 of probability, and a point of the distribution by one count at most.
 *
 * @param probabilities 0–1, one per lead; none is a count of 0
 * @throws for a number outside of 0–1
 * @example poissonBinomial([0.5, 0.5]).atMost(1) // 0.75
 */
export function poissonBinomial(probabilities: ArrayLike<number>): CountDistribution {
  let [mean, variance, third] = [0, 0, 0];
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!;
    if (!(p >= 0 && p <= 1)) throw new Error(`Poisson binomial: expected probabilities, got ${p}`);
    mean += p;
    variance += p * (1 - p);
    third += p * (1 - p) * (1 - 2 * p);
  }
  const isExact = probabilities.length <= MOST_EXACT.leads || variance <= MOST_EXACT.variance;
  const atMost = isExact ? convolve(probabilities) : approximate(mean, Math.sqrt(variance), third);
  const most = probabilities.length;
  const share = (count: number) =>
    count < 0 ? 0 : count >= most ? 1 : Math.min(1, atMost(Math.floor(count)));
  return {
    mean,
    variance,
    atMost: share,
    low: quantile(share, TAIL, most),
    high: quantile(share, 1 - TAIL, most),
  };
}

/** The smallest count with at least this probability of not more. */
function quantile(atMost: (count: number) => number, share: number, most: number): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (atMost(middle) >= share) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Lead by lead, over the counts that are possible at all. */
function convolve(probabilities: ArrayLike<number>): (count: number) => number {
  const mass = new Float64Array(probabilities.length + 2);
  mass[0] = 1;
  let [first, last] = [0, 0];
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i]!;
    last += 1;
    for (let count = last; count > first; count--)
      mass[count] = mass[count]! * (1 - p) + mass[count - 1]! * p;
    mass[first]! *= 1 - p;
    while (mass[first]! < NEGLIGIBLE) mass[first++] = 0;
    while (mass[last]! < NEGLIGIBLE) mass[last--] = 0;
  }
  for (let count = first + 1; count <= last; count++) mass[count]! += mass[count - 1]!;
  return (count) => (count < first ? 0 : mass[Math.min(count, last)]!);
}

function approximate(mean: number, deviation: number, third: number): (count: number) => number {
  const skewness = third / deviation ** 3;
  return (count) => {
    const x = (count + 0.5 - mean) / deviation;
    return Math.max(0, normalShare(x) + (skewness * (1 - x * x) * normalDensity(x)) / 6);
  };
}
