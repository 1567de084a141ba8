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

/** Numbers that are a sum of multiples of others, by elimination in their covariance matrix. */
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
  const totals = covariance.map((row, i) => row[i]!);
  const dependent: string[] = [];
  numbers.forEach(({ field }, i) => {
    const pivot = covariance[i]!;
    // What is left of its variance, given the numbers before it that are kept (the Schur complement).
    const left = pivot[i]!;
    if (totals[i]! <= 0) return;
    if (left < LEAST_TOLERANCE * totals[i]!) {
      dependent.push(field);
      return;
    }
    for (const row of covariance.slice(i + 1)) {
      const factor = row[i]! / left;
      for (let column = i; column < row.length; column++) row[column]! -= factor * pivot[column]!;
    }
  });
  if (dependent.length === 0) return [];
  return [
    `collinear: ${dependent.join(', ')} can be computed from the numbers before it, so their weights share one effect; leave one out with --drop`,
  ];
}
