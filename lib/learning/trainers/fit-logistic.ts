import { takeEvenly } from '../../statistics/take-evenly.ts';
import { release } from '../../typed-arrays.ts';
import { baseOf } from './base-of.ts';
import { factorCholesky, solveCholesky } from './cholesky.ts';
import { type Design, thinDesign } from './design.ts';
import { fitElasticNet } from './elastic-net.ts';
import { computeHessian, computeLoss, type LossProblem } from './logistic-loss.ts';
import { minimise } from './minimise.ts';

export interface LogisticOptions {
  /** Ridge penalty l2 ÷ 2 · Σ weight², on all weights but the constant's (scikit-learn's 1 ÷ C). */
  readonly l2: number;
  /** Lasso penalty l1 · Σ |weight|, on all weights but the constant's; above 0 it leaves features out. */
  readonly l1?: number;
  /** How many leads a converted lead counts as. */
  readonly positiveWeight?: number;
  /** Per lead of the design, the share of conversions that show by its age; absent: all outcomes are known. */
  readonly maturity?: Float64Array | undefined;
  /** In place of the usual one. */
  readonly tolerance?: number;
}

export interface FittedLogistic {
  /** Log-odds, one per parameter of the design; the first is the constant's. */
  readonly weights: Float64Array;
  /** Σ log-loss + penalties. */
  readonly loss: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** The Hessian of so many leads stands for that of all. */
const HESSIAN_ROWS = 100_000;
/** As close as the part's optimum is worth: the sample's own error is that of every parameter, 1 each. */
const NEAR = 1;
const MOST_ITERATIONS = 100;
/**
 * Of gᵀ H⁻¹ g, the squared distance to the optimum in standard errors, about twice what the loss is above it:
 * the weights are right to a millionth of a standard error.
 */
const TOLERANCE = 1e-12;
/** Of larger tables, per lead: the mean log-loss is within 5e-8 of the optimum. */
const TOLERANCE_PER_LEAD = 1e-7;

/**
 * Fits a logistic regression to its optimum: L-BFGS whose initial inverse Hessian is the Cholesky factor of the
 * Hessian on a part of the leads, from the base rate's log-odds. It takes 5 to 10 passes over the leads, where
 * L-BFGS from the identity takes 120 to 190. With an l1 penalty: proximal Newton steps.
 *
 * @param labels 1 or 0 per lead of the design, both present; with `maturity` 0: has not converted yet
 */
export function fitLogistic(design: Design, labels: Uint8Array, options: LogisticOptions): FittedLogistic {
  const { l2, l1 = 0, positiveWeight = 1, maturity } = options;
  const young = maturity === undefined ? {} : { maturity };
  const problem: LossProblem = { design, labels, positiveWeight, l2, ...young };
  const part = thinProblem(problem, HESSIAN_ROWS);
  const start = new Float64Array(design.columns);
  start[0] = baseOf(problem);
  if (l1 > 0) return fitElasticNet(problem, part, start, l1, TOLERANCE);

  const scale = design.rows / part.design.rows;
  // The curvature at the base rate is too high for leads that are told apart well: take it where a few
  // iterations on the part lead to, which cost next to nothing beside a pass over all leads.
  let near: Float64Array = start;
  if (part !== problem) {
    // A smaller part's Hessian is good enough for a way that short.
    const smaller = thinProblem(part, HESSIAN_ROWS / 4);
    near = descend(part, start, part.design.rows / smaller.design.rows, NEAR, smaller).at;
  }
  const usual = part === problem ? TOLERANCE : TOLERANCE_PER_LEAD * design.rows;
  const { tolerance = usual } = options;
  const { at, loss, iterations, converged: done } = descend(problem, near, scale, tolerance, part);
  return { weights: at, loss, iterations, converged: done };
}

/** Minimises from the start; the Hessian there, of the part, is the metric. Renewed once where it was poor. */
function descend(
  problem: LossProblem,
  start: Float64Array,
  scale: number,
  tolerance: number,
  part = problem,
) {
  let from = start;
  let passes = 0;
  for (let renewal = 0; ; renewal++) {
    const hessian = computeHessian({ ...part, l2: problem.l2 }, from, scale);
    const factor = factorCholesky(hessian, problem.design.columns);
    release(hessian);
    if (factor === undefined) throw new Error('logistic: expected a positive definite Hessian');
    const minimum = minimise(
      (weights) => computeLoss(problem, weights),
      from,
      (gradient) => solveCholesky(factor, gradient),
      { tolerance, maxIterations: problem === part ? 6 : 25 },
    );
    passes += minimum.iterations;
    if (minimum.converged || passes >= MOST_ITERATIONS || renewal >= 30)
      return { ...minimum, iterations: passes };
    from = minimum.at;
  }
}

/** An even part of the leads; the problem itself when it is small. */
function thinProblem(problem: LossProblem, most: number): LossProblem {
  const { design, labels, maturity } = problem;
  if (design.rows <= most) return problem;
  const thin = thinDesign(design, most);
  const l2 = problem.l2 / (design.rows / thin.rows);
  const part = { ...problem, design: thin, labels: takeEvenly(labels, thin.rows), l2 };
  return maturity === undefined ? part : { ...part, maturity: takeEvenly(maturity, thin.rows) };
}
