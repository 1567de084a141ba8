import { logit } from '../../statistics/logit.ts';
import { sumClusters } from '../../statistics/mean-error.ts';
import { sigmoid } from '../../statistics/sigmoid.ts';
import type { Recalibration } from '../training-record.ts';
import { fitSigmoid } from './fit-sigmoid.ts';
import type { Predictions } from './summarise-folds.ts';

/** A probability of 0 or 1 has no log-odds. */
const NEAREST = 1e-6;
const MOST_ITERATIONS = 50;

/**
 * Logistic recalibration of predicted probabilities: the intercept and slope of the line that takes their log-odds to those of what
 * happened, 0 and 1 where they are right (Cox 1958, Two further applications of a model for binary regression), and the intercept
 * alone, with the slope held at 1, which is 0 where as many leads convert as predicted (calibration in the large; Van Calster et al.
 * 2019, Calibration: the Achilles heel of predictive analytics). Standard errors are those of maximum likelihood; with groups they
 * allow leads of one to be alike (Cameron & Miller 2015, §II.B, with G ÷ (G − 1)).
 *
 * @param groups per lead, leads that belong together having the same number
 * @returns undefined where the probabilities are all alike or separate the classes: there is no such line then
 */
export function recalibrate(
  { probabilities, labels }: Predictions,
  groups?: Uint32Array,
): Recalibration | undefined {
  const z = probabilities.map((p) => logit(Math.min(1 - NEAREST, Math.max(NEAREST, p))));
  const { slope, offset } = fitSigmoid(z, labels, [0, 1]);
  const line = errorsOf(
    z,
    labels,
    z.map((x) => sigmoid(slope * x + offset)),
    groups,
  );
  const intercept = solveIntercept(z, labels);
  const level = errorsOf(
    z,
    labels,
    z.map((x) => sigmoid(x + intercept)),
    groups,
  );
  if (line === undefined || level === undefined || slope === 0) return undefined;
  return {
    slope,
    slope_error: line.slope,
    intercept: offset,
    intercept_error: line.intercept,
    in_the_large: intercept,
    in_the_large_error: level.alone,
  };
}

/** With the slope held at 1, by Newton's method: the likelihood is concave. */
function solveIntercept(z: Float64Array, labels: Uint8Array): number {
  let intercept = 0;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    let [gradient, information] = [0, 0];
    for (let i = 0; i < z.length; i++) {
      const p = sigmoid(z[i]! + intercept);
      gradient += labels[i]! - p;
      information += p * (1 - p);
    }
    // A long step from far away would overshoot.
    const step = Math.max(-2, Math.min(2, gradient / information));
    intercept += step;
    if (!(Math.abs(step) > 1e-12)) break;
  }
  return intercept;
}

interface LineErrors {
  readonly slope: number;
  readonly intercept: number;
  /** Of the intercept when the slope is not estimated. */
  readonly alone: number;
}

/** @returns undefined where the information has no inverse */
function errorsOf(
  z: Float64Array,
  labels: Uint8Array,
  fitted: Float64Array,
  groups: Uint32Array | undefined,
): LineErrors | undefined {
  let [i00, i01, i11] = [0, 0, 0];
  for (let i = 0; i < z.length; i++) {
    const weight = fitted[i]! * (1 - fitted[i]!);
    i00 += weight;
    i01 += weight * z[i]!;
    i11 += weight * z[i]! ** 2;
  }
  const determinant = i00 * i11 - i01 ** 2;
  if (!(determinant > 1e-9 * i00 * i11) || i00 < 1e-6) return undefined;
  const [v00, v01, v11] = [i11 / determinant, -i01 / determinant, i00 / determinant];
  if (groups === undefined)
    return { intercept: Math.sqrt(v00), slope: Math.sqrt(v11), alone: Math.sqrt(1 / i00) };
  const residuals = fitted.map((p, i) => labels[i]! - p);
  const level = sumClusters(residuals, groups);
  const tilt = sumClusters(
    residuals.map((residual, i) => residual * z[i]!),
    groups,
  );
  const count = level.length;
  if (count < 2) return undefined;
  const squares = (a: number, b: number) =>
    Math.sqrt((count / (count - 1)) * level.reduce((sum, u, g) => sum + (a * u + b * tilt[g]!) ** 2, 0));
  return { intercept: squares(v00, v01), slope: squares(v01, v11), alone: squares(1 / i00, 0) };
}
