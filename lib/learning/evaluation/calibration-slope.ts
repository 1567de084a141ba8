import { fitSigmoid } from './fit-sigmoid.ts';

/**
 * The logistic regression of what happened on predicted log-odds (Cox 1958, Two further applications of a model for
 * binary regression): of a calibrated model, slope 1 and intercept 0. A slope below 1 says that predictions are too
 * extreme (the model was fitted too closely), above 1 that they are too timid.
 *
 * @param logOdds of predicted probabilities, of leads that were not fitted
 */
export function calibrationSlope(
  logOdds: Float64Array,
  labels: Uint8Array,
): { slope: number; intercept: number } {
  const { slope, offset } = fitSigmoid(logOdds, labels, [0, 1]);
  return { slope, intercept: offset };
}
