import { sigmoid } from '../../statistics/sigmoid.ts';
import { leadsOfYoung } from '../../statistics/thinned-rate.ts';
import {
  addLogOdds,
  addSums,
  computeLogOdds,
  type Design,
  finishSums,
  forEachBlock,
  LARGEST_BLOCK,
  startSums,
  sumProducts,
  tabulateWeights,
} from './design.ts';

/** What is minimised: Σ weighted log-loss + l2 ÷ 2 · Σ w² over all weights but the constant's. */
export interface LossProblem {
  readonly design: Design;
  /** 1 or 0 per lead of the design. */
  readonly labels: Uint8Array;
  /** How many leads a converted lead counts as. */
  readonly positiveWeight: number;
  readonly l2: number;
  /** Per lead, the share of conversions that show by its age; absent: all outcomes are known. */
  readonly maturity?: Float64Array;
}

export interface LossAt {
  readonly loss: number;
  readonly gradient: Float64Array;
}

/** So many factors between 1 and 2 multiply to a number that a double holds. */
const FACTORS = 512;

/**
 * Loss and gradient in one pass over the leads.
 *
 * Of an unconverted lead of maturity m the probability is 1 − m p: its loss is softplus(z) − softplus(z + ln(1 − m)) and its
 * gradient p − σ(z + ln(1 − m)).
 */
export function computeLoss(problem: LossProblem, weights: Float64Array): LossAt {
  const { design, labels, positiveWeight, l2, maturity } = problem;
  const tables = tabulateWeights(design, weights);
  const sums = startSums(design);
  const logOdds = new Float64Array(Math.min(design.rows, LARGEST_BLOCK));
  let loss = 0;
  forEachBlock(design, (block) => {
    const { start, size } = block;
    logOdds.fill(weights[0]!);
    addLogOdds(design, block, weights, tables, logOdds);
    for (let from = 0; from < size; from += FACTORS) {
      const to = Math.min(size, from + FACTORS);
      // The logarithms of a product in place of the sum of logarithms: one for 512 leads.
      let [product, weighted] = [1, 1];
      for (let i = from; i < to; i++) {
        const z = logOdds[i]!;
        const e = Math.exp(z < 0 ? z : -z);
        const p = z < 0 ? e / (1 + e) : 1 / (1 + e);
        if (labels[start + i] === 1) {
          if (z < 0) loss -= positiveWeight * z;
          weighted *= 1 + e;
          logOdds[i] = positiveWeight * (p - 1);
        } else {
          if (z > 0) loss += z;
          product *= 1 + e;
          logOdds[i] = p;
          if (maturity === undefined || maturity[start + i] === 1) continue;
          const later = z + Math.log1p(-maturity[start + i]!);
          const f = Math.exp(-Math.abs(later));
          loss -= Math.max(later, 0) + Math.log1p(f);
          logOdds[i] = p - (later < 0 ? f / (1 + f) : 1 / (1 + f));
        }
      }
      loss += Math.log(product) + positiveWeight * Math.log(weighted);
    }
    // From here on the residuals.
    addSums(design, block, logOdds, sums);
  });
  const gradient = finishSums(design, sums);
  for (let j = 1; j < gradient.length; j++) {
    loss += (l2 / 2) * weights[j]! ** 2;
    gradient[j]! += l2 * weights[j]!;
  }
  return { loss, gradient };
}

/** Keeps a Hessian positive definite where every probability is 0 or 1 to machine precision. */
const LEAST_CURVATURE = 1e-10;
/** Keeps it so where parameters are tied together, as all levels of a feature and the constant are. */
const RIDGE = 1e-9;

/**
 * The Hessian of the loss at the weights, row by row of a square, over the design's leads. Of leads too young it is what it is
 * on average over their outcomes (the Fisher information, p (1 − p) times the leads that such a lead counts as), as the Hessian of
 * a single one need not be positive.
 *
 * @param scale what the sum over the leads is multiplied by: leads of the whole ÷ leads of this part
 */
export function computeHessian(problem: LossProblem, weights: Float64Array, scale = 1): Float64Array {
  const { design, labels, positiveWeight, l2, maturity } = problem;
  const curvature = computeLogOdds(design, weights);
  for (let i = 0; i < curvature.length; i++) {
    const p = sigmoid(curvature[i]!);
    curvature[i] = (labels[i] === 1 ? positiveWeight : 1) * Math.max(p * (1 - p), LEAST_CURVATURE) * scale;
    if (maturity !== undefined && maturity[i]! < 1)
      curvature[i] = Math.max(p * (1 - p) * leadsOfYoung(maturity[i]!, p), LEAST_CURVATURE) * scale;
  }
  const hessian = sumProducts(design, curvature);
  for (let j = 0; j < design.columns; j++) {
    const at = j * design.columns + j;
    hessian[at]! += (j === 0 ? 0 : l2) + RIDGE * Math.max(1, hessian[at]!);
  }
  return hessian;
}
