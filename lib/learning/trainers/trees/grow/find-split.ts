import { findLevelSplit } from './find-level-split.ts';
import { findNumberSplit } from './find-number-split.ts';
import type { Cells, Judge, Leaf, Scales, Split } from './split.ts';
import type { BinnedColumn, GrowRules } from './tree-grower.ts';

/** Less is the noise of rounding. */
const LEAST_GAIN = 1e-10;

/** The best split of a leaf; of equal ones that of the first column and, in it, of the first bin. */
export function findSplit(
  leaf: Leaf,
  columns: readonly BinnedColumn[],
  chosen: readonly number[],
  read: (column: number) => Cells,
  scales: Scales,
  rules: GrowRules,
): Split | undefined {
  if (leaf.count < 2 * rules.minLeadsPerLeaf) return undefined;
  const judge = createJudge(leaf, scales, rules);
  let best: Split | undefined;
  for (const column of chosen) {
    const binned = columns[column]!;
    const floor = best?.gain ?? LEAST_GAIN;
    const found = (binned.kind === 'number' ? findNumberSplit : findLevelSplit)(
      read(column),
      binned,
      leaf,
      judge,
      floor,
      scales,
      rules,
    );
    if (found !== undefined) best = { ...found, column };
  }
  return best;
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

function createJudge(leaf: Leaf, scales: Scales, rules: GrowRules): Judge {
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
