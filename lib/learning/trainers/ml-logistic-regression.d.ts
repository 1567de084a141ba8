/** What we use of ml-logistic-regression 2.0.0, which brings no types. */
declare module 'ml-logistic-regression' {
  import type { Matrix } from 'ml-matrix';

  /** All that its training loop asks of the features; a Matrix is one, a product computed on the fly another. */
  interface Features {
    readonly columns: number;
    /** features × a column of weights, one score per row. */
    mmul(weights: Matrix): { to1DArray(): number[] };
    /** featuresᵀ, for featuresᵀ × (target − prediction). */
    transpose(): { mmul(errors: Matrix): Matrix };
  }

  /** `numSteps` steps of w ← w + learningRate · featuresᵀ (target − sigmoid(features w)), from w = 0. */
  interface TwoClassLearner {
    readonly weights: Matrix;
    train(features: Features, target: Matrix): void;
  }

  const LogisticRegression: {
    /** One learner per class; the constructor of a learner is not exported, this is the way to one. */
    load(model: {
      name: 'LogisticRegression';
      numberClasses: 1;
      classifiers: readonly [{ numSteps: number; learningRate: number; weights: null }];
    }): { readonly classifiers: readonly [TwoClassLearner] };
  };
  export default LogisticRegression;
}
