import type { GrowRules } from './tree-grower.ts';

/** A leaf while its tree grows. Gradients and hessians are sums of integers, exact whatever the order they were added in. */
export interface Leaf {
  readonly gradient: number;
  readonly hessian: number;
  /** Leads that the tree sees. */
  readonly count: number;
  /** Between which its value must lie, before the learning rate, so that scores keep to their directions. */
  readonly low: number;
  readonly high: number;
  /** Added to its hessian for its value. */
  readonly l2: number;
}

export interface Split {
  /** By how much the loss falls, times two. */
  readonly gain: number;
  readonly column: number;
  /** For each bin: 1 when it goes left. */
  readonly goesLeft: Uint8Array;
  /** Sums of what goes left. */
  readonly gradient: number;
  readonly hessian: number;
  /** For the values of its sides. */
  readonly l2: number;
}

/** What makes real numbers of the integers: powers of two, so that nothing is rounded. */
export interface Scales {
  readonly gradient: number;
  readonly hessian: number;
}

/** A column's histogram as numbers. */
export interface Cells {
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

/** What rates the two sides of a split of one leaf. */
export interface Judge {
  /** Leads, estimated by their share of the hessian as LightGBM does: histograms do not count them. */
  countOf(hessian: number): number;
  /**
   * @param l2 added to the hessians of both sides
   * @param direction in which the sides' values must go
   * @returns the gain; NaN when the sides go the other way
   */
  gain(gradient: number, hessian: number, l2: number, direction: number): number;
  /** The hessian, as an integer, that a side must have: enough for its leads, too. */
  readonly least: number;
  /** Twice the loss of the leaf undivided, less that of a value of 0. */
  readonly whole: number;
  /** Whether no direction and no limit need be kept. */
  readonly isFree: boolean;
}

/** A leaf's value before the learning rate: the Newton step, within the leaf's limits. */
export function leafValue(leaf: Leaf, scales: Scales): number {
  return newton(
    leaf.gradient * scales.gradient,
    leaf.hessian * scales.hessian + leaf.l2,
    leaf.low,
    leaf.high,
  );
}

const newton = (gradient: number, hessian: number, low: number, high: number): number =>
  Math.min(Math.max(-gradient / hessian, low), high);

/** Twice the loss of a side that has this value, less that of a value of 0. */
const lossOf = (gradient: number, hessian: number, value: number): number =>
  (2 * gradient + hessian * value) * value;

/** @param leaf what is to be divided */
export function createJudge(leaf: Leaf, scales: Scales, rules: GrowRules): Judge {
  const { low, high, count } = leaf;
  const isFree = low === -Infinity && high === Infinity;
  const [wholeGradient, wholeHessian] = [leaf.gradient * scales.gradient, leaf.hessian * scales.hessian];
  const whole = isFree
    ? -(wholeGradient * wholeGradient) / (wholeHessian + rules.l2)
    : lossOf(
        wholeGradient,
        wholeHessian + rules.l2,
        newton(wholeGradient, wholeHessian + rules.l2, low, high),
      );
  const leadsPerHessian = count / leaf.hessian;
  const countOf = (hessian: number) => Math.floor(hessian * leadsPerHessian + 0.5);
  return {
    countOf,
    whole,
    isFree,
    // At least one unit, so that nothing is divided by 0.
    least: Math.max(
      1,
      Math.ceil(rules.minHessianPerLeaf / scales.hessian),
      Math.ceil((rules.minLeadsPerLeaf - 0.5) / leadsPerHessian),
    ),
    gain(leftSum, leftHessian, l2, direction) {
      const gradient = leftSum * scales.gradient;
      const other = wholeGradient - gradient;
      const hessian = leftHessian * scales.hessian + l2;
      const otherHessian = (leaf.hessian - leftHessian) * scales.hessian + l2;
      if (isFree && direction === 0)
        return (gradient * gradient) / hessian + (other * other) / otherHessian + whole;
      const value = newton(gradient, hessian, low, high);
      const otherValue = newton(other, otherHessian, low, high);
      if ((otherValue - value) * direction < 0) return Number.NaN;
      return whole - lossOf(gradient, hessian, value) - lossOf(other, otherHessian, otherValue);
    },
  };
}
