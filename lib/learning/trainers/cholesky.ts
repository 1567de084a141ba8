/** A lower triangular matrix, row by row of a square. */
export interface Cholesky {
  readonly size: number;
  readonly lower: Float64Array;
}

/**
 * The Cholesky factor of a symmetric matrix (Golub & Van Loan, Matrix Computations, alg. 4.2.1).
 *
 * @param square row by row; not changed
 * @returns undefined when the matrix is not positive definite to working precision
 */
export function factorCholesky(square: Float64Array, size: number): Cholesky | undefined {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let j = 0; j <= i; j++) {
      const other = j * size;
      let sum = square[row + j]!;
      for (let k = 0; k < j; k++) sum -= lower[row + k]! * lower[other + k]!;
      if (i !== j) lower[row + j] = sum / lower[other + j]!;
      else if (sum > 1e-14 * square[row + i]!) lower[row + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return { size, lower };
}

/** Solves (L Lᵀ) x = b. */
export function solveCholesky({ size, lower }: Cholesky, b: Float64Array): Float64Array {
  const x = b.slice();
  for (let i = 0; i < size; i++) {
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * size + k]! * x[k]!;
    x[i] = sum / lower[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    const solved = x[i]! / lower[i * size + i]!;
    x[i] = solved;
    for (let k = 0; k < i; k++) x[k]! -= lower[i * size + k]! * solved;
  }
  return x;
}
