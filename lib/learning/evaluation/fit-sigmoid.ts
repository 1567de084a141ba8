import { sigmoid } from '../../statistics/sigmoid.ts';
import { softplus } from '../../statistics/softplus.ts';

/** p = sigmoid(slope · z + offset). */
export interface Sigmoid {
  readonly slope: number;
  readonly offset: number;
}

const MOST_ITERATIONS = 100;
const SHORTEST_STEP = 1e-10;

/**
 * The curve of least cross-entropy with two target probabilities, by Newton's method with backtracking (Lin, Lin &
 * Weng 2007, A note on Platt's probabilistic outputs for support vector machines, appendix 3), on z standardised.
 *
 * With the targets 1 and 0 this is maximum likelihood: of predicted log-odds, how well they are calibrated, with slope 1
 * and offset 0 where they are (Cox 1958, Two further applications of a model for binary regression). When a threshold separates the classes then, there is no
 * such curve, and the slope is as steep as the iterations got.
 *
 * @param z one per lead
 * @param labels 1 or 0 per lead
 * @param targets of leads with label 0 and with label 1
 */
export function fitSigmoid(z: Float64Array, labels: Uint8Array, targets: readonly [number, number]): Sigmoid {
  const { mean, sd } = describe(z);
  const meanTarget = labels.reduce((sum, label) => sum + targets[label]!, 0) / labels.length;
  const start = Math.log(meanTarget / (1 - meanTarget));
  // Log-odds that are all alike, or differ by rounding only, leave no slope to learn.
  if (sd < 1e-9) return { slope: 0, offset: start };
  const x = z.map((value) => (value - mean) / sd);
  let [slope, offset] = [0, start];
  let loss = crossEntropy(x, labels, targets, slope, offset);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const step = newtonStep(x, labels, targets, slope, offset);
    // Of separated classes, all probabilities have come to 0 and 1.
    if (Number.isNaN(step.decrease)) break;
    // Too small to be seen in the loss: the step needs no search, and none is needed behind it (it squares the error).
    const isLast = step.decrease <= 1e-12 * loss;
    let length = 1;
    let next = loss;
    for (; !isLast && length > SHORTEST_STEP; length /= 2) {
      next = crossEntropy(x, labels, targets, slope + length * step.slope, offset + length * step.offset);
      if (next < loss) break;
    }
    if (length <= SHORTEST_STEP) break;
    slope += length * step.slope;
    offset += length * step.offset;
    if (isLast) break;
    loss = next;
  }
  return { slope: slope / sd, offset: offset - (slope * mean) / sd };
}

function describe(z: Float64Array): { mean: number; sd: number } {
  const first = z[0]!;
  // Counted from the first value, lest rounding swallow small differences of large values.
  let [sum, squares] = [0, 0];
  for (const value of z) {
    sum += value - first;
    squares += (value - first) ** 2;
  }
  const shift = sum / z.length;
  return { mean: first + shift, sd: Math.sqrt(Math.max(0, squares / z.length - shift ** 2)) };
}

function crossEntropy(
  x: Float64Array,
  labels: Uint8Array,
  targets: readonly [number, number],
  slope: number,
  offset: number,
): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    const z = slope * x[i]! + offset;
    sum += softplus(z) - targets[labels[i] as 0 | 1] * z;
  }
  return sum;
}

function newtonStep(
  x: Float64Array,
  labels: Uint8Array,
  targets: readonly [number, number],
  slope: number,
  offset: number,
): { slope: number; offset: number; decrease: number } {
  let [gradientSlope, gradientOffset, slopeSlope, slopeOffset, offsetOffset] = [0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const p = sigmoid(slope * x[i]! + offset);
    const residual = p - targets[labels[i] as 0 | 1];
    const curvature = p * (1 - p);
    gradientSlope += residual * x[i]!;
    gradientOffset += residual;
    slopeSlope += curvature * x[i]! * x[i]!;
    slopeOffset += curvature * x[i]!;
    offsetOffset += curvature;
  }
  const determinant = slopeSlope * offsetOffset - slopeOffset ** 2;
  const stepSlope = (slopeOffset * gradientOffset - offsetOffset * gradientSlope) / determinant;
  const stepOffset = (slopeOffset * gradientSlope - slopeSlope * gradientOffset) / determinant;
  const decrease = -(gradientSlope * stepSlope + gradientOffset * stepOffset) / 2;
  return { slope: stepSlope, offset: stepOffset, decrease };
}
