import { sum } from './sum.ts';
/** A number of conversions to come. */
export interface Expected {
  readonly mean: number;
  /** In 19 of 20 cases the number lies between these two. */
  readonly low: number;
  readonly high: number;
}

const TAIL = 0.025;

/**
 * How many of `trials` leads will convert, where `converted` of `seen` such leads did: the posterior predictive
 * distribution, beta-binomial (Gelman et al., Bayesian Data Analysis, 3rd ed. 2013, §2.4). It holds both that the rate is
 * known from so many leads only and that so few are drawn.
 *
 * @param trials a whole number
 * @param converted may be a fraction, where leads of equal score were shared out
 * @param usual 0–1, not 0 and not 1: the rate to be expected of leads of which nothing was seen; it weighs as one lead
 */
export function predictCount(trials: number, converted: number, seen: number, usual: number): Expected {
  const a = converted + usual;
  const b = seen - converted + 1 - usual;
  // P(k + 1) ÷ P(k) is a fraction of small numbers: no gamma function is needed, but the largest term must not underflow.
  const logs = new Float64Array(trials + 1);
  for (let k = 0; k < trials; k++) {
    logs[k + 1] = logs[k]! + Math.log(((trials - k) * (k + a)) / ((k + 1) * (trials - k - 1 + b)));
  }
  const largest = logs.reduce((most, log) => Math.max(most, log));
  const weights = logs.map((log) => Math.exp(log - largest));
  const total = sum(weights);
  const quantile = (share: number) => {
    let sum = 0;
    return Math.min(
      trials,
      weights.findIndex((weight) => {
        sum += weight;
        return sum >= share * total;
      }),
    );
  };
  return { mean: (trials * a) / (a + b), low: quantile(TAIL), high: quantile(1 - TAIL) };
}
