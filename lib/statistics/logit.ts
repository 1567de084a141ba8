/**
 * Probability to log-odds, nats; ±∞ at 0 and 1.
 *
 * @example logit(0.75) // Math.log(3)
 */
export const logit = (p: number): number => Math.log(p / (1 - p));
