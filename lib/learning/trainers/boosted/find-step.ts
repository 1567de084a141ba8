import type { BoostedOptions } from './boosted-options.ts';

/** What a step must heed. */
type StepRules = Pick<BoostedOptions, 'leaves' | 'minRowsPerLeaf' | 'l2'>;

/** Where levels have next to no leads, their ratio of gradient and Hessian is drawn towards the average's. */
const RATIO_SMOOTHING = 10;

/**
 * A step on bins in an order: leaves of neighbouring bins, cut where the loss falls most, one cut after the other
 * (a tree that is grown best first). The value of a leaf is Newton's, −G ÷ (H + l2).
 *
 * @param order the bins that are cut into leaves; the others are left alone
 * @returns false when there is no cut that helps
 */
function cutBins(
  order: ArrayLike<number>,
  g: Float64Array,
  h: Float64Array,
  counts: Float64Array,
  step: Float64Array,
  { leaves, minRowsPerLeaf, l2 }: StepRules,
): boolean {
  const size = order.length;
  const sumG = new Float64Array(size + 1);
  const sumH = new Float64Array(size + 1);
  const sumN = new Float64Array(size + 1);
  for (let k = 0; k < size; k++) {
    const bin = order[k]!;
    sumG[k + 1] = sumG[k]! + g[bin]!;
    sumH[k + 1] = sumH[k]! + h[bin]!;
    sumN[k + 1] = sumN[k]! + counts[bin]!;
  }
  const worth = (from: number, to: number) => {
    const G = sumG[to]! - sumG[from]!;
    return (G * G) / (sumH[to]! - sumH[from]! + l2);
  };
  const findCut = (from: number, to: number) => {
    let at = -1;
    let gain = 1e-12;
    const whole = worth(from, to);
    for (let k = from + 1; k < to; k++) {
      if (sumN[k]! - sumN[from]! < minRowsPerLeaf) continue;
      if (sumN[to]! - sumN[k]! < minRowsPerLeaf) break;
      const found = worth(from, k) + worth(k, to) - whole;
      if (found > gain) [gain, at] = [found, k];
    }
    return { from, to, at, gain: at < 0 ? 0 : gain };
  };
  let parts = [findCut(0, size)];
  for (let cuts = 1; cuts < leaves; cuts++) {
    const best = parts.reduce((a, b) => (b.gain > a.gain ? b : a));
    if (best.at < 0) break;
    parts = parts.filter((part) => part !== best);
    parts.push(findCut(best.from, best.at), findCut(best.at, best.to));
  }
  if (parts.length === 1) return false;
  for (const { from, to } of parts) {
    const value = -(sumG[to]! - sumG[from]!) / (sumH[to]! - sumH[from]! + l2);
    for (let k = from; k < to; k++) step[order[k]!] = value;
  }
  return true;
}

/** A step on a number: cuts its bins; missing, the last one, is a leaf of its own. */
export function stepNumber(rules: StepRules) {
  return (g: Float64Array, h: Float64Array, counts: Float64Array, step: Float64Array): boolean => {
    const missing = g.length - 1;
    const order = Int32Array.from({ length: missing }, (_, bin) => bin);
    const cut = cutBins(order, g, h, counts, step, rules);
    const own = counts[missing]! >= rules.minRowsPerLeaf;
    if (own) step[missing] = -g[missing]! / (h[missing]! + rules.l2);
    return cut || own;
  };
}

/** A step on levels: cuts them in the order of their gradients (Fisher 1958; Breiman et al. 1984, §4.2.2). */
export function stepLevels(rules: StepRules) {
  return (g: Float64Array, h: Float64Array, counts: Float64Array, step: Float64Array): boolean => {
    const ratio = g.map((gradient, bin) => gradient / (h[bin]! + RATIO_SMOOTHING));
    const order = [...counts.keys()]
      .filter((bin) => counts[bin]! > 0)
      .sort((a, b) => ratio[a]! - ratio[b]! || a - b);
    return cutBins(order, g, h, counts, step, rules);
  };
}
