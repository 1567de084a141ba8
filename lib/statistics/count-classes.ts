import { leadsOfYoung, thinnedRate } from './thinned-rate.ts';

/** Leads per class of a feature. */
export interface ClassCounts {
  readonly total: ArrayLike<number>;
  readonly converted: ArrayLike<number>;
}

/**
 * Counts leads per class.
 *
 * @param codes the class of every lead, 0 … size − 1
 * @param labels 1: converted, 0: not; per lead
 * @param rows the leads to count
 * @param maturity per lead, where some are too young: an unconverted one then counts as the part of a lead that it is worth at the
 * rate of its class, so that the counts have the rate that makes the outcomes so far most likely (drawn to that of all leads by
 * the weight of one, as of a few leads it may be anything)
 * @example countClasses([0, 1, 1], 2, Uint8Array.of(1, 0, 1), Int32Array.of(1, 2)) // total [0, 2], converted [0, 1]
 */
export function countClasses(
  codes: ArrayLike<number>,
  size: number,
  labels: Uint8Array,
  rows: Int32Array,
  maturity?: Float64Array,
): Readonly<Record<keyof ClassCounts, Float64Array>> {
  if (maturity !== undefined) return countThinned(codes, size, labels, rows, maturity);
  const total = new Float64Array(size);
  const converted = new Float64Array(size);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const code = codes[row]!;
    total[code]! += 1;
    converted[code]! += labels[row]!;
  }
  return { total, converted };
}

/** Nothing moves by more between two rounds. */
const CLOSE = 1e-9;
const MOST_ROUNDS = 100;

function countThinned(
  codes: ArrayLike<number>,
  size: number,
  labels: Uint8Array,
  rows: Int32Array,
  maturity: Float64Array,
): Readonly<Record<keyof ClassCounts, Float64Array>> {
  const converted = new Float64Array(size);
  for (const row of rows) converted[codes[row]!]! += labels[row]!;
  const all = thinnedRate({ labels, maturity }, rows);
  const rates = new Float64Array(size).fill(all);
  const others = new Float64Array(size);
  for (let round = 0, moved = 1; moved > CLOSE && round < MOST_ROUNDS; round++) {
    others.fill(0);
    for (const row of rows)
      if (labels[row] === 0) others[codes[row]!]! += leadsOfYoung(maturity[row]!, rates[codes[row]!]!);
    moved = 0;
    for (let code = 0; code < size; code++) {
      const rate = (converted[code]! + all) / (converted[code]! + others[code]! + 1);
      moved = Math.max(moved, Math.abs(rate - rates[code]!));
      rates[code] = rate;
    }
  }
  return { total: converted.map((count, code) => count + others[code]!), converted };
}
