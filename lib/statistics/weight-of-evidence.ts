import type { ClassCounts } from './count-classes.ts';
import { sum } from './sum.ts';

/** What the leads of one bin did. */
interface Bin {
  readonly rows: number;
  readonly converted: number;
  /** Weight of evidence, log-odds against all leads: positive = converts more often than the average lead. */
  readonly woe: number;
  /** The bin's part of the information value, never negative. */
  readonly iv: number;
}

export interface BinTable {
  readonly bins: readonly Bin[];
  /** Information value, the sum over the bins: below .02 a feature says nothing, from .3 it is strong. */
  readonly iv: number;
}

/** Leads that did convert and that did not. */
export interface ClassTotals {
  readonly converted: number;
  readonly unconverted: number;
}

/** The usual correction of log-odds, in leads (Haldane 1956, Gart 1966). */
const HALF_A_LEAD = 0.5;

/**
 * The table of bins of which the leads are counted. With C and N all converted and unconverted leads, and c
 * and n those of a bin: WOE = ln((c/C) ÷ (n/N)), smoothed; IV = Σ (c/C − n/N) · WOE.
 *
 * Siddiqi (Credit Risk Scorecards, 2006, ch. 6) writes good ÷ bad; here "good" is converted, so that a
 * positive weight is a better lead. An empty bin has 0, and so have all when the leads are of one class.
 *
 * @param smoothing as in `weightOfEvidence`
 */
export function makeBinTable(
  total: ArrayLike<number>,
  converted: ArrayLike<number>,
  smoothing = HALF_A_LEAD,
): BinTable {
  const all = totalClasses({ total, converted });
  const { converted: C, unconverted: N } = all;
  const bins = Array.from(total, (rows, i): Bin => {
    const c = converted[i]!;
    if (C === 0 || N === 0 || rows === 0) return { rows, converted: c, woe: 0, iv: 0 };
    const woe = weightOfEvidence(c, rows - c, all, smoothing);
    return { rows, converted: c, woe, iv: (c / C - (rows - c) / N) * woe };
  });
  return { bins, iv: bins.reduce((iv, bin) => iv + bin.iv, 0) };
}

export function totalClasses({ total, converted }: ClassCounts): ClassTotals {
  const C = sum(converted);
  return { converted: C, unconverted: sum(total) - C };
}

/**
 * The weight of evidence of c converted and n unconverted leads among `all`, who are of both classes. A bin
 * counts `smoothing` leads of the rarer class more, with as many of the other as all leads have: that keeps
 * empty cells finite and draws small bins to 0, the average lead's.
 */
export function weightOfEvidence(c: number, n: number, all: ClassTotals, smoothing: number): number {
  const { converted: C, unconverted: N } = all;
  const extra = smoothing / Math.min(C, N);
  return Math.log((c / C + extra) / (n / N + extra));
}
