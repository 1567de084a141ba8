import { applySteps } from '../../model/apply-steps.ts';
import type { Prepared } from '../preparation/prepare-features.ts';

/**
 * The design of a logistic regression, never written out as a matrix: a constant, standardised numbers and
 * indicators (levels, "other", missing). The indicators are kept as one parameter index per lead and feature.
 */
export interface Design {
  readonly rows: number;
  /** Number of parameters; number 0 is the constant's. */
  readonly columns: number;
  readonly numbers: readonly { readonly parameter: number; readonly values: Float64Array }[];
  /** Per feature, each lead's parameter; `columns` where none applies. */
  readonly indicators: readonly Int32Array[];
  readonly parameters: readonly FeatureParameters[];
}

/** Where a feature's weights stand among the parameters; −1 where it has none. */
export interface FeatureParameters {
  /** The number's own. */
  readonly slope: number;
  /** Per entry of `PreparedLevels.own`. */
  readonly levels: readonly number[];
  readonly other: number;
  readonly missing: number;
}

/** @param rows the leads to fit, as indices into the features */
export function buildDesign(prepared: readonly Prepared[], rows: Int32Array): Design {
  let columns = 1;
  const next = (wanted: boolean) => (wanted ? columns++ : -1);
  const parameters = prepared.map((feature): FeatureParameters => {
    if (feature.kind === 'number') {
      return { slope: next(true), levels: [], other: -1, missing: next(feature.missingRows > 0) };
    }
    const levels = feature.own.map(() => next(true));
    return { slope: -1, levels, other: next(feature.otherRows > 0), missing: next(feature.missingRows > 0) };
  });
  const numbers: { parameter: number; values: Float64Array }[] = [];
  const indicators: Int32Array[] = [];
  prepared.forEach((entry, f) => {
    const { slope, levels, other, missing } = parameters[f]!;
    const orNone = (parameter: number) => (parameter < 0 ? columns : parameter);
    if (entry.kind === 'number') {
      const { values } = entry.feature;
      numbers.push({
        parameter: slope,
        values: Float64Array.from(rows, (row) => {
          const value = values[row]!;
          // The mean after standardising: what a missing number adds is its indicator's weight alone.
          return Number.isNaN(value) ? 0 : applySteps(entry.steps, value);
        }),
      });
      if (missing >= 0) {
        indicators.push(Int32Array.from(rows, (row) => (Number.isNaN(values[row]!) ? missing : columns)));
      }
      return;
    }
    const byLevel = new Int32Array(entry.feature.levels.length + 1).fill(orNone(other));
    byLevel[entry.feature.levels.length] = orNone(missing);
    entry.own.forEach((level, i) => {
      byLevel[level] = levels[i]!;
    });
    const { codes } = entry.feature;
    indicators.push(Int32Array.from(rows, (row) => byLevel[codes[row]!]!));
  });
  return { rows: rows.length, columns, numbers, indicators, parameters };
}

/** Design × weights: the log-odds of every lead. */
export function computeLogOdds(design: Design, weights: Float64Array): Float64Array {
  const logOdds = new Float64Array(design.rows).fill(weights[0]!);
  for (const { parameter, values } of design.numbers) {
    const weight = weights[parameter]!;
    for (let i = 0; i < logOdds.length; i++) logOdds[i]! += weight * values[i]!;
  }
  // One more entry, zero, for the leads to which no indicator of a feature applies.
  const padded = new Float64Array(design.columns + 1);
  padded.set(weights);
  for (const codes of design.indicators) {
    for (let i = 0; i < logOdds.length; i++) logOdds[i]! += padded[codes[i]!]!;
  }
  return logOdds;
}

/** Designᵀ × a value per lead. */
export function sumByParameter(design: Design, perLead: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(design.columns + 1);
  for (let i = 0; i < design.rows; i++) sums[0]! += perLead[i]!;
  for (const { parameter, values } of design.numbers) {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i]! * perLead[i]!;
    sums[parameter] = sum;
  }
  for (const codes of design.indicators) {
    for (let i = 0; i < codes.length; i++) sums[codes[i]!]! += perLead[i]!;
  }
  return sums.subarray(0, design.columns);
}

/** Designᵀ × diag(perLead) × Design, row by row of a square of `columns + 1`, whose last row and column are waste. */
export function sumProducts(design: Design, perLead: Float64Array): Float64Array {
  const width = design.columns + 1;
  const products = new Float64Array(width * width);
  const blocks = [
    { codes: new Int32Array(design.rows), values: undefined },
    ...design.numbers.map(({ parameter, values }) => ({
      codes: new Int32Array(design.rows).fill(parameter),
      values,
    })),
    ...design.indicators.map((codes) => ({ codes, values: undefined })),
  ];
  blocks.forEach((a, at) => {
    for (const b of blocks.slice(0, at + 1)) {
      for (let i = 0; i < design.rows; i++) {
        let product = perLead[i]!;
        if (a.values !== undefined) product *= a.values[i]!;
        if (b.values !== undefined) product *= b.values[i]!;
        products[a.codes[i]! * width + b.codes[i]!]! += product;
      }
    }
  });
  // Every pair of parameters was summed in one of its two places.
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) {
      const sum = products[i * width + j]! + products[j * width + i]!;
      products[i * width + j] = sum;
      products[j * width + i] = sum;
    }
  }
  return products;
}
