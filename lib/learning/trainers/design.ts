import { applySteps } from '../../model/apply-steps.ts';
import type { NumberStep } from '../../model/artifact.ts';
import { takeEvenly } from '../../statistics/take-evenly.ts';
import { range, release } from '../../typed-arrays.ts';
import type { Prepared, PreparedNumber } from '../preparation/prepare-features.ts';
import type { LevelCodes } from '../table/encode-leads.ts';

/**
 * The design of a logistic regression, never written out as a matrix: a constant, prepared numbers and
 * indicators (levels, "other", missing). The features' own columns are read in blocks of leads, and each lead
 * has one parameter per indicator, so a pass over a million leads needs no memory of its own.
 */
export interface Design {
  readonly rows: number;
  /** Number of parameters; number 0 is the constant's. */
  readonly columns: number;
  readonly numbers: readonly DesignNumber[];
  readonly indicators: readonly DesignIndicator[];
  readonly parameters: readonly FeatureParameters[];
  /** The leads' positions in the columns; without it they are 0 … rows − 1. */
  readonly at?: Int32Array;
}

export interface DesignNumber {
  readonly parameter: number;
  /** NaN is missing. */
  readonly values: Float64Array;
  /** x → (min(max(x, low), high) − mean) ÷ sd; without it the values stand as they are. */
  readonly scaling?: Scaling;
  /** What stands for a missing value. */
  readonly fill: number;
  /** The parameter of a missing value's own effect, or −1. */
  readonly missing: number;
}

export interface Scaling {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly sd: number;
}

export interface DesignIndicator {
  readonly codes: LevelCodes;
  /** Code → parameter; `columns` where none applies. */
  readonly parameterOf: Int32Array;
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

/** @param rows the leads to fit, as ascending indices into the features */
export function buildDesign(prepared: readonly Prepared[], rows: Int32Array): Design {
  let columns = 1;
  const next = (wanted: boolean) => (wanted ? columns++ : -1);
  const parameters = prepared.map((feature): FeatureParameters => {
    if (feature.kind === 'number') {
      const missing = feature.ownMissingEffect && feature.missingRows > 0;
      return { slope: next(true), levels: [], other: -1, missing: next(missing) };
    }
    const levels = feature.own.map(() => next(true));
    return { slope: -1, levels, other: next(feature.otherRows > 0), missing: next(feature.missingRows > 0) };
  });
  const numbers: DesignNumber[] = [];
  const indicators: DesignIndicator[] = [];
  prepared.forEach((entry, f) => {
    const { slope, levels, other, missing } = parameters[f]!;
    if (entry.kind === 'number') {
      numbers.push({ ...readNumber(entry, rows), parameter: slope, missing });
      return;
    }
    const orNone = (parameter: number) => (parameter < 0 ? columns : parameter);
    const { codes, levels: names } = entry.feature;
    const parameterOf = new Int32Array(names.length + 1).fill(orNone(other));
    parameterOf[names.length] = orNone(missing);
    entry.own.forEach((level, i) => {
      parameterOf[level] = levels[i]!;
    });
    indicators.push({ codes, parameterOf });
  });
  const everyRow = prepared.every(({ feature }) => lengthOf(feature) === rows.length);
  return { rows: rows.length, columns, numbers, indicators, parameters, ...(everyRow ? {} : { at: rows }) };
}

const lengthOf = (feature: Prepared['feature']): number =>
  feature.kind === 'number' ? feature.values.length : feature.codes.length;

/** Steps that are cheap are taken on the fly; logarithms and powers are computed once. */
function readNumber(
  { feature, steps, fill }: PreparedNumber,
  rows: Int32Array,
): Omit<DesignNumber, 'parameter' | 'missing'> {
  const [clip, scale] = steps as readonly [NumberStep?, NumberStep?];
  if (steps.length === 2 && clip?.op === 'clip' && scale?.op === 'scale') {
    return {
      values: feature.values,
      fill,
      scaling: { low: clip.low, high: clip.high, mean: scale.mean, sd: scale.sd },
    };
  }
  const values = new Float64Array(feature.values.length);
  for (const row of rows) values[row] = applySteps(steps, feature.values[row]!);
  return { values, fill };
}

/** Leads of a block at most: what is computed of them stays in the processor's nearest cache. */
export const LARGEST_BLOCK = 2048;

/** A block of leads, read from the features' columns. */
export interface Block {
  readonly start: number;
  readonly size: number;
  /** Per number of the design: each lead's prepared value. */
  readonly numbers: readonly Float64Array[];
  /** Per number of the design: which leads of the block lack it; only where that has an effect of its own. */
  readonly missing: readonly { readonly at: Int32Array; count: number }[];
  /** Per indicator of the design: each lead's code. */
  readonly codes: readonly LevelCodes[];
}

/** Calls back for every block of leads, in order. The block is reused: read it before the next comes. */
export function forEachBlock(design: Design, visit: (block: Block) => void): void {
  const { rows, at } = design;
  const numbers = design.numbers.map(() => new Float64Array(LARGEST_BLOCK));
  const missing = design.numbers.map(() => ({ at: new Int32Array(LARGEST_BLOCK), count: 0 }));
  const gathered = design.indicators.map(({ codes }) =>
    codes instanceof Uint8Array ? new Uint8Array(LARGEST_BLOCK) : new Uint16Array(LARGEST_BLOCK),
  );
  const values = new Float64Array(LARGEST_BLOCK);
  for (let start = 0; start < rows; start += LARGEST_BLOCK) {
    const size = Math.min(LARGEST_BLOCK, rows - start);
    design.numbers.forEach((number, n) => {
      const column =
        at === undefined
          ? number.values.subarray(start, start + size)
          : gather(number.values, at, start, size, values);
      loadNumber(number, column, size, numbers[n]!, missing[n]!);
    });
    const codes = design.indicators.map((indicator, n) =>
      at === undefined
        ? indicator.codes.subarray(start, start + size)
        : gather(indicator.codes, at, start, size, gathered[n]!),
    );
    visit({ start, size, numbers, missing, codes });
  }
}

function gather<T extends Float64Array | LevelCodes>(
  column: T,
  at: Int32Array,
  start: number,
  size: number,
  into: T,
): T {
  for (let i = 0; i < size; i++) into[i] = column[at[start + i]!]!;
  return into;
}

function loadNumber(
  { scaling, fill, missing: parameter }: DesignNumber,
  column: Float64Array,
  size: number,
  into: Float64Array,
  missing: Block['missing'][number],
): void {
  // Without scaling: a range that holds everything, a mean of 0 and a deviation of 1 change nothing.
  const { low, high, mean, sd } = scaling ?? NO_SCALING;
  let count = 0;
  for (let i = 0; i < size; i++) {
    const x = column[i]!;
    if (Number.isNaN(x)) {
      into[i] = fill;
      missing.at[count++] = i;
    } else {
      // Divided, not multiplied by 1 ÷ sd: the scorer's step must give the same bits.
      into[i] = ((x < low ? low : x > high ? high : x) - mean) / sd;
    }
  }
  missing.count = parameter < 0 ? 0 : count;
}

const NO_SCALING: Scaling = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, mean: 0, sd: 1 };

