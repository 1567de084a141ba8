export interface Quadrature {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

const KNOWN: Quadrature[] = [];

/**
 * Points and weights of Gauss and Legendre on 0 to 1: exact for polynomials up to degree 2n − 1 (Press et al. 2007, Numerical
 * Recipes, §4.6.1, Newton's method on the Legendre polynomial).
 *
 * @param n points, at least 0
 */
export function gaussLegendre(n: number): Quadrature {
  KNOWN[n] ??= solve(n);
  return KNOWN[n];
}

function solve(n: number): Quadrature {
  const points = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let iteration = 0; iteration < 100; iteration++) {
      let [before, value] = [1, x];
      for (let k = 2; k <= n; k++)
        [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (n * (x * value - before)) / (x * x - 1);
      const step = value / slope;
      x -= step;
      if (Math.abs(step) < 1e-16) break;
    }
    points[i] = (1 - x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}
