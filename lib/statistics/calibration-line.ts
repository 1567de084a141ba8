import { logit } from './logit.ts';
import { sigmoid } from './sigmoid.ts';
import { softplus } from './softplus.ts';

export interface Estimate {
  readonly value: number;
  readonly standardError: number;
}

/** How the log-odds of what happens follow those that were predicted. */
export interface CalibrationLine {
  /** 1 is right; below, high probabilities are too high and low ones too low. Undefined where the leads do not tell it. */
  readonly slope: Estimate | undefined;
  /** Log-odds to be added to the predicted ones at slope 1; 0 is right. Undefined if all leads are of one class. */
  readonly intercept: Estimate | undefined;
}

/** Probabilities are kept off 0 and 1 by this: one lead of log-odds without end would decide the line. */
const EDGE = 1e-6;
const MOST_STEPS = 100;

/**
 * Calibration slope and intercept by logistic regression of the outcomes on the log-odds of the probabilities (Cox 1958, Two further
 * applications of a model for binary regression, Biometrika 45: 562–565; Steyerberg 2019, Clinical prediction models, 2nd ed.). The slope is that of the line with a free intercept; the intercept is that of the line whose slope is 1. Standard
 * errors are from the observed information.
 *
 * @param labels 1 or 0 per probability
 * @returns no slope when all log-odds are equal, or when a cut-off separates the classes, so that steeper is always better
 * @example calibrationLine(Float64Array.of(0.2, 0.2, 0.6, 0.6), Uint8Array.of(0, 1, 0, 1)).slope?.value // 0
 */
export function calibrationLine(probabilities: Float64Array, labels: Uint8Array): CalibrationLine {
  const logOdds = probabilities.map((p) => logit(Math.min(Math.max(p, EDGE), 1 - EDGE)));
  const [lows, highs] = [
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
    [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ];
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    lows[label] = Math.min(lows[label]!, logOdds[i]!);
    highs[label] = Math.max(highs[label]!, logOdds[i]!);
  }
  const hasBoth = lows[0]! <= highs[0]! && lows[1]! <= highs[1]!;
  if (!hasBoth) return { slope: undefined, intercept: undefined };
  const isSeparated = lows[1]! >= highs[0]! || highs[1]! <= lows[0]!;
  return {
    slope: isSeparated ? undefined : fitSlope(logOdds, labels),
    intercept: fitIntercept(logOdds, labels),
  };
}

/** Newton's steps, kept between two points that the root lies between. */
function fitIntercept(logOdds: Float64Array, labels: Uint8Array): Estimate {
  let [low, high, value] = [-40, 40, 0];
  for (let step = 0; ; step++) {
    let [gradient, information] = [0, 0];
    for (let i = 0; i < labels.length; i++) {
      const p = sigmoid(value + logOdds[i]!);
      gradient += labels[i]! - p;
      information += p * (1 - p);
    }
    if (gradient > 0) low = value;
    else high = value;
    const next = value + gradient / information;
    const isDone = Math.abs(next - value) <= 1e-12 * Math.max(1, Math.abs(value)) || step === MOST_STEPS;
    if (isDone) return { value, standardError: 1 / Math.sqrt(information) };
    value = next > low && next < high ? next : (low + high) / 2;
  }
}

/** Newton's steps, halved where the likelihood would fall: it has one maximum, as no cut-off separates the classes. */
function fitSlope(logOdds: Float64Array, labels: Uint8Array): Estimate | undefined {
  // Around their mean, so that intercept and slope hardly depend on each other.
  const mean = logOdds.reduce((sum, z) => sum + z, 0) / logOdds.length;
  const x = logOdds.map((z) => z - mean);
  let [intercept, slope] = [mean, 1];
  let now = logLikelihood(x, labels, intercept, slope);
  for (let step = 0; step < MOST_STEPS; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
    for (let i = 0; i < labels.length; i++) {
      const p = sigmoid(intercept + slope * x[i]!);
      const weight = p * (1 - p);
      g0 += labels[i]! - p;
      g1 += (labels[i]! - p) * x[i]!;
      h00 += weight;
      h01 += weight * x[i]!;
      h11 += weight * x[i]! * x[i]!;
    }
    const determinant = h00 * h11 - h01 * h01;
    if (!(determinant > 1e-12 * h00 * h11)) return undefined;
    const d0 = (h11 * g0 - h01 * g1) / determinant;
    const d1 = (h00 * g1 - h01 * g0) / determinant;
    if (Math.max(Math.abs(d0), Math.abs(d1)) <= 1e-10 * Math.max(1, Math.abs(slope)))
      return { value: slope, standardError: Math.sqrt(h00 / determinant) };
    let size = 1;
    let then = logLikelihood(x, labels, intercept + d0, slope + d1);
    while (!(then >= now - 1e-9 * Math.abs(now)) && size > 1e-6) {
      size /= 2;
      then = logLikelihood(x, labels, intercept + size * d0, slope + size * d1);
    }
    [intercept, slope, now] = [intercept + size * d0, slope + size * d1, then];
  }
  return undefined;
}

function logLikelihood(x: Float64Array, labels: Uint8Array, intercept: number, slope: number): number {
  let sum = 0;
  for (let i = 0; i < labels.length; i++) {
    const z = intercept + slope * x[i]!;
    sum -= softplus(labels[i] === 1 ? -z : z);
  }
  return sum;
}
