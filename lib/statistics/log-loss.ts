/**
 * −ln of the probability that was given to what happened, nats; probabilities are kept off 0 and 1 by 2⁻⁵².
 *
 * @param label 1 or 0
 * @example leadLoss(0.5, 1) // Math.LN2
 */
export function leadLoss(probability: number, label: number): number {
  const p = Math.min(Math.max(probability, Number.EPSILON), 1 - Number.EPSILON);
  return label === 1 ? -Math.log(p) : -Math.log1p(-p);
}

/** Mean of the leads' losses, nats. @param labels 1 or 0 per probability */
export function logLoss(probabilities: Float64Array, labels: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) sum += leadLoss(probabilities[i]!, labels[i]!);
  return sum / labels.length;
}