/** Weights by the codes of each indicator, so that a lead's weight is one look-up away. */
export function tabulateWeights(design: Design, weights: Float64Array): Float64Array[] {
  return design.indicators.map(({ parameterOf }) =>
    // Where no indicator of a feature applies there is no such weight.
    Float64Array.from(parameterOf, (parameter) => weights[parameter] ?? 0),
  );
}

/** Adds the design × weights of a block's leads to `logOdds`. @param tables of `tabulateWeights` */
export function addLogOdds(
  design: Design,
  block: Block,
  weights: Float64Array,
  tables: readonly Float64Array[],
  logOdds: Float64Array,
): void {
  const { size } = block;
  // Two columns at a time: half the loads and stores of the log-odds. The sums are taken in the columns' order.
  inPairs(design.numbers, (a, b, n) => {
    const [weight, other] = [weights[a.parameter]!, weights[b?.parameter ?? 0]!];
    const [values, others] = [block.numbers[n]!, block.numbers[n + 1]!];
    if (b === undefined) for (let i = 0; i < size; i++) logOdds[i]! += weight * values[i]!;
    else for (let i = 0; i < size; i++) logOdds[i] = logOdds[i]! + weight * values[i]! + other * others[i]!;
  });
  design.numbers.forEach(({ missing }, n) => {
    const { at, count } = block.missing[n]!;
    const own = weights[missing] ?? 0;
    for (let k = 0; k < count; k++) logOdds[at[k]!]! += own;
  });
  inPairs(tables, (table, other, n) => {
    const [codes, others] = [block.codes[n]!, block.codes[n + 1]!];
    if (other === undefined) for (let i = 0; i < size; i++) logOdds[i]! += table[codes[i]!]!;
    else for (let i = 0; i < size; i++) logOdds[i] = logOdds[i]! + table[codes[i]!]! + other[others[i]!]!;
  });
}

function inPairs<T>(items: readonly T[], visit: (a: T, b: T | undefined, index: number) => void): void {
  for (let n = 0; n < items.length; n += 2) visit(items[n]!, items[n + 1], n);
}

/** Sums over leads: of the constant and the numbers by parameter, of the indicators by code. */
export interface Sums {
  readonly byParameter: Float64Array;
  readonly byCode: readonly Float64Array[];
}

export const startSums = (design: Design): Sums => ({
  byParameter: new Float64Array(design.columns),
  byCode: design.indicators.map(({ parameterOf }) => new Float64Array(parameterOf.length)),
});

