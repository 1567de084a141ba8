import { computeHessian, computeLoss, type LossProblem } from './logistic-loss.ts';

const MOST_ROUNDS = 100;
const MOST_SWEEPS = 1000;
const MOST_HALVINGS = 40;

/**
 * Minimises the loss + l1 · Σ |w| over all weights but the constant's by proximal Newton steps whose quadratic
 * models are solved by coordinate descent (Lee, Sun & Saunders 2014; glmnet's way, Friedman, Hastie &
 * Tibshirani 2010).
 *
 * @param part an even part of the leads, whose Hessian stands for the whole
 */
export function fitElasticNet(
  problem: LossProblem,
  part: LossProblem,
  start: Float64Array,
  l1: number,
  tolerance: number,
): { weights: Float64Array; loss: number; iterations: number; converged: boolean } {
  const scale = problem.design.rows / part.design.rows;
  const penalty = (w: Float64Array) => {
    let sum = 0;
    for (let j = 1; j < w.length; j++) sum += Math.abs(w[j]!);
    return l1 * sum;
  };
  let weights = start;
  let at = computeLoss(problem, weights);
  for (let iterations = 0; iterations < MOST_ROUNDS; iterations++) {
    const hessian = computeHessian(part, weights, scale);
    const step = solveQuadratic(hessian, at.gradient, weights, l1, tolerance);
    let promised = penalty(weights.map((w, j) => w + step[j]!)) - penalty(weights);
    for (let j = 0; j < step.length; j++) promised += at.gradient[j]! * step[j]!;
    const total = at.loss + penalty(weights);
    if (-promised < tolerance) return { weights, loss: total, iterations, converged: true };
    let length = 1;
    for (let halvings = 0; ; halvings++) {
      const candidate = weights.map((w, j) => w + length * step[j]!);
      const found = computeLoss(problem, candidate);
      const gain = total - found.loss - penalty(candidate);
      if (gain >= -1e-4 * length * promised - 1e-13 * Math.abs(total)) {
        weights = candidate;
        at = found;
        break;
      }
      if (halvings === MOST_HALVINGS) return { weights, loss: total, iterations, converged: false };
      length /= 2;
    }
  }
  return { weights, loss: at.loss + penalty(weights), iterations: MOST_ROUNDS, converged: false };
}

/** The step d that minimises gᵀd + ½ dᵀHd + l1 · Σ |w + d|, coordinate by coordinate. */
function solveQuadratic(
  hessian: Float64Array,
  gradient: Float64Array,
  weights: Float64Array,
  l1: number,
  tolerance: number,
): Float64Array {
  const size = weights.length;
  const step = new Float64Array(size);
  /** H d */
  const product = new Float64Array(size);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let moved = 0;
    for (let j = 0; j < size; j++) {
      const curvature = hessian[j * size + j]!;
      const now = weights[j]! + step[j]!;
      const target = now - (gradient[j]! + product[j]!) / curvature;
      const next = j === 0 ? target : shrink(target, l1 / curvature);
      const change = next - now;
      if (change === 0) continue;
      step[j]! += change;
      for (let k = 0; k < size; k++) product[k]! += hessian[j * size + k]! * change;
      moved += curvature * change * change;
    }
    if (moved < 0.01 * tolerance) break;
  }
  return step;
}

/** The soft threshold. */
const shrink = (x: number, by: number): number => (x > by ? x - by : x < -by ? x + by : 0);
