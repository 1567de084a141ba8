/**
 * ln(1 + e^z) without overflow: the log-loss, nats, of log-odds z of what did not happen and of −z of what did.
 *
 * @example softplus(0) // Math.LN2
 */
export const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
