import type { PairGrid } from './pair-grid.ts';

const MOST_SWEEPS = 100;
const CLOSE_ENOUGH = 1e-12;

/**
 * Moves what a pair tells of either feature alone to the mains: afterwards every row and column of the grid has
 * the mean 0 over the training leads, so that the pair is interaction alone and the mains are all there is to say
 * of one feature (Lengerich et al. 2020, Purifying interaction effects with the functional ANOVA, alg. 1). The
 * sum of pair and mains stays what it was for every value.
 *
 * @param values of the grid's cells; changed in place
 * @returns what to add to either feature's groups
 */
export function purifyPair(
  { height, width, counts }: Pick<PairGrid, 'height' | 'width' | 'counts'>,
  values: Float64Array,
): readonly [Float64Array, Float64Array] {
  const rows = new Float64Array(height);
  const columns = new Float64Array(width);
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let moved = 0;
    for (let i = 0; i < height; i++)
      moved = Math.max(moved, moveMean(i * width, 1, width, counts, values, rows, i));
    for (let j = 0; j < width; j++)
      moved = Math.max(moved, moveMean(j, width, height, counts, values, columns, j));
    if (moved < CLOSE_ENOUGH) break;
  }
  return [rows, columns];
}

/** Takes the mean of `size` cells from `start` on out of them; returns how large it was. */
function moveMean(
  start: number,
  stride: number,
  size: number,
  counts: Float64Array,
  values: Float64Array,
  into: Float64Array,
  at: number,
): number {
  let [sum, weight] = [0, 0];
  for (let k = 0; k < size; k++) {
    const cell = start + k * stride;
    sum += counts[cell]! * values[cell]!;
    weight += counts[cell]!;
  }
  if (weight === 0) return 0;
  const mean = sum / weight;
  for (let k = 0; k < size; k++) values[start + k * stride]! -= mean;
  into[at]! += mean;
  return Math.abs(mean);
}
