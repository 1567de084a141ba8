import type { Cells, Judge, Leaf, Scales, Split } from './judge-split.ts';
import type { ColumnShape, GrowRules } from './tree-grower.ts';

/** Levels in use, at most, of which each is tried alone instead of in an order. As LightGBM's max_cat_to_onehot. */
const FEW_LEVELS = 4;

/**
 * The best set of levels to go left. Sorted by their gradient against their hessian, the best set is one end of the order
 * (Fisher, On grouping for maximum homogeneity, 1958); a smoothed hessian keeps rare levels from its ends, as in LightGBM. What is
 * missing is a level as any other; levels that the leaf has no or few leads of go right.
 *
 * @param floor a gain that must be passed
 */
export function findLevelSplit(
  cells: Cells,
  { bins }: ColumnShape,
  leaf: Leaf,
  judge: Judge,
  floor: number,
  scales: Scales,
  rules: GrowRules,
): Omit<Split, 'column'> | undefined {
  const used: number[] = [];
  for (let bin = 0; bin < bins; bin++) if (cells.hessians[bin] !== 0) used.push(bin);
  return used.length <= FEW_LEVELS
    ? findOneLevel(cells, used, bins, leaf, judge, floor, rules)
    : findLevelSet(cells, used, bins, leaf, judge, floor, scales, rules);
}

function findOneLevel(
  { gradients, hessians }: Cells,
  used: readonly number[],
  bins: number,
  leaf: Leaf,
  judge: Judge,
  floor: number,
  { l2 }: GrowRules,
): Omit<Split, 'column'> | undefined {
  let best = floor;
  let found: number | undefined;
  for (const bin of used) {
    const hessian = hessians[bin]!;
    if (hessian < judge.least || leaf.hessian - hessian < judge.least) continue;
    const gain = judge.gain(gradients[bin]!, hessian, l2, 0);
    if (gain > best) {
      best = gain;
      found = bin;
    }
  }
  return found === undefined
    ? undefined
    : {
        gain: best,
        goesLeft: markBins([found], bins),
        gradient: gradients[found]!,
        hessian: hessians[found]!,
        l2,
      };
}

function findLevelSet(
  { gradients, hessians }: Cells,
  used: readonly number[],
  bins: number,
  leaf: Leaf,
  judge: Judge,
  floor: number,
  scales: Scales,
  rules: GrowRules,
): Omit<Split, 'column'> | undefined {
  const { levelSmoothing, levelL2, maxLevels, minLeadsPerStep } = rules;
  const l2 = rules.l2 + levelL2;
  const kept = used.filter((bin) => judge.countOf(hessians[bin]!) >= levelSmoothing);
  const order = sortBins(
    kept,
    (bin) => (gradients[bin]! * scales.gradient) / (hessians[bin]! * scales.hessian + levelSmoothing),
  );
  const most = Math.min(maxLevels, Math.ceil(order.length / 2));
  let best = floor;
  let found: { size: number; fromEnd: boolean; gradient: number; hessian: number } | undefined;
  for (const fromEnd of [false, true]) {
    let [gradient, hessian, counted] = [0, 0, 0];
    for (let size = 1; size <= most; size++) {
      const bin = order[fromEnd ? order.length - size : size - 1]!;
      gradient += gradients[bin]!;
      hessian += hessians[bin]!;
      if (hessian < judge.least) continue;
      const rest = leaf.hessian - hessian;
      if (rest < judge.least || judge.countOf(rest) < minLeadsPerStep) break;
      if (judge.countOf(hessian - counted) < minLeadsPerStep) continue;
      counted = hessian;
      const gain = judge.gain(gradient, hessian, l2, 0);
      if (gain > best) {
        best = gain;
        found = { size, fromEnd, gradient, hessian };
      }
    }
  }
  if (found === undefined) return undefined;
  const { size, fromEnd, gradient, hessian } = found;
  const levels = fromEnd ? order.subarray(order.length - size) : order.subarray(0, size);
  return { gain: best, goesLeft: markBins(levels, bins), gradient, hessian, l2 };
}

const PULLS = new Float64Array(256);
/** Low and high words in turn, as machines that run Node have them. */
const PULL_WORDS = new Uint32Array(PULLS.buffer);
const LOW_BITS = 0xff;

/**
 * Bins by their pull, of equal ones the lower first. The last eight bits of each pull give way to its bin, which a native sort so takes
 * along; pulls that differ by less than 2⁻⁴⁴ of their size count as equal.
 */
function sortBins(bins: readonly number[], pullOf: (bin: number) => number): Int32Array {
  for (let i = 0; i < bins.length; i++) {
    PULLS[i] = pullOf(bins[i]!) + 0;
    const low = 2 * i;
    PULL_WORDS[low] = (PULL_WORDS[low]! & ~LOW_BITS) | (bins[i]! ^ flipOf(low));
  }
  PULLS.subarray(0, bins.length).sort();
  const order = new Int32Array(bins.length);
  for (let i = 0; i < bins.length; i++) order[i] = (PULL_WORDS[2 * i]! & LOW_BITS) ^ flipOf(2 * i);
  return order;
}

/** Of a negative number larger bits make a smaller one. */
const flipOf = (low: number): number => (PULL_WORDS[low + 1]! >>> 31 === 1 ? LOW_BITS : 0);

function markBins(marked: Iterable<number>, bins: number): Uint8Array {
  const goesLeft = new Uint8Array(bins);
  for (const bin of marked) goesLeft[bin] = 1;
  return goesLeft;
}