/** Adds the block's part of designᵀ × a value per lead. */
export function addSums(
  design: Design,
  block: Block,
  perLead: Float64Array,
  { byParameter, byCode }: Sums,
): void {
  const { size } = block;
  let total = 0;
  for (let i = 0; i < size; i++) total += perLead[i]!;
  byParameter[0]! += total;
  inPairs(design.numbers, (a, b, n) => {
    const [values, others] = [block.numbers[n]!, block.numbers[n + 1]!];
    let [sum, other] = [0, 0];
    if (b === undefined) for (let i = 0; i < size; i++) sum += values[i]! * perLead[i]!;
    else
      for (let i = 0; i < size; i++) {
        const value = perLead[i]!;
        sum += values[i]! * value;
        other += others[i]! * value;
      }
    byParameter[a.parameter]! += sum;
    if (b !== undefined) byParameter[b.parameter]! += other;
  });
  design.numbers.forEach(({ missing }, n) => {
    const { at, count } = block.missing[n]!;
    if (count === 0) return;
    let own = 0;
    for (let k = 0; k < count; k++) own += perLead[at[k]!]!;
    byParameter[missing]! += own;
  });
  inPairs(byCode, (sums, other, n) => {
    const [codes, others] = [block.codes[n]!, block.codes[n + 1]!];
    if (other === undefined) for (let i = 0; i < size; i++) sums[codes[i]!]! += perLead[i]!;
    else
      for (let i = 0; i < size; i++) {
        const value = perLead[i]!;
        sums[codes[i]!]! += value;
        other[others[i]!]! += value;
      }
  });
}

/** The sums by parameter, all of them. */
export function finishSums(design: Design, { byParameter, byCode }: Sums): Float64Array {
  byCode.forEach((sums, n) => {
    const { parameterOf } = design.indicators[n]!;
    for (let code = 0; code < sums.length; code++) {
      if (parameterOf[code]! < design.columns) byParameter[parameterOf[code]!]! += sums[code]!;
    }
  });
  return byParameter;
}

/** Design × weights: the log-odds of every lead. */
export function computeLogOdds(design: Design, weights: Float64Array): Float64Array {
  const logOdds = new Float64Array(design.rows).fill(weights[0]!);
  const tables = tabulateWeights(design, weights);
  forEachBlock(design, (block) => addLogOdds(design, block, weights, tables, logOdds.subarray(block.start)));
  return logOdds;
}

/** Designᵀ × a value per lead. */
export function sumByParameter(design: Design, perLead: Float64Array): Float64Array {
  const sums = startSums(design);
  forEachBlock(design, (block) => addSums(design, block, perLead.subarray(block.start), sums));
  return finishSums(design, sums);
}

/** Designᵀ × diag(perLead) × design, row by row of a square of `columns`. */
export function sumProducts(design: Design, perLead: Float64Array): Float64Array {
  const { columns } = design;
  const width = columns + 1;
  const products = new Float64Array(width * width);
  const entries = 1 + 2 * design.numbers.length + design.indicators.length;
  const parameter = new Int32Array(entries);
  const value = new Float64Array(entries).fill(1);
  const ownMissing = design.numbers.map(() => new Uint8Array(LARGEST_BLOCK));
  forEachBlock(design, ({ start, size, numbers, missing, codes }) => {
    missing.forEach(({ at, count }, n) => {
      ownMissing[n]!.fill(0);
      for (let k = 0; k < count; k++) ownMissing[n]![at[k]!] = 1;
    });
    for (let i = 0; i < size; i++) {
      let filled = 1;
      for (let n = 0; n < numbers.length; n++) {
        parameter[filled] = design.numbers[n]!.parameter;
        value[filled++] = numbers[n]![i]!;
        if (ownMissing[n]![i] === 0) continue;
        parameter[filled] = design.numbers[n]!.missing;
        value[filled++] = 1;
      }
      for (let n = 0; n < codes.length; n++) {
        const found = design.indicators[n]!.parameterOf[codes[n]![i]!]!;
        if (found === columns) continue;
        parameter[filled] = found;
        value[filled++] = 1;
      }
      const weight = perLead[start + i]!;
      for (let a = 0; a < filled; a++) {
        const row = parameter[a]! * width;
        const weighted = weight * value[a]!;
        for (let b = 0; b <= a; b++) products[row + parameter[b]!]! += weighted * value[b]!;
      }
    }
  });
  const square = new Float64Array(columns * columns);
  for (let i = 0; i < columns; i++) {
    square[i * columns + i] = products[i * width + i]!;
    for (let j = 0; j < i; j++) {
      // Every pair of parameters was summed in one of its two places.
      const sum = products[i * width + j]! + products[j * width + i]!;
      square[i * columns + j] = sum;
      square[j * columns + i] = sum;
    }
  }
  release(products);
  return square;
}

/** The design of an evenly spaced part of its leads. */
export function thinDesign(design: Design, most: number): Design {
  if (design.rows <= most) return design;
  return { ...design, rows: most, at: takeEvenly(design.at ?? range(design.rows), most) };
}
