import LogisticRegression, { type Features } from 'ml-logistic-regression';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { InputError } from '../../errors.ts';
import { sigmoid } from '../../statistics/sigmoid.ts';
import { sum } from '../../statistics/sum.ts';
import { take } from '../../typed-arrays.ts';
import { PREPARATION_DEFAULTS, type PreparationOptions } from '../preparation/preparation-options.ts';
import { prepareFeatures } from '../preparation/prepare-features.ts';
import { buildTerms } from './build-terms.ts';
import { buildDesign, computeLogOdds, type Design, sumByParameter, sumProducts } from './design.ts';
import type { Trainer } from './trainer.ts';

export interface GradientDescentOptions {
  /** Ridge penalty l2 ÷ 2 · Σ weight², on all weights but the constant's (scikit-learn's 1 ÷ C). */
  readonly l2: number;
  /** Steps between two looks at convergence. */
  readonly stepsPerRound: number;
  readonly maxRounds: number;
}

export const GRADIENT_DESCENT_DEFAULTS: GradientDescentOptions = { l2: 1, stepsPerRound: 3, maxRounds: 50 };

/** The trainer on ml-logistic-regression: the simple baseline. It knows no class weights. */
export function createGradientDescentTrainer(
  preparation: PreparationOptions = PREPARATION_DEFAULTS,
  options: GradientDescentOptions = GRADIENT_DESCENT_DEFAULTS,
): Trainer {
  return {
    name: 'gradient-descent',
    options: { l2: options.l2, steps_per_round: options.stepsPerRound, max_rounds: options.maxRounds },
    fit({ features, labels, rows, positiveWeight }) {
      if (positiveWeight !== 1) {
        throw new InputError(
          'gradient-descent: expected no class weights, which ml-logistic-regression does not know. Use the trainer logistic.',
        );
      }
      const prepared = prepareFeatures(features, rows, preparation);
      const design = buildDesign(prepared, rows);
      const { weights } = fitByGradientDescent(design, take(labels, rows), options);
      return { intercept: weights[0]!, terms: buildTerms(prepared, design, weights), warnings: [] };
    },
  };
}

export interface FittedWeights {
  /** Log-odds, one per parameter of the design; the first is the constant's. */
  readonly weights: Float64Array;
  readonly rounds: number;
  /** √(gᵀ H⁻¹ g): how far the weights are from the optimum, in standard errors. */
  readonly distance: number;
}

/** In standard errors; the arithmetic itself ends near 1e-13. */
const CLOSE_ENOUGH = 1e-9;

/**
 * Fits a ridge logistic regression by the gradient descent of ml-logistic-regression. That library has a
 * plain loop with a fixed step from zero, no intercept, no penalty and no look at convergence, so it is run
 * in rounds: each begins where the last one ended and sees the design whitened by the Cholesky factor of the
 * log-loss's Hessian there. In those coordinates the Hessian is about the identity, a step of 1 is about
 * Newton's, and a few rounds reach the optimum where the raw design takes tens of thousands of steps.
 *
 * @param labels 1 or 0 per row of the design, both present
 * @throws {Error} when it has not converged after `maxRounds`; with l2 > 0 an optimum always exists
 */
export function fitByGradientDescent(
  design: Design,
  labels: Uint8Array,
  options: GradientDescentOptions = GRADIENT_DESCENT_DEFAULTS,
): FittedWeights {
  const { l2, stepsPerRound, maxRounds } = options;
  const target = Matrix.columnVector(labels);
  const converted = sum(labels);
  let weights: Float64Array = new Float64Array(design.columns);
  weights[0] = Math.log(converted / (labels.length - converted));
  let loss = computeLoss(design, labels, weights, l2);
  let learningRate = 1;
  for (let round = 0; round < maxRounds; round++) {
    const whitening = new Whitening(design, weights, l2);
    const distance = whitening.distance(labels);
    if (distance < CLOSE_ENOUGH) return { weights, rounds: round, distance };
    const learner = createLearner(stepsPerRound, learningRate);
    learner.train(whitening, target);
    const candidate = whitening.restore(learner.weights.to1DArray());
    const candidateLoss = computeLoss(design, labels, candidate, l2);
    // Far from the optimum the curvature may grow within a round and the steps overshoot: try shorter ones.
    // Near it the loss is flat to the last bit, hence the tolerance.
    if (candidateLoss <= loss * (1 + 1e-12)) {
      weights = candidate;
      loss = candidateLoss;
      learningRate = Math.min(1, 2 * learningRate);
    } else {
      learningRate /= 4;
    }
  }
  throw new Error(`gradient descent: expected convergence within ${maxRounds} rounds, found none`);
}

