import type { Prepared } from '../preparation/prepare-features.ts';
import { computeLogOdds, type Design, sumProducts, thinDesign } from './design.ts';

/**
 * Whether the weights tell the classes apart without a single mistake, on the leads they were fitted on: then
 * there is no optimum but for the penalty, and most often the outcome has leaked into a column.
 */
export function findSeparation(design: Design, weights: Float64Array, labels: Uint8Array): string[] {
  const logOdds = computeLogOdds(design, weights);
  let [highestNot, lowestConverted] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < logOdds.length; i++) {
    if (labels[i] === 1) lowestConverted = Math.min(lowestConverted, logOdds[i]!);
    else highestNot = Math.max(highestNot, logOdds[i]!);
  }
  if (lowestConverted <= highestNot) return [];
  return [
    'the columns separate the leads that converted from the others perfectly: look for a column that is only known after the outcome',
  ];
}

const ROWS_LOOKED_AT = 20_000;
/** The part of a number's variance that the numbers before it leave unexplained. */
const LEAST_TOLERANCE = 1e-8;

/** Numbers that are a sum of multiples of others, by the pivots of their correlation matrix's Cholesky factor. */
export function findCollinear(prepared: readonly Prepared[], design: Design): string[] {
  const part = thinDesign({ ...design, indicators: [] }, ROWS_LOOKED_AT);
  const products = sumProducts(part, new Float64Array(part.rows).fill(1));
  const numbers = prepared.flatMap((entry, f) => {
    const slope = design.parameters[f]!.slope;
    return entry.kind === 'number' ? [{ field: entry.feature.field, slope }] : [];
  });
  const at = (i: number, j: number) => products[i * design.columns + j]!;
  const mean = (i: number) => at(i, 0) / part.rows;
  const covariance = numbers.map((a) =>
    numbers.map((b) => at(a.slope, b.slope) / part.rows - mean(a.slope) * mean(b.slope)),
  );
  const dependent: string[] = [];
  const kept: number[] = [];
  numbers.forEach(({ field }, i) => {
    const total = covariance[i]![i]!;
    if (total <= 0) return;
    if (leftUnexplained(covariance, kept, i) < LEAST_TOLERANCE * total) dependent.push(field);
    else kept.push(i);
  });
  if (dependent.length === 0) return [];
  return [
    `collinear: ${dependent.join(', ')} can be computed from the numbers before it, so their weights share one effect; leave one out with --drop`,
  ];
}

/** The variance of i given the kept ones (the Schur complement), by elimination. */
function leftUnexplained(
  covariance: readonly (readonly number[])[],
  kept: readonly number[],
  i: number,
): number {
  const rows = [...kept, i].map((a) => [...kept, i].map((b) => covariance[a]![b]!));
  for (let pivot = 0; pivot < kept.length; pivot++) {
    for (let row = pivot + 1; row < rows.length; row++) {
      const factor = rows[row]![pivot]! / rows[pivot]![pivot]!;
      for (let column = pivot; column < rows.length; column++)
        rows[row]![column]! -= factor * rows[pivot]![column]!;
    }
  }
  return rows.at(-1)!.at(-1)!;
}
