import LogisticRegression from 'ml-logistic-regression';
import { Matrix } from 'ml-matrix';
import { InputError } from '../../errors.ts';
import { drawSample } from '../../statistics/draw-sample.ts';
import { sigmoid } from '../../statistics/sigmoid.ts';
import { sum } from '../../statistics/sum.ts';
import { take, takeEach } from '../../typed-arrays.ts';
import { PREPARATION_DEFAULTS, type PreparationOptions } from '../preparation/preparation-options.ts';
import { prepareFeatures } from '../preparation/prepare-features.ts';
import { buildTerms } from './build-terms.ts';
import { buildDesign, computeLogOdds, type Design, sumByParameter, sumProducts } from './design.ts';
import type { Trainer } from './trainer.ts';

const STEPS = 300;
const MOST_ROWS = 10_000;
/**
 * Converged: no column's covariance with what is left unexplained is larger. Of 10,000 leads of which a tenth convert, chance
 * alone moves it by .003.
 */
const TOLERANCE = 1e-3;

export interface GradientDescentOptions {
  /** From zero, each on all leads. */
  readonly steps?: number;
  /** Of the mean gradient; one that could overshoot is lowered to the largest that cannot, which is taken unless given. */
  readonly learningRate?: number;
}

/**
 * The trainer on ml-logistic-regression, the plain baseline: a fixed number of steps from zero, on at most 10,000 leads drawn by
 * the seed, without a penalty (ADR 40). It knows no class weights.
 */
export function createGradientDescentTrainer(
  preparation: PreparationOptions = PREPARATION_DEFAULTS,
  { steps = STEPS, learningRate }: GradientDescentOptions = {},
): Trainer {
  return {
    name: 'gradient-descent',
    options: {
      steps,
      ...(learningRate === undefined ? {} : { learning_rate: learningRate }),
      most_rows: MOST_ROWS,
    },
    fit({ features, labels, rows, seed, positiveWeight, maturity }) {
      if (positiveWeight !== 1) {
        throw new InputError(
          'gradient-descent: expected no class weights, which ml-logistic-regression does not know. Use the trainer logistic.',
        );
      }
      const prepared = prepareFeatures(features, rows, preparation);
      const design = buildDesign(prepared, rows);
      const at = drawSample(rows, MOST_ROWS, seed);
      const { weights, converged, lowered } = descend(
        { ...design, rows: at.length, at },
        take(labels, at),
        steps,
        learningRate,
        maturity && takeEach(maturity, at),
      );
      const warnings: string[] = [];
      if (at.length < rows.length)
        warnings.push('gradient-descent: learns from 10,000 leads drawn at random, not from all');
      if (lowered !== undefined)
        warnings.push(
          `gradient-descent: a learning rate of ${learningRate} may overshoot on these leads; ${lowered.toPrecision(3)} was taken`,
        );
      if (!converged)
        warnings.push(
          `gradient-descent: not converged after ${steps} steps; the trainer logistic finds the optimum`,
        );
      return { intercept: weights[0]!, terms: buildTerms(prepared, design, weights), warnings };
    },
  };
}

/**
 * Runs the library's loop, w ← w + rate · Xᵀ(y − sigmoid(X w)), on the design with every column but the constant standardised.
 * The Hessian of the log-loss is at most ¼ XᵀX (Böhning & Lindsay 1988, Monotonicity of quadratic-approximation algorithms),
 * and the largest eigenvalue of XᵀX at most its largest row sum of absolute values (Gershgorin 1931): with a rate of
 * 4 ÷ that sum no step overshoots (Nesterov 2004, Introductory lectures on convex optimization, § 2.1.5).
 *
 * The library's errors are y − p. Where some leads are too young, the probability that an unconverted one is still to convert,
 * σ(z + ln(1 − m)), is added on the way back to it: the step is then that of their likelihood, whose Hessian is no larger.
 *
 * @param labels 1 or 0 per lead of the design
 * @param wanted of the mean gradient; no larger one than cannot overshoot is taken
 * @returns log-odds, one per parameter of the design as it is; `lowered`: the rate that was taken in place of the wanted one
 */
export function descend(
  design: Design,
  labels: Uint8Array,
  numSteps = STEPS,
  wanted?: number,
  maturity?: Float64Array,
): {
  readonly weights: Float64Array;
  readonly converged: boolean;
  readonly lowered?: number;
} {
  const { rows, columns } = design;
  const products = sumProducts(design, new Float64Array(rows).fill(1));
  const means = products.slice(0, columns).map((total, j) => (j === 0 ? 0 : total / rows));
  const sds = means.map((mean, j) => {
    const square = products[j * (columns + 1)]! / rows;
    // Of a constant, rounding may leave a deviation.
    return square - mean ** 2 > 1e-12 * square ? Math.sqrt(square - mean ** 2) : 1;
  });
  let largest = 1;
  for (let i = 1; i < columns; i++) {
    let correlations = 0;
    for (let j = 1; j < columns; j++) {
      const covariance = products[i * columns + j]! / rows - means[i]! * means[j]!;
      correlations += Math.abs(covariance) / (sds[i]! * sds[j]!);
    }
    largest = Math.max(largest, correlations);
  }
  const safe = 4 / largest;
  const learningRate = wanted === undefined || wanted > safe ? 4 / (rows * largest) : wanted / rows;
  const restore = (standardised: readonly number[]): Float64Array => {
    const weights = Float64Array.from(standardised, (weight, j) => weight / sds[j]!);
    weights[0]! -= sum(weights.map((weight, j) => weight * means[j]!));
    return weights;
  };
  const gradientOf = (errors: Float64Array): Float64Array => {
    const sums = sumByParameter(design, errors);
    return sums.map((total, j) => (total - means[j]! * sums[0]!) / sds[j]!);
  };
  const toCome = (logOdds: Float64Array, lead: number): number =>
    maturity === undefined || labels[lead] === 1 ? 0 : sigmoid(logOdds[lead]! + Math.log1p(-maturity[lead]!));
  /** Of the weights that the errors are of. */
  let logOdds: Float64Array = new Float64Array(rows);
  const { classifiers } = LogisticRegression.load({
    name: 'LogisticRegression',
    numberClasses: 1,
    classifiers: [{ numSteps, learningRate, weights: null }],
  });
  const [learner] = classifiers;
  // The matrix is never written out: of a table with many levels it would be nearly all zeros.
  learner.train(
    {
      columns,
      mmul: (w) => {
        logOdds = computeLogOdds(design, restore(w.to1DArray()));
        return { to1DArray: () => Array.from(logOdds) };
      },
      transpose: () => ({
        mmul: (errors) =>
          Matrix.columnVector(
            gradientOf(Float64Array.from(errors.to1DArray(), (error, lead) => error + toCome(logOdds, lead))),
          ),
      }),
    },
    Matrix.columnVector(labels),
  );
  const weights = restore(learner.weights.to1DArray());
  const gradient = gradientOf(
    computeLogOdds(design, weights).map((z, i, all) => labels[i]! - sigmoid(z) + toCome(all, i)),
  );
  return {
    weights,
    converged: gradient.every((g) => Math.abs(g) <= TOLERANCE * rows),
    ...(wanted !== undefined && wanted > safe && { lowered: safe }),
  };
}