function createLearner(numSteps: number, learningRate: number) {
  const { classifiers } = LogisticRegression.load({
    name: 'LogisticRegression',
    numberClasses: 1,
    classifiers: [{ numSteps, learningRate, weights: null }],
  });
  return classifiers[0]!;
}

/** Σ log-loss + l2 ÷ 2 · Σ weight². */
function computeLoss(design: Design, labels: Uint8Array, weights: Float64Array, l2: number): number {
  const logOdds = computeLogOdds(design, weights);
  let loss = 0;
  for (let i = 0; i < logOdds.length; i++) {
    const z = labels[i] === 1 ? -logOdds[i]! : logOdds[i]!;
    // log(1 + e^z) without overflow.
    loss += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
  }
  for (let j = 1; j < weights.length; j++) loss += (l2 / 2) * weights[j]! ** 2;
  return Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY;
}

/**
 * The features as the library's loop sees them: weights = start + L⁻ᵀ u, with L Lᵀ the Hessian at the start
 * and u the loop's own weights. The penalty, which the loop knows nothing of, is folded into the gradient.
 */
class Whitening implements Features {
  readonly columns: number;
  readonly #design: Design;
  readonly #start: Float64Array;
  readonly #l2: number;
  readonly #factor: Matrix;
  #weights: Float64Array;

  constructor(design: Design, start: Float64Array, l2: number) {
    this.columns = design.columns;
    this.#design = design;
    this.#start = start;
    this.#weights = start;
    this.#l2 = l2;
    const curvature = computeLogOdds(design, start).map((z) => {
      const p = sigmoid(z);
      // A floor keeps the Hessian positive definite when every probability is 0 or 1 to machine precision.
      return Math.max(p * (1 - p), 1e-10);
    });
    const products = sumProducts(design, curvature);
    const hessian = new Matrix(design.columns, design.columns);
    for (let i = 0; i < design.columns; i++) {
      for (let j = 0; j < design.columns; j++) {
        const penalty = i === j ? (i === 0 ? 1e-10 : l2) : 0;
        hessian.set(i, j, products[i * design.columns + j]! + penalty);
      }
    }
    const cholesky = new CholeskyDecomposition(hessian);
    if (!cholesky.isPositiveDefinite()) {
      throw new Error('gradient descent: expected a positive definite Hessian; is l2 above 0?');
    }
    this.#factor = cholesky.lowerTriangularMatrix;
  }

  mmul(weights: Matrix): { to1DArray(): number[] } {
    this.#weights = this.restore(weights.to1DArray());
    const logOdds = computeLogOdds(this.#design, this.#weights);
    return { to1DArray: () => Array.from(logOdds) };
  }

  transpose(): { mmul(errors: Matrix): Matrix } {
    return { mmul: (errors) => Matrix.columnVector(this.#gradient(Float64Array.from(errors.to1DArray()))) };
  }

  /** √(gᵀ H⁻¹ g) at the start. */
  distance(labels: Uint8Array): number {
    const logOdds = computeLogOdds(this.#design, this.#start);
    this.#weights = this.#start;
    const gradient = this.#gradient(logOdds.map((z, i) => labels[i]! - sigmoid(z)));
    return Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
  }

  /** start + L⁻ᵀ u, by back substitution. */
  restore(u: readonly number[]): Float64Array {
    const step = new Float64Array(u.length);
    for (let i = u.length - 1; i >= 0; i--) {
      let sum = u[i]!;
      for (let k = i + 1; k < u.length; k++) sum -= this.#factor.get(k, i) * step[k]!;
      step[i] = sum / this.#factor.get(i, i);
    }
    return this.#start.map((weight, i) => weight + step[i]!);
  }

  /** L⁻¹ (designᵀ errors − l2 · weights), by forward substitution. */
  #gradient(errors: Float64Array): Float64Array {
    const gradient = sumByParameter(this.#design, errors);
    for (let i = 1; i < gradient.length; i++) gradient[i]! -= this.#l2 * this.#weights[i]!;
    for (let i = 0; i < gradient.length; i++) {
      let sum = gradient[i]!;
      for (let k = 0; k < i; k++) sum -= this.#factor.get(i, k) * gradient[k]!;
      gradient[i] = sum / this.#factor.get(i, i);
    }
    return gradient;
  }
}
