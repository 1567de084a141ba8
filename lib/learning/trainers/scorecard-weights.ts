import type { Design } from './design.ts';
import { findSeparation } from './diagnose-design.ts';
import { fitLogistic, type LogisticOptions } from './fit-logistic.ts';

export interface ScorecardWeights {
  /** Log-odds. */
  readonly intercept: number;
  /** Per column, above 0, or 0 where it is left out. */
  readonly coefficients: Float64Array;
  readonly warnings: readonly string[];
}

/** Which columns to leave out is looked for on so many leads first. */
const PART_ROWS = 100_000;

/**
 * A ridge logistic regression of weights of evidence without negative coefficients: as long as there is one,
 * the column with the lowest is left out and the others are fitted again, as scorecards are built by hand.
 *
 * @param columns a weight of evidence per lead
 * @param labels 1 or 0 per lead, both present
 */
export function fitScorecardWeights(
  columns: readonly Float64Array[],
  labels: Uint8Array,
  options: RegressionOptions,
): ScorecardWeights {
  const step = Math.ceil(labels.length / PART_ROWS);
  const isThin = (_: number, i: number) => i % step === 0;
  const thin = labels.filter(isThin);
  const { maturity } = options;
  const young = maturity === undefined ? {} : { maturity: maturity.filter(isThin) };
  const thinned = step > 1 && thin.includes(0) && thin.includes(1);
  const candidates = thinned
    ? dropNegative(
        columns.map((column) => column.filter(isThin)),
        thin,
        [...columns.keys()],
        { ...options, ...young },
      ).kept
    : [...columns.keys()];
  const { design, kept, weights } = dropNegative(columns, labels, candidates, options);
  const coefficients = new Float64Array(columns.length);
  kept.forEach((column, i) => {
    coefficients[column] = weights[i + 1]!;
  });
  return { intercept: weights[0]!, coefficients, warnings: findSeparation(design, weights, labels) };
}

type RegressionOptions = Required<Pick<LogisticOptions, 'l2' | 'positiveWeight'>> &
  Pick<LogisticOptions, 'maturity'>;

/** @returns the columns that are left, their design, and its weights: the constant's, then theirs */
function dropNegative(
  columns: readonly Float64Array[],
  labels: Uint8Array,
  candidates: readonly number[],
  options: RegressionOptions,
): { design: Design; kept: readonly number[]; weights: Float64Array } {
  const kept = [...candidates];
  for (;;) {
    const design = makeDesign(
      kept.map((column) => columns[column]!),
      labels.length,
    );
    const { weights } = fitLogistic(design, labels, options);
    const coefficients = weights.subarray(1);
    const lowest = coefficients.reduce((least, w, i) => (w < coefficients[least]! ? i : least), 0);
    if (kept.length === 0 || coefficients[lowest]! > 0) return { design, kept, weights };
    kept.splice(lowest, 1);
  }
}

const makeDesign = (columns: readonly Float64Array[], rows: number): Design => ({
  rows,
  columns: columns.length + 1,
  numbers: columns.map((values, i) => ({ parameter: i + 1, values, fill: 0, missing: -1 })),
  indicators: [],
  parameters: [],
});
