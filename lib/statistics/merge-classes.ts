import type { ClassCounts } from './count-classes.ts';
import { type ClassTotals, weightOfEvidence } from './weight-of-evidence.ts';

export type Direction = 'ascending' | 'descending';

export interface MergeRules {
  /** Every bin holds at least this many leads. */
  readonly minRows: number;
  readonly maxBins: number;
  /** What one bin more must add to the log-likelihood, nats: half the deviance that it must explain. */
  readonly penalty: number;
  /** As in `weightOfEvidence`. */
  readonly smoothing: number;
}

/**
 * Merges neighbouring classes into bins: of all partitions that keep the rules, the one with the highest
 * log-likelihood Σ c · ln(c/t) + n · ln(n/t), less the penalty per bin; exactly, by dynamic programming
 * (Fisher 1958, On grouping for maximum homogeneity). A direction admits only those partitions whose weights
 * of evidence, smoothed as they will be used, rise or fall from bin to bin, equal ones allowed. All classes in
 * one bin are always allowed.
 *
 * Takes about maxBins · classes³ ÷ 6 steps.
 *
 * @param classes at least one
 * @param all every lead's class, those outside the classes (missing, other) too
 * @returns the first class of every bin, ascending from 0
 */
export function mergeClasses(
  classes: ClassCounts,
  all: ClassTotals,
  rules: MergeRules,
  direction?: Direction,
): number[] {
  const size = classes.total.length;
  const { fit, woe } = measureRuns(classes, all, rules);
  const sign = direction === undefined ? 0 : direction === 'ascending' ? 1 : -1;
  // best[i · size + j]: of the partitions of the classes 0 … j into so many bins, the last being i … j.
  let best = new Float64Array(size * size).fill(Number.NEGATIVE_INFINITY);
  best.set(fit.subarray(0, size));
  // Per number of bins from 2 on: where the last but one begins.
  const previous: Int32Array[] = [];
  let winner = { value: fit[size - 1]!, bins: 1, start: 0 };
  for (let bins = 2; bins <= Math.min(rules.maxBins, size); bins++) {
    const next = new Float64Array(size * size).fill(Number.NEGATIVE_INFINITY);
    const from = new Int32Array(size * size);
    for (let i = 1; i < size; i++) {
      for (let j = i; j < size; j++) {
        const run = i * size + j;
        if (fit[run] === Number.NEGATIVE_INFINITY) continue;
        for (let h = 0; h < i; h++) {
          const before = h * size + i - 1;
          const value = best[before]! + fit[run]! - rules.penalty;
          if (value > next[run]! && sign * (woe[run]! - woe[before]!) >= 0) {
            next[run] = value;
            from[run] = h;
          }
        }
      }
      const value = next[i * size + size - 1]!;
      if (value > winner.value) winner = { value, bins, start: i };
    }
    best = next;
    previous.push(from);
  }
  return traceStarts(winner, previous, size);
}

/** Per run of classes i … j, at i · size + j: its log-likelihood, −∞ where it has too few leads, and its WOE. */
function measureRuns({ total, converted }: ClassCounts, all: ClassTotals, rules: MergeRules) {
  const size = total.length;
  const fit = new Float64Array(size * size).fill(Number.NEGATIVE_INFINITY);
  const woe = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    let [t, c] = [0, 0];
    for (let j = i; j < size; j++) {
      t += total[j]!;
      c += converted[j]!;
      if (t < rules.minRows) continue;
      fit[i * size + j] = logLikelihood(c, t - c);
      woe[i * size + j] = weightOfEvidence(c, t - c, all, rules.smoothing);
    }
  }
  return { fit, woe };
}

/** Of c converted and n unconverted leads at their own rate. */
function logLikelihood(c: number, n: number): number {
  return (c > 0 ? c * Math.log(c / (c + n)) : 0) + (n > 0 ? n * Math.log(n / (c + n)) : 0);
}

/** Follows the last bin's start back to the first bin's. */
function traceStarts(
  { bins, start }: { readonly bins: number; readonly start: number },
  previous: readonly Int32Array[],
  size: number,
): number[] {
  const starts = [start];
  let end = size - 1;
  for (let bin = bins; bin > 1; bin--) {
    const [first] = starts;
    starts.unshift(previous[bin - 2]![first! * size + end]!);
    end = first! - 1;
  }
  return starts;
}
