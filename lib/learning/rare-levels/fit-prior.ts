import type { ClassCounts } from '../../statistics/count-classes.ts';
import { logit } from '../../statistics/logit.ts';
import { sum } from '../../statistics/sum.ts';

/** What the levels of a column have in common: each level's own conversion rate is drawn from this distribution. */
export interface LevelPrior {
  /** The levels' rate, weighed by their leads. */
  readonly rate: number;
  /** How many leads of that rate a level's own leads are mixed with. */
  readonly strength: number;
}

/** How sure it must be that the levels differ, in standard errors: of columns of noise one in a hundred passes. */
const LEAST_Z = 2.33;
/** Fewer levels do not tell how levels differ. Those of one lead tell nothing. */
const FEWEST_LEVELS = 10;
/** A level's own rate is never taken at its word, however much the levels differ. */
const LEAST_STRENGTH = 0.5;

/**
 * Fits a beta distribution to the conversion rates of many levels of few leads, by its moments: with n leads of a level, c of
 * which converted, the correlation of two leads of one level is
 * ρ = Σ [(c − n p)² − n p (1 − p)] ÷ [p (1 − p) Σ n (n − 1)], and the distribution weighs as much as 1 ÷ ρ − 1 leads
 * (Kleinman 1973, Proportions with extraneous variance, Journal of the American Statistical Association 68).
 *
 * @returns undefined when the levels differ no more than chance makes them (Tarone 1979, Testing the goodness of fit of the
 * binomial distribution, Biometrika 66: the same sum ÷ p (1 − p) √(2 Σ n (n − 1)) is standard normal)
 */
export function fitLevelPrior({ total, converted }: ClassCounts): LevelPrior | undefined {
  const rate = sum(converted) / sum(total);
  const variance = rate * (1 - rate);
  if (!(variance > 0)) return undefined;
  let [excess, pairs, levels] = [0, 0, 0];
  for (let i = 0; i < total.length; i++) {
    const n = total[i]!;
    excess += (converted[i]! - n * rate) ** 2 - n * variance;
    // Leads that are too young count as parts of one.
    pairs += n * Math.max(0, n - 1);
    if (n > 1) levels += 1;
  }
  if (levels < FEWEST_LEVELS) return undefined;
  if (excess <= LEAST_Z * variance * Math.sqrt(2 * pairs)) return undefined;
  const correlation = excess / (variance * pairs);
  return { rate, strength: Math.max(LEAST_STRENGTH, 1 / correlation - 1) };
}

/**
 * The log-odds of a level of n leads, c of which converted, beyond those of all levels: its own leads and those of the prior
 * together, an empirical Bayes estimate (Efron & Morris 1975, Data analysis using Stein's estimator). 0 without leads.
 */
export const shrinkLevel = ({ rate, strength }: LevelPrior, n: number, c: number): number =>
  logit((c + strength * rate) / (n + strength)) - logit(rate);
