import { findQuantiles } from './describe-numbers.ts';
import type { NumberTally } from './tally.ts';

/** With no more different values than this, each has a bar of its own. */
const FEW_VALUES = 15;
const MOST_BARS = 20;
/** A number whose 99th hundredth is this many times its median is drawn on a 1-2-5 scale. */
const LONG_TAIL = 10;

/**
 * The inner edges of a histogram's bars, round numbers; bar i holds edges[i-1] < x ≤ edges[i]. The outer bars
 * hold what lies outside the first and last hundredth. Numbers that are never negative and have a long tail
 * get edges 1, 2, 5, 10, 20, 50 …, as bars of equal width would put nearly all leads into the first.
 *
 * @param tally with at least one known value
 */
export function chooseEdges(tally: NumberTally): Float64Array {
  const { values } = tally;
  if (values.length <= FEW_VALUES) return values.slice(0, -1);
  const [low, median, high] = findQuantiles(tally, [0.01, 0.5, 0.99]) as [number, number, number];
  const edges =
    values[0]! >= 0 && high > LONG_TAIL * median
      ? scaleEdges(values.find((value) => value > 0)!, Math.max(low, high / 1e6), high)
      : evenEdges(low, high, values.every(Number.isInteger));
  // Something lies in both outer bars.
  return Float64Array.from(edges).filter((edge) => edge >= values[0]! && edge < values.at(-1)!);
}

/** Multiples of 1, 2 or 5 · 10ⁿ that cut the range into at most 20 bars. */
function evenEdges(low: number, high: number, integer: boolean): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low];
  const step = Math.max(integer ? 1 : 0, roundUp(span / (MOST_BARS - 2)));
  const edges: number[] = [];
  for (let i = Math.floor(low / step); edges.length < MOST_BARS; i++) {
    edges.push(tidy(i * step));
    if (i * step >= high) break;
  }
  return edges;
}

/** 0, then 1, 2 and 5 · 10ⁿ from below the smallest value of interest to above the largest. */
function scaleEdges(smallest: number, low: number, high: number): number[] {
  const edges = [0];
  let edge = roundUp(Math.max(smallest, low));
  for (; edge < high; edge = roundUp(edge * 1.5)) edges.push(edge);
  edges.push(edge);
  return edges;
}

/** The smallest of … 0.5, 1, 2, 5, 10, 20 … that is not below a positive number. */
function roundUp(x: number): number {
  const power = 10 ** Math.floor(Math.log10(x));
  // A little slack: 5 / 10 ** 0 must stay 5 whatever the rounding.
  const mantissa = [1, 2, 5].find((m) => m * power >= x * (1 - 1e-9)) ?? 10;
  return tidy(mantissa * power);
}

/** 0.30000000000000004 → 0.3 */
const tidy = (x: number): number => Number(x.toPrecision(12));
